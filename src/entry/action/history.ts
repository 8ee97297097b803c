/** Stretches of the default branch's history, each since a commit that was applied, and what was merged in them. */
import type { OrganizationRecord } from "../../index.ts";
import { isOtherHistory, type Pull, type Step } from "../../io/github/index.ts";
import type { World } from "./world.ts";

/** A stretch of history. */
export interface Stretch {
  /** Merged in it, the newest first. */
  readonly pulls: readonly Pull[];
  /** Its commits, the oldest first; undefined where nobody can list them. */
  readonly commits: readonly string[] | undefined;
}

/** The history up to one commit. */
export interface History {
  /**
   * What came after each record's commit; for no record, or one without a commit, what was merged lately. A commit that
   * is of another history has a stretch without pull requests, and a warning. Throws GitHubError.
   */
  since(records: readonly (OrganizationRecord | undefined)[]): Promise<readonly Stretch[]>;
}

/** Where nothing was ever applied, pull requests of so many days count. */
const FIRST_DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;
/** Commits whose stretch no other one contains: each costs requests. */
const MOST_COMPARISONS = 10;

/** What lies between two commits; it contains the stretches since all that lies between. */
interface Between {
  readonly steps: ReadonlyMap<string, Step>;
}

/** A stretch without what was merged. */
interface Bare {
  readonly commits: readonly string[] | undefined;
  /** Milliseconds; nothing merged before counts. Undefined where no pull request can. */
  readonly from?: number;
}

/** The history up to `head`; nothing is asked yet. One comparison serves all commits that lie within it. */
export function historyUpTo(head: string, world: World): History {
  const { github, now } = world;
  const known = new Map<string | undefined, Bare>();
  const betweens: Between[] = [];
  let comparisons = 0;
  let listed: { readonly from: number; readonly pulls: readonly Pull[] } | undefined;

  async function bare(commit: string | undefined): Promise<Bare> {
    if (commit === undefined) return { commits: undefined, from: now - FIRST_DAYS * DAY };
    if (commit === head) return { commits: [] };
    const around = betweens.find(({ steps }) => steps.has(commit));
    if (around !== undefined) return inside(around, commit);
    comparisons += 1;
    return comparisons > MOST_COMPARISONS
      ? other(
          commit,
          "too many organizations were last applied at commits that do not follow each other",
          world,
        )
      : await compared(commit);
  }

  async function compared(commit: string): Promise<Bare> {
    try {
      const { status, steps, baseCommittedAt } = await github.git.compare(commit, head);
      if (status === "identical") return { commits: [] };
      if (status === "behind") return { commits: undefined };
      if (status === "diverged") return other(commit, `it does not lead to ${short(head)}`, world);
      betweens.push({ steps: new Map(steps.map((step) => [step.sha, step])) });
      return { commits: steps.map(({ sha }) => sha), from: dayBefore(baseCommittedAt) };
    } catch (error) {
      if (!isOtherHistory(error)) throw error;
      return other(commit, error.message, world);
    }
  }

  async function mergedSince(from: number): Promise<readonly Pull[]> {
    if (listed === undefined || listed.from > from) {
      const branch = await github.git.defaultBranch();
      listed = { from, pulls: await github.pulls.mergedInto(branch, new Date(from).toISOString()) };
    }
    return listed.pulls;
  }

  return {
    since: async (records) => {
      for (const { commit } of oldestFirst(records))
        if (!known.has(commit)) known.set(commit, await bare(commit));
      const all = records.map((record) => known.get(record?.commit) ?? { commits: undefined });
      const earliest = Math.min(...all.map(({ from }) => from ?? Number.POSITIVE_INFINITY));
      const pulls = Number.isFinite(earliest) ? await mergedSince(earliest) : [];
      return all.map((each) => ({ commits: each.commits, pulls: pullsIn(each, pulls) }));
    },
  };
}

/** So that the first comparison contains the others where history is as usual. */
function oldestFirst(
  records: readonly (OrganizationRecord | undefined)[],
): readonly { readonly commit?: string }[] {
  return records
    .map((record) => record ?? {})
    .sort((a: Partial<OrganizationRecord>, b: Partial<OrganizationRecord>) => appliedAt(a) - appliedAt(b));
}

function appliedAt({ appliedAt = "" }: Partial<OrganizationRecord>): number {
  const at = Date.parse(appliedAt);
  return Number.isNaN(at) ? 0 : at;
}

/** All between but the commit and what came before it: exact, with merges too, for nothing leads out of it and in again. */
function inside({ steps }: Between, commit: string): Bare {
  const before = new Set<string>();
  const waiting = [commit];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const step = before.has(next) ? undefined : steps.get(next);
    before.add(next);
    waiting.push(...(step?.parents ?? []));
  }
  const from = dayBefore(steps.get(commit)?.committedAt ?? "");
  return { commits: [...steps.keys()].filter((sha) => !before.has(sha)), from };
}

/** Those merged in it, the newest first: within one second by their place in the history, else by number. */
function pullsIn(
  { commits, from = Number.POSITIVE_INFINITY }: Bare,
  pulls: readonly Pull[],
): readonly Pull[] {
  const places = commits === undefined ? undefined : new Map(commits.map((sha, index) => [sha, index]));
  const placeOf = ({ mergeCommitSha = "" }: Pull) => places?.get(mergeCommitSha) ?? 0;
  return pulls
    .filter(
      ({ mergedAt, mergeCommitSha = "" }) =>
        instantOf(mergedAt) >= from && (places === undefined || places.has(mergeCommitSha)),
    )
    .sort(
      (a, b) =>
        instantOf(b.mergedAt) - instantOf(a.mergedAt) || placeOf(b) - placeOf(a) || b.number - a.number,
    );
}

function instantOf(mergedAt: string | undefined): number {
  return Date.parse(mergedAt ?? "");
}

/** Nothing in another history was reviewed as a step from the commit. */
function other(commit: string, why: string, { runner }: World): Bare {
  runner.warning(
    "review",
    `No pull request counts as reviewed for what was last applied at ${short(commit)}: ${why}.`,
  );
  return { commits: undefined };
}

/** Clocks differ, and a commit's date is what its author says. */
function dayBefore(instant: string): number {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? 0 : at - DAY;
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
