/** What the pull requests of a stretch of history have shown, as far as a status or check run vouches for it. */
import type { OrganizationRecord, Review, ShownOrganization } from "../../index.ts";
import { type CheckRun, isMissingPermission, type Pull } from "../../io/github/index.ts";
import type { Plan } from "../../model/contract.ts";
import { checkDigest, hiddenIn, shownDigest, unpack } from "./shown.ts";
import { seriesOn } from "./sticky.ts";
import type { World } from "./world.ts";

/** Where nothing was ever applied, pull requests of so many days count. */
const FIRST_DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;
/** Pull requests, the newest first, that are looked at for one organization. */
const MOST_PULLS = 100;
/** Commits whose pull requests are looked for one by one. */
const MOST_COMMITS = 100;
const AT_ONCE = 6;

const FIX =
  "Look at the plan in the summary of this run. Have it reviewed in a pull request; or run the apply by hand, with the organization's name in `organizations` and the digest of its plan in `digests`.";

/** A pull request with what counts of it. */
export interface Seen {
  readonly pull: Pull;
  /** What it has shown; undefined where nobody vouches for it. */
  readonly shown: readonly ShownOrganization[] | undefined;
  /** Why it does not count, in words. */
  readonly doubt?: string;
}

/** What is known of reviews, gathered as it is asked for. */
export interface Reviews {
  /** What was shown of a plan's organizations, per organization since its last complete apply. */
  of(plan: Plan): Promise<Review>;
  /** The pull requests that were looked at. */
  seen(): Promise<readonly Seen[]>;
}

interface Asked {
  readonly records: readonly OrganizationRecord[];
  /** The commit that is applied. */
  readonly head: string;
  /** Pull requests that count although they are not merged yet: those of a merge group. */
  readonly also?: readonly Pull[];
}

/** Reviews of everything merged up to a commit. Pull requests are looked at the newest first, and none without need. */
export function reviewsUpTo({ records, head, also = [] }: Asked, world: World): Reviews {
  const seen = new Map<number, Promise<Seen>>();
  const look = (pull: Pull): Promise<Seen> => {
    const known = seen.get(pull.number) ?? lookAt(pull, world);
    seen.set(pull.number, known);
    return known;
  };
  const stretches = new Map<string | undefined, Promise<Stretch>>();
  const stretchSince = (commit: string | undefined): Promise<Stretch> => {
    const known = stretches.get(commit) ?? stretchOf(commit, head, world);
    stretches.set(commit, known);
    return known;
  };
  return {
    of: async (plan) => {
      const shown: ShownOrganization[] = [];
      const unseen: string[] = [];
      for (const organization of plan.organizations.filter(({ changes }) => changes.length > 0)) {
        const { name } = organization;
        const stretch = await stretchSince(records.find((record) => record.organization === name)?.commit);
        shown.push(...(await shownOf(organization, [...also, ...stretch.pulls], look)));
        if (world.inputs.unreviewed === "apply" && !(await isAllReviewed(stretch, look, world)))
          unseen.push(name);
      }
      return { shown, unseen, digests: world.inputs.digests, fix: FIX };
    },
    seen: async () => await Promise.all(seen.values()),
  };
}

/** What pull requests have shown of an organization, the earliest first: as many as it takes to find all its changes. */
async function shownOf(
  { name, changes }: Plan["organizations"][number],
  pulls: readonly Pull[],
  look: (pull: Pull) => Promise<Seen>,
): Promise<readonly ShownOrganization[]> {
  const found: ShownOrganization[] = [];
  const missing = new Set(changes.map(({ id }) => id));
  for (const pull of pulls.slice(0, MOST_PULLS)) {
    if (missing.size === 0) break;
    const own = ((await look(pull)).shown ?? []).filter((each) => each.name === name);
    for (const { id } of own.flatMap((each) => each.changes)) missing.delete(id);
    found.unshift(...own);
  }
  return found;
}

/** What the last plan on a pull request has shown, where a status or check run on its last commit has its digest. */
async function lookAt(pull: Pull, world: World): Promise<Seen> {
  const { github, inputs } = world;
  const digest = await vouched(pull.head.sha, world);
  if (digest === undefined)
    return doubtful(pull, `no plan was shown of its last commit, ${pull.head.sha.slice(0, 12)}`);
  const sticky = { kind: "plan", folder: inputs["working-directory"] } as const;
  const { bodies } = await seriesOn(github, pull.number, sticky);
  const shown = unpack(
    bodies.map((body) => hiddenIn(body) ?? ""),
    digest,
  );
  return shown === undefined
    ? doubtful(pull, "its comment with the plan is gone, or was edited since")
    : { pull, shown };
}

function doubtful(pull: Pull, doubt: string): Seen {
  return { pull, shown: undefined, doubt: `#${pull.number} does not count as reviewed: ${doubt}.` };
}

/** The digest that our own account has put on a commit: by status, or by check run. */
async function vouched(sha: string, { github, inputs }: World): Promise<string | undefined> {
  const [viewer, statuses] = await Promise.all([github.viewer(), github.statuses.list(sha)]);
  const context = inputs["status-context"];
  const status = statuses.find((each) => each.context === context && each.creator === viewer);
  if (status !== undefined) return shownDigest(status.description);
  const app = /^(.+)\[bot\]$/.exec(viewer)?.[1];
  const runs = app === undefined ? [] : await checksOf(sha, github);
  const own = runs.filter((each) => each.app === app).sort((a, b) => b.id - a.id);
  return own.map(({ text }) => checkDigest(text, context)).find((digest) => digest !== undefined);
}

/** Where the token may not look, there is no check run that could vouch. */
async function checksOf(sha: string, { checks }: World["github"]): Promise<readonly CheckRun[]> {
  try {
    return await checks.ofCommit(sha);
  } catch (error) {
    if (isMissingPermission(error)) return [];
    throw error;
  }
}

/** A stretch of history. */
interface Stretch {
  /** Merged in it, the newest first. */
  readonly pulls: readonly Pull[];
  /** Its commits; undefined where nobody can list them. */
  readonly commits: readonly string[] | undefined;
}

/** What was merged between a commit and the head; without a commit, lately. */
async function stretchOf(commit: string | undefined, head: string, { github, now }: World): Promise<Stretch> {
  const branch = await github.git.defaultBranch();
  if (commit === undefined) {
    const since = new Date(now - FIRST_DAYS * DAY).toISOString();
    return { pulls: newestFirst(await github.pulls.mergedInto(branch, since)), commits: undefined };
  }
  const { status, commits, baseCommittedAt } = await github.git.compare(commit, head);
  if (status === "identical") return { pulls: [], commits: [] };
  // Another history: nothing in it was reviewed as a step from that commit.
  if (status !== "ahead") return { pulls: [], commits: undefined };
  // Clocks differ, and a commit's date is what its author says.
  const since = new Date(Date.parse(baseCommittedAt) - DAY).toISOString();
  const inside = new Set(commits);
  const merged = await github.pulls.mergedInto(branch, since);
  return {
    pulls: newestFirst(merged.filter(({ mergeCommitSha }) => inside.has(mergeCommitSha ?? ""))),
    commits,
  };
}

function newestFirst(pulls: readonly Pull[]): readonly Pull[] {
  return [...pulls].sort((a, b) => Date.parse(b.mergedAt ?? "") - Date.parse(a.mergedAt ?? ""));
}

/** Whether each commit came with a pull request that was reviewed. */
async function isAllReviewed(
  { pulls, commits }: Stretch,
  look: (pull: Pull) => Promise<Seen>,
  { github }: World,
): Promise<boolean> {
  if (commits === undefined || commits.length > MOST_COMMITS) return false;
  const reviewed = new Set<number>();
  for (const pull of pulls) if ((await look(pull)).shown !== undefined) reviewed.add(pull.number);
  for (let start = 0; start < commits.length; start += AT_ONCE) {
    const found = await Promise.all(
      commits.slice(start, start + AT_ONCE).map((sha) => github.pulls.ofCommit(sha)),
    );
    if (found.some((own) => !own.some(({ number }) => reviewed.has(number)))) return false;
  }
  return true;
}
