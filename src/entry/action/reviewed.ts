/** What the pull requests of a stretch of history have shown, as far as a status or check run vouches for it. */
import type { OrganizationRecord, Review, ShownOrganization } from "../../index.ts";
import type { Pull } from "../../io/github/index.ts";
import type { OrganizationPlan, Plan } from "../../model/contract.ts";
import { historyUpTo, type Stretch } from "./history.ts";
import { lookAt, type Seen } from "./seen.ts";
import type { World } from "./world.ts";

/** Pull requests, the newest first, that are looked at for one organization. */
const MOST_PULLS = 100;
/** Commits whose pull requests are looked for one by one. */
const MOST_COMMITS = 100;
const AT_ONCE = 6;

const FIX =
  "Look at the plan in the summary of this run. Have it reviewed in a pull request; or run the apply by hand, with the organization's name in `organizations` and the digest of its plan in `digests`.";

export type { Seen } from "./seen.ts";

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
  const history = historyUpTo(head, world);
  const seen = new Map<number, Promise<Seen>>();
  const asked = new Map<string, Promise<readonly Pull[]>>();
  const looking: Looking = {
    look: async (pull) => await once(seen, pull.number, () => lookAt(pull, world)),
    pullsOf: async (commit) => await once(asked, commit, () => world.github.pulls.ofCommit(commit)),
  };
  const { digests, unreviewed } = world.inputs;

  const recordOf = ({ name }: OrganizationPlan) => records.find(({ organization }) => organization === name);

  function isSame(plan: OrganizationPlan): boolean {
    return recordOf(plan)?.manifest === plan.manifestDigest;
  }

  /** Whether anybody has to be asked: not where nothing changes, nor where somebody gave the digest of just this plan. */
  function isOpen(plan: OrganizationPlan): boolean {
    // What time alone moves of a manifest that was reviewed needs no second look.
    const isOpenChange = plan.changes.some(({ cause }) => cause !== "due");
    return !digests.includes(plan.digest) && (isOpenChange || !isSame(plan));
  }

  async function found(plan: OrganizationPlan, stretch: Stretch): Promise<Found> {
    const { name, manifestDigest } = plan;
    const shown = await shownOf(plan, [...also, ...stretch.pulls], { ...looking, isSame: isSame(plan) });
    const isWhole = isSame(plan) || shown.some((each) => each.manifestDigest === manifestDigest);
    const created = recordOf(plan)?.attempted?.created;
    if (isWhole) return { shown, created, whole: name };
    if (await isAllReviewed(stretch, name, looking)) return { shown, created, whole: name };
    return unreviewed === "apply" ? { shown, created, unseen: name } : { shown, created };
  }

  return {
    of: async (plan) => {
      const open = plan.organizations.filter(isOpen);
      const stretches = await history.since(open.map(recordOf));
      const all: Found[] = [];
      for (const [index, organization] of open.entries()) {
        const stretch = stretches[index];
        if (stretch !== undefined) all.push(await found(organization, stretch));
      }
      return {
        shown: all.flatMap(({ shown }) => shown),
        unseen: all.flatMap(({ unseen = [] }) => unseen),
        whole: [
          ...plan.organizations.filter(isSame).map(({ name }) => name),
          ...all.flatMap(({ whole = [] }) => whole),
        ],
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

/** What is asked of GitHub, each but once. */
interface Looking {
  readonly look: (pull: Pull) => Promise<Seen>;
  /** The pull requests that a commit came with. */
  readonly pullsOf: (commit: string) => Promise<readonly Pull[]>;
}

async function once<K, T>(known: Map<K, Promise<T>>, key: K, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return await answer;
}

/**
 * What pull requests have shown of an organization, the earliest first: as many as it takes to find all its changes, and
 * its manifest where that is new.
 */
async function shownOf(
  { name, changes, manifestDigest }: OrganizationPlan,
  pulls: readonly Pull[],
  { look, isSame }: Looking & { readonly isSame: boolean },
): Promise<readonly ShownOrganization[]> {
  const found: ShownOrganization[] = [];
  const later: string[] = [];
  const missing = new Set([...changes.map(({ id }) => id), ...(isSame ? [] : [manifestDigest])]);
  for await (const { pull, shown = [], plannedAt } of seenOf(pulls.slice(0, MOST_PULLS), look)) {
    if (missing.size === 0) break;
    const own = shown.filter((each) => each.name === name);
    if (own.length === 0 || isRetired(pull, later)) continue;
    for (const id of own.flatMap(idsOf)) missing.delete(id);
    found.unshift(...own);
    if (plannedAt !== undefined) later.push(plannedAt);
  }
  return found;
}

function idsOf({ manifestDigest, changes }: ShownOrganization): readonly string[] {
  return [manifestDigest, ...changes.map(({ id }) => id)];
}

/**
 * Whether a later pull request was planned when this one was merged already: its plan has shown all that was still to do
 * then. What it did not show any more was taken back, or done. In the very second of the merge it may have been.
 */
function isRetired({ mergedAt }: Pull, later: readonly string[]): boolean {
  return mergedAt !== undefined && later.some((plannedAt) => Date.parse(plannedAt) >= Date.parse(mergedAt));
}

/** Looks at pull requests, a few at once. */
async function* seenOf(pulls: readonly Pull[], look: Looking["look"]): AsyncGenerator<Seen> {
  for (const group of growing(pulls)) yield* await Promise.all(group.map(look));
}

/** Groups to look at together: the first alone, for it is often enough. */
function* growing<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0, size = 1; start < all.length; start += size) {
    size = Math.min(start + 1, AT_ONCE);
    yield all.slice(start, start + size);
  }
}

/** Whether each commit came with a pull request that was reviewed, and none of those left the organization unshown. */
async function isAllReviewed(
  { pulls, commits }: Stretch,
  name: string,
  { look, pullsOf }: Looking,
): Promise<boolean> {
  // Without a step nobody can have reviewed one.
  if (commits === undefined || commits.length === 0) return false;
  if (commits.length > MOST_COMMITS || pulls.length > MOST_PULLS) return false;
  const reviewed = await reviewedOf(pulls, name, look);
  const numbers = new Set(reviewed.map(({ number }) => number));
  const merges = new Set(reviewed.map(({ mergeCommitSha }) => mergeCommitSha));
  for (const group of growing(commits.filter((sha) => !merges.has(sha)))) {
    const found = await Promise.all(group.map(pullsOf));
    if (found.some((own) => !own.some(({ number }) => numbers.has(number)))) return false;
  }
  return true;
}

/** Those that have shown a plan in which the organization is not left out. */
async function reviewedOf(
  pulls: readonly Pull[],
  name: string,
  look: Looking["look"],
): Promise<readonly Pull[]> {
  const reviewed: Pull[] = [];
  for await (const { pull, shown, notLive = [] } of seenOf(pulls, look))
    if (shown !== undefined && !notLive.includes(name)) reviewed.push(pull);
  return reviewed;
}
