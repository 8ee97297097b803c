/** What lies between two commits. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { GitHubError, hasStatus } from "./errors.ts";

/** A commit between two others. */
export interface Step {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Instant (ISO 8601), as the commit says it. */
  readonly committedAt: string;
}

/** How a commit stands to another. */
export interface Comparison {
  /** Where `head` is, seen from `base`. */
  readonly status: "ahead" | "behind" | "diverged" | "identical";
  readonly mergeBase: string;
  /** Instant (ISO 8601) of the base commit. */
  readonly baseCommittedAt: string;
  /** What `head` has and `base` has not, oldest first. */
  readonly commits: readonly string[];
  /** The same, with what came before each. */
  readonly steps: readonly Step[];
}

/** Fewer or more commits came than GitHub says there are. */
class PartialComparison extends GitHubError {}

/** Whether a comparison failed for what the commits are: one is not known, or not all between them is told. */
export function isOtherHistory(error: unknown): error is GitHubError {
  return error instanceof PartialComparison || hasStatus(error, 404, 422);
}

const committer = z.object({ committer: z.object({ date: z.string() }) });

const page = z.object({
  status: z.enum(["ahead", "behind", "diverged", "identical"]),
  base_commit: z.object({ commit: committer }),
  merge_base_commit: z.object({ sha: z.string() }),
  total_commits: z.int().nonnegative(),
  commits: z.array(
    z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })), commit: committer }),
  ),
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
  const steps = new Map<string, Step>();
  for await (const next of reading) {
    first ??= next;
    for (const { sha, parents, commit } of next.commits)
      steps.set(sha, {
        sha,
        parents: parents.map((parent) => parent.sha),
        committedAt: commit.committer.date,
      });
  }
  if (first === undefined || steps.size !== first.total_commits) {
    const total = first?.total_commits ?? 0;
    throw new PartialComparison(
      `GitHub gave ${steps.size} of ${total} commits when asked to ${operation}: what is missing is not known`,
      operation,
    );
  }
  return {
    status: first.status,
    mergeBase: first.merge_base_commit.sha,
    baseCommittedAt: first.base_commit.commit.committer.date,
    commits: [...steps.keys()],
    steps: [...steps.values()],
  };
}
