/** What the pull requests of a stretch of history have shown, as far as a status or check run vouches for it. */
import type { OrganizationRecord, Review, ShownOrganization } from "../../index.ts";
import { type CheckRun, isMissingPermission, type Pull } from "../../io/github/index.ts";
import type { OrganizationPlan, Plan } from "../../model/contract.ts";
import { checkDigest, shownDigest, unpack } from "./shown.ts";
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
  /** Organizations that it touches, and of which nothing was shown. */
  readonly notLive?: readonly string[];
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
  const { digests, unreviewed } = world.inputs;

  async function found(organization: OrganizationPlan): Promise<Found> {
    const { name, changes, digest, manifestDigest } = organization;
    const record = records.find((each) => each.organization === name);
    const isSame = record?.manifest === manifestDigest;
    if (digests.includes(digest) || (changes.length === 0 && isSame)) return { shown: [] };
    const stretch = await stretchSince(record?.commit);
    const shown = await shownOf(organization, [...also, ...stretch.pulls], { look, isSame });
    const isWhole = isSame || shown.some((each) => each.manifestDigest === manifestDigest);
    const created = record?.attempted?.created;
    if (isWhole) return { shown, created };
    if (await isAllReviewed(stretch, name, { look, world })) return { shown, created, whole: name };
    return unreviewed === "apply" ? { shown, created, unseen: name } : { shown, created };
  }

  return {
    of: async (plan) => {
      const all: Found[] = [];
      for (const organization of plan.organizations) all.push(await found(organization));
      return {
        shown: all.flatMap(({ shown }) => shown),
        unseen: all.flatMap(({ unseen = [] }) => unseen),
        whole: all.flatMap(({ whole = [] }) => whole),
        created: Object.assign({}, ...all.map(({ created }) => created)),
        digests,
        fix: FIX,
      };
    },
    seen: async () => await Promise.all(seen.values()),
  };
}

/** What was found of one organization. */
interface Found {
  readonly shown: readonly ShownOrganization[];
  readonly whole?: string;
  readonly unseen?: string;
  readonly created?: Readonly<Record<string, string>> | undefined;
}

interface Looking {
  readonly look: (pull: Pull) => Promise<Seen>;
  /** Whether the manifest, as a whole, was reviewed before. */
  readonly isSame: boolean;
}

/**
 * What pull requests have shown of an organization, the earliest first: as many as it takes to find all its changes, and
 * its manifest where that is new.
 */
async function shownOf(
  { name, changes, manifestDigest }: OrganizationPlan,
  pulls: readonly Pull[],
  { look, isSame }: Looking,
): Promise<readonly ShownOrganization[]> {
  const found: ShownOrganization[] = [];
  const missing = new Set([...changes.map(({ id }) => id), ...(isSame ? [] : [manifestDigest])]);
  for (const pull of pulls.slice(0, MOST_PULLS)) {
    if (missing.size === 0) break;
    const own = ((await look(pull)).shown ?? []).filter((each) => each.name === name);
    for (const each of own) {
      missing.delete(each.manifestDigest);
      for (const { id } of each.changes) missing.delete(id);
    }
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
  const shown = unpack(bodies, digest);
  return shown === undefined
    ? doubtful(pull, "its comment with the plan is gone, or was edited since")
    : { pull, shown: shown.organizations, notLive: shown.notLive };
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

/** Whether each commit came with a pull request that was reviewed, and none of those left the organization unshown. */
async function isAllReviewed(
  { pulls, commits }: Stretch,
  name: string,
  { look, world }: { readonly look: (pull: Pull) => Promise<Seen>; readonly world: World },
): Promise<boolean> {
  if (commits === undefined || commits.length > MOST_COMMITS || pulls.length > MOST_PULLS) return false;
  const reviewed = new Set<number>();
  for (const pull of pulls) {
    const { shown, notLive = [] } = await look(pull);
    if (shown !== undefined && !notLive.includes(name)) reviewed.add(pull.number);
  }
  for (let start = 0; start < commits.length; start += AT_ONCE) {
    const found = await Promise.all(
      commits.slice(start, start + AT_ONCE).map((sha) => world.github.pulls.ofCommit(sha)),
    );
    if (found.some((own) => !own.some(({ number }) => reviewed.has(number)))) return false;
  }
  return true;
}
