/** Pull requests. */
import * as z from "zod";
import { type Client, ONCE } from "./client.ts";
import { author } from "./comments.ts";

/** A pull request. */
export interface Pull {
  readonly number: number;
  readonly title: string;
  /** Login. */
  readonly author: string;
  readonly state: "open" | "closed";
  readonly draft: boolean;
  readonly body: string;
  /** Instant (ISO 8601) of the merge; absent when it is not merged. */
  readonly mergedAt?: string;
  /** Of a merged one; what GitHub tries out before is left out. */
  readonly mergeCommitSha?: string;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    /** `owner/name`; absent when the fork is gone. */
    readonly repository?: string;
  };
  readonly base: { readonly sha: string; readonly ref: string };
  /** Where people see it. */
  readonly url: string;
}

/** A pull request to open. */
export interface NewPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** What may be changed of a pull request. */
export interface PullChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
}

/** What can be done with pull requests. All throw GitHubError. */
export interface Pulls {
  get(number: number): Promise<Pull>;
  /** Those merged into a branch that were touched at or after an instant (ISO 8601), so surely all that were merged since. */
  mergedInto(base: string, since: string): Promise<readonly Pull[]>;
  /** The open ones of a branch of this repository. */
  openWithHead(branch: string): Promise<readonly Pull[]>;
  create(pull: NewPull): Promise<Pull>;
  update(number: number, change: PullChange): Promise<Pull>;
  /** Those that brought the commit into the default branch, or, when it is not there, open ones with it. */
  ofCommit(sha: string): Promise<readonly Pull[]>;
}

const optional = z.string().nullish();

const raw = z.object({
  number: z.int(),
  title: z.string(),
  user: author,
  state: z.enum(["open", "closed"]),
  draft: z.boolean().optional(),
  body: optional,
  merged_at: optional,
  merge_commit_sha: optional,
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ sha: z.string(), ref: z.string() }),
  html_url: z.string(),
});

const pull: z.ZodType<Pull> = raw.transform(pullOf);
const touched = raw.extend({ updated_at: z.iso.datetime({ offset: true }) });

const READ = "pull-requests: read";
const WRITE = "pull-requests: write";

/** The pull requests of the client's repository. */
export function pullsOf(client: Client): Pulls {
  const { request, pages, here, one, all } = client;
  return {
    get: async (number) =>
      await one(
        { operation: `read pull request #${number}`, permission: READ },
        request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...here, pull_number: number }),
        pull,
      ),
    mergedInto: async (base, since) => await mergedInto(client, base, since),
    openWithHead: async (branch) =>
      await all(
        { operation: `list the pull requests of branch ${branch}`, permission: READ },
        pages("GET /repos/{owner}/{repo}/pulls", {
          ...here,
          state: "open",
          head: `${here.owner}:${branch}`,
          per_page: 100,
        }),
        pull,
      ),
    create: async (wanted) =>
      await one(
        { operation: `open a pull request of branch ${wanted.head}`, permission: WRITE, once: true },
        request("POST /repos/{owner}/{repo}/pulls", { ...here, ...ONCE, ...wanted }),
        pull,
      ),
    update: async (number, change) =>
      await one(
        { operation: `change pull request #${number}`, permission: WRITE },
        request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...here,
          pull_number: number,
          ...change,
        }),
        pull,
      ),
    ofCommit: async (sha) =>
      await all(
        { operation: `list the pull requests of commit ${sha}`, permission: READ },
        pages("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
          ...here,
          commit_sha: sha,
          per_page: 100,
        }),
        pull,
      ),
  };
}

async function mergedInto(
  { pages, here, each }: Client,
  base: string,
  since: string,
): Promise<readonly Pull[]> {
  const found = new Map<number, Pull>();
  const reading = each(
    { operation: `list the pull requests merged into ${base}`, permission: READ },
    pages("GET /repos/{owner}/{repo}/pulls", {
      ...here,
      state: "closed",
      base,
      sort: "updated",
      direction: "desc",
      per_page: 100,
    }),
    z.array(touched),
  );
  for await (const page of reading) {
    const recent = page.filter(({ updated_at }) => Date.parse(updated_at) >= Date.parse(since));
    // One that is touched while we read moves to the front, and others to the next page: they come twice.
    for (const each of recent.map(pullOf)) if (each.mergedAt !== undefined) found.set(each.number, each);
    if (recent.length < page.length) break;
  }
  return [...found.values()];
}

function pullOf(of: z.output<typeof raw>): Pull {
  const { number, title, user, state, draft, head, base } = of;
  const repository = head.repo?.full_name;
  return {
    number,
    title,
    author: user,
    state,
    draft: draft ?? false,
    body: of.body ?? "",
    ...(of.merged_at == null ? {} : { mergedAt: of.merged_at }),
    ...(of.merged_at == null || of.merge_commit_sha == null ? {} : { mergeCommitSha: of.merge_commit_sha }),
    head: { sha: head.sha, ref: head.ref, ...(repository === undefined ? {} : { repository }) },
    base,
    url: of.html_url,
  };
}
