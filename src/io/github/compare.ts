/** What lies between two commits. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** How a commit stands to another. */
export interface Comparison {
  /** Where `head` is, seen from `base`. */
  readonly status: "ahead" | "behind" | "diverged" | "identical";
  readonly mergeBase: string;
  /** Instant (ISO 8601) of the base commit. */
  readonly baseCommittedAt: string;
  /** What `head` has and `base` has not, oldest first. */
  readonly commits: readonly string[];
}

const page = z.object({
  status: z.enum(["ahead", "behind", "diverged", "identical"]),
  base_commit: z.object({ commit: z.object({ committer: z.object({ date: z.string() }) }) }),
  merge_base_commit: z.object({ sha: z.string() }),
  total_commits: z.int().nonnegative(),
  commits: z.array(z.object({ sha: z.string() })),
});

/** Compares two commits. All commits between, or GitHubError. */
export async function compare(
  { pages, here, each }: Client,
  base: string,
  head: string,
): Promise<Comparison> {
  const operation = `compare ${base} with ${head}`;
  const reading = each(
    { operation, permission: "contents: read" },
    pages("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...here,
      basehead: `${base}...${head}`,
      per_page: 100,
    }),
    page,
  );
  let first: z.output<typeof page> | undefined;
  const commits = new Set<string>();
  for await (const next of reading) {
    first ??= next;
    for (const { sha } of next.commits) commits.add(sha);
  }
  if (first === undefined || commits.size !== first.total_commits) {
    const total = first?.total_commits ?? 0;
    throw new GitHubError(
      `GitHub gave ${commits.size} of ${total} commits when asked to ${operation}: what is missing is not known`,
      operation,
    );
  }
  return {
    status: first.status,
    mergeBase: first.merge_base_commit.sha,
    baseCommittedAt: first.base_commit.commit.committer.date,
    commits: [...commits],
  };
}
