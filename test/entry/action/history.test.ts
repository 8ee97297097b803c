/** Stretches of history: exact with merges too, with one comparison, and never an exception for another history. */
import { describe, expect, test } from "vitest";
import { historyUpTo } from "../../../src/entry/action/history.ts";
import type { World } from "../../../src/entry/action/world.ts";
import { openGitHub } from "../../../src/io/github/index.ts";
import type { OrganizationRecord } from "../../../src/model/record.ts";
import type { FakeGitHub } from "../../../src/sandbox/github/index.ts";
import { checkedGitHub } from "../../contract/github.ts";

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse("2026-11-21T12:00:00Z");

interface Stage {
  readonly fake: FakeGitHub;
  readonly world: World;
  readonly warnings: string[];
  comparisons(): number;
  /** What is on the default branch. */
  head(): string;
  /** Opens a pull request of two commits; gives its number. */
  open(file: string): number;
  /** Opens one and merges it with a merge commit; gives its number. */
  merge(file: string): number;
  later(milliseconds: number): void;
}

async function stage(): Promise<Stage> {
  let now = START;
  const fake = await checkedGitHub({ now: () => now, limits: { writesPerMinute: 0 } });
  const warnings: string[] = [];
  const github = openGitHub({
    apiUrl: fake.apiUrl,
    graphqlUrl: fake.graphqlUrl,
    token: "github-token",
    owner: "acme",
    repo: "organizations",
    userAgent: "orgwright-test",
    minimumWaitSeconds: 0.001,
  });
  const open = (file: string): number => {
    const branch = `change-${file}`;
    fake.commit({ branch, files: { [file]: "1" }, message: `${file} 1` });
    fake.commit({ branch, files: { [file]: "2" }, message: `${file} 2` });
    return fake.openPullRequest({ head: branch }).number;
  };
  const runner = { warning: (_: string, message: string) => warnings.push(message) };
  return {
    fake,
    world: { github, runner, now: START } as unknown as World,
    warnings,
    comparisons: () => fake.requests().filter(({ path }) => path.includes("/compare/")).length,
    head: () => fake.state.commit("main"),
    open,
    merge: (file) => {
      const number = open(file);
      fake.merge(number);
      return number;
    },
    later: (milliseconds) => {
      now += milliseconds;
    },
  };
}

function record(commit: string | undefined, at: number): OrganizationRecord {
  return {
    formatVersion: 1,
    organization: "acme",
    connection: "signalsmith",
    ...(commit === undefined ? {} : { commit }),
    appliedAt: new Date(START + at).toISOString(),
    declared: {},
    released: [],
    invitations: {},
  };
}

describe("stretches of history", () => {
  test("since many commits are told by one comparison, as each of its own would tell them", async () => {
    const { world, merge, head, comparisons, later } = await stage();
    const marks: { readonly commit: string; readonly missing: readonly number[] }[] = [];
    const numbers: number[] = [];
    const commits = [head()];
    for (const file of ["a", "b", "c", "d"]) {
      later(60_000);
      numbers.push(merge(file));
      commits.push(head());
    }
    for (const [index, commit] of commits.entries())
      marks.push({ commit, missing: numbers.slice(index).reverse() });

    const records = marks.map(({ commit }, index) => record(commit, index)).reverse();
    const stretches = await historyUpTo(head(), world).since(records);
    expect(comparisons()).toBe(1);

    for (const [index, { commit, missing }] of [...marks].reverse().entries()) {
      const stretch = stretches[index];
      const own = commit === head() ? [] : (await world.github.git.compare(commit, head())).commits;
      expect(stretch?.commits, commit).toEqual(own);
      expect(stretch?.pulls.map(({ number }) => number)).toEqual(missing);
    }
  });

  test("a side branch's commit has the stretch that a comparison gives it", async () => {
    const { fake, world, merge, head, comparisons } = await stage();
    const start = head();
    const side = fake.commit({ branch: "side", files: { s: "1" }, message: "side" });
    merge("a");
    const { number } = fake.openPullRequest({ head: "side" });
    fake.merge(number);

    const [, inside] = await historyUpTo(head(), world).since([record(start, 0), record(side, 1)]);

    expect(comparisons()).toBe(1);
    const { commits } = await world.github.git.compare(side, head());
    expect([...(inside?.commits ?? [])].sort()).toEqual([...commits].sort());
  });

  test("merges of one second are told by their place in the history, else by number", async () => {
    const { fake, world, open, head, later } = await stage();
    const start = head();
    const [lower, higher] = [open("a"), open("b")];
    fake.merge(higher);
    fake.merge(lower);
    // GitHub lists first what somebody touched last: each time what should come last.
    const touch = (number: number) => {
      later(60_000);
      fake.commentAs("mallory", number, "Nice work!");
    };

    touch(higher);
    const [told] = await historyUpTo(head(), world).since([record(start, 0)]);
    touch(lower);
    const [untold] = await historyUpTo(head(), world).since([undefined]);

    expect(told?.pulls.map(({ number }) => number)).toEqual([lower, higher]);
    expect(untold?.pulls.map(({ number }) => number)).toEqual([higher, lower]);
  });

  test("since a commit that GitHub does not know no pull request counts, and a warning says so", async () => {
    const { world, merge, head, warnings } = await stage();
    const start = head();
    const number = merge("a");

    const gone = record("f".repeat(40), -1);
    const [other, usual] = await historyUpTo(head(), world).since([gone, record(start, 0)]);

    expect(other).toEqual({ pulls: [], commits: undefined });
    expect(usual?.pulls.map((pull) => pull.number)).toEqual([number]);
    expect(warnings).toEqual([expect.stringContaining("last applied at ffffffffffff")]);
  });

  test("since a commit beside the branch no pull request counts", async () => {
    const { fake, world, merge, head, warnings } = await stage();
    const beside = fake.commit({ branch: "other", files: { o: "1" }, message: "other" });
    merge("a");

    const stretches = await historyUpTo(head(), world).since([record(beside, 0)]);

    expect(stretches).toEqual([{ pulls: [], commits: undefined }]);
    expect(warnings).toEqual([expect.stringContaining("it does not lead to")]);
  });

  test("of many commits of other histories ten are looked for", async () => {
    const { world, head, comparisons, warnings } = await stage();
    const records = Array.from({ length: 14 }, (_, index) => record(`${index + 10}`.repeat(20), index));

    const stretches = await historyUpTo(head(), world).since(records);

    expect(comparisons()).toBe(10);
    expect(stretches.every(({ pulls }) => pulls.length === 0)).toBe(true);
    expect(warnings).toHaveLength(14);
  });

  test("without a record what was merged in 90 days counts, not what somebody touched in them", async () => {
    const { fake, world, merge, head, later } = await stage();
    const old = merge("a");
    later(91 * DAY);
    const young = merge("b");
    fake.commentAs("mallory", old, "Nice work!");

    const [stretch] = await historyUpTo(head(), { ...world, now: START + 91 * DAY }).since([undefined]);

    expect(stretch?.pulls.map(({ number }) => number)).toEqual([young]);
  });
});
