/** Removals that were decided earlier in the same run, counted together with those of a plan. */
import { expect, test } from "vitest";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Guards, Plan } from "../../src/model/contract.ts";
import type { EarlierChanges } from "../../src/plan/input.ts";
import { change } from "../model/change.ts";
import { liveMember, member, organization, planned, world } from "./desk.ts";

const people = Array.from({ length: 10 }, (_, at) => liveMember(`p${at}@acme.test`, "member"));
const live = world([{ members: people }]);

function earlier(names: readonly string[], more: Partial<EarlierChanges> = {}): EarlierChanges {
  return {
    connection: "memory",
    organization: "acme",
    kinds: memoryKinds,
    live: {
      organization: { kind: "organization", id: "org_acme", attributes: {} },
      roles: [],
      workspaces: [],
      members: people,
      access: [],
    },
    changes: names.map((name) =>
      change({
        id: `earlier ${name}`,
        address: `${more.organization ?? "acme"}/member/${name}@acme.test`,
        kind: "member",
        action: "delete",
        before: { email: `${name}@acme.test`, roles: ["member"] },
      }),
    ),
    ...more,
  };
}

async function without(
  names: readonly string[],
  maxRemovals: Guards["maxRemovals"],
  before: readonly EarlierChanges[],
) {
  const gone = new Set(names.map((name) => `${name}@acme.test`));
  const wish = organization({
    members: people.flatMap(({ email = "" }) => (gone.has(email) ? [] : [member(email, "member")])),
  });
  const guards = { minOwners: 0, maxRemovals: { count: 1000, percent: 100, total: 1000, ...maxRemovals } };
  return await planned({ desired: [wish], live, guards, more: { earlier: before } });
}

function held({ organizations, guards }: Plan): readonly (readonly [string, number])[] {
  return [...organizations.flatMap((each) => each.guards), ...guards].map(
    ({ guard, changes }) => [guard, changes.length] as const,
  );
}

test("they add up, and only the plan's own are held", async () => {
  const count = { count: 3 };

  expect(held(await without(["p0"], count, [earlier(["p1", "p2"])]))).toEqual([]);
  expect(held(await without(["p0"], count, [earlier(["p1", "p2", "p3"])]))).toEqual([["max-removals", 1]]);
  expect(held(await without([], count, [earlier(["p1", "p2", "p3", "p4"])]))).toEqual([]);
});

test("what was decided before and is planned again counts once", async () => {
  expect(held(await without(["p0", "p1"], { count: 2 }, [earlier(["p0", "p1"])]))).toEqual([]);
});

test("shares are of what was live before the first of them", async () => {
  const before = earlier(["p1", "p2"]);
  const more = liveMember("more@acme.test", "member");
  const larger = { ...before, live: { ...before.live, members: [...people, more, more, more] } };

  expect(held(await without(["p0"], { percent: 25 }, [before]))).toEqual([["max-removals", 1]]);
  expect(held(await without(["p0"], { percent: 25 }, [larger]))).toEqual([]);
});

test("another organization's, and those of one with this name elsewhere, count for the total alone", async () => {
  const others = [
    earlier(["x1", "x2"], { organization: "beta" }),
    earlier(["x3", "x4"], { connection: "other" }),
  ];

  expect(held(await without(["p0"], { count: 1 }, others))).toEqual([]);
  expect(held(await without(["p0"], { total: 5 }, others))).toEqual([]);
  expect(held(await without(["p0"], { total: 4 }, others))).toEqual([["total-removals", 1]]);
});

test("a person who left another organization before counts once in the total", async () => {
  expect(held(await without(["p0"], { total: 1 }, [earlier(["p0"], { organization: "beta" })]))).toEqual([]);
});
