/** Limits of removals over the parts of one run, and what is never removed. */
import { expect, test } from "vitest";
import type { AppliedPart } from "../src/index.ts";
import type { Guards } from "../src/model/contract.ts";
import { memberPart, openDesk, partOf, removalOf, yes } from "./part-desk.ts";
import { liveMember, world } from "./plan/desk.ts";

const people = Array.from({ length: 8 }, (_, at) => `p${at}@acme.test`);
const robot = liveMember("robot@acme.test", "admin");
const members = [
  robot,
  liveMember("olga@acme.test", "owner"),
  ...people.map((email) => liveMember(email, "member")),
];
const acme = world([{ members }]);
const two = world([{ members }, { name: "beta", members }]);
const beta = { name: "beta", key: { slug: "beta" } };

function limited(maxRemovals: NonNullable<Guards["maxRemovals"]>) {
  return { minOwners: 0, maxRemovals: { count: 1000, percent: 100, total: 1000, ...maxRemovals } };
}

function email(at: number): string {
  return people[at] ?? "";
}

test("removals count over the parts of one run, and those that are refused leave others working", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 2 }) });

  const removed: AppliedPart[] = [];
  for (const each of people.slice(0, 4)) removed.push(await desk.parts.apply(removalOf(each), yes));
  const added = await desk.parts.apply(memberPart({ email: "new@acme.test", role: "member" }), yes);
  const raised = await desk.parts.apply(memberPart({ email: email(5), role: "admin" }), yes);
  const lowered = await desk.parts.apply(memberPart({ email: "olga@acme.test", role: "member" }), yes);

  expect(removed.map(({ outcome }) => outcome?.status)).toEqual([
    "complete",
    "complete",
    undefined,
    undefined,
  ]);
  expect(removed[2]?.problems).toMatchObject([
    { code: "guard/max-removals", severity: "error", addresses: [`acme/member/${email(2)}`] },
  ]);
  expect([added.outcome?.status, raised.outcome?.status]).toEqual(["complete", "complete"]);
  expect(lowered.problems).toMatchObject([{ code: "guard/max-removals" }]);
});

test("the next run has a budget of its own", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 1 }) });
  await desk.parts.apply(removalOf(email(0)), yes);

  const next = await desk.again().apply(removalOf(email(1)), yes);

  expect(next.outcome?.status).toBe("complete");
});

test("side by side as one by one", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 3 }) });

  const all = await Promise.all(people.map((each) => desk.parts.apply(removalOf(each), yes)));

  expect(all.filter(({ outcome }) => outcome !== undefined)).toHaveLength(3);
  expect(desk.memory.writes()).toHaveLength(3);
});

test("the share is of those who were live at the start of the run", async () => {
  const desk = openDesk(acme, { guards: limited({ percent: 30 }) });

  const all: (string | undefined)[] = [];
  for (const each of people.slice(0, 4))
    all.push((await desk.parts.apply(removalOf(each), yes)).outcome?.status);

  // 3 of 10 are 30 %; of the 7 who are left then, one more would be 14 %.
  expect(all).toEqual(["complete", "complete", "complete", undefined]);
});

test("one part that is planned, planned again and applied counts once", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 2 }) });

  for (const each of people.slice(0, 2)) {
    await desk.parts.plan(removalOf(each));
    await desk.parts.plan(removalOf(each));
    expect((await desk.parts.apply(removalOf(each), yes)).outcome?.status).toBe("complete");
    await desk.parts.plan(removalOf(each));
  }

  expect((await desk.parts.plan(removalOf(email(2)))).held).toMatchObject([{ code: "guard/max-removals" }]);
});

test("what is only compared, or refused by its judge, counts for nothing", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 1 }) });
  const no = () => [{ code: "part/refused", severity: "error", message: "no" } as const];

  for (const each of people) await desk.parts.compare(removalOf(each));
  for (const each of people) await desk.parts.apply(removalOf(each), no);

  expect((await desk.parts.apply(removalOf(email(7)), yes)).outcome?.status).toBe("complete");
});

test("a whole section is held as a whole, and says which of it", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 2 }) });
  const kept = [...people.slice(3), "olga@acme.test"].map((each) => ({
    email: each,
    role: each.startsWith("olga") ? "owner" : "member",
  }));

  const { held, plan } = await desk.parts.plan(partOf({ members: kept }));

  expect(plan?.verdict).toBe("blocked");
  expect(held).toMatchObject([{ addresses: people.slice(0, 3).map((each) => `acme/member/${each}`) }]);
});

test("the total counts over organizations, one person leaving both of them once", async () => {
  const desk = openDesk(two, { guards: limited({ total: 2 }) });

  const statuses: (string | undefined)[] = [];
  for (const part of [
    removalOf(email(0)),
    removalOf(email(0), beta),
    removalOf(email(1), beta),
    removalOf(email(1)),
    removalOf(email(2)),
    removalOf(email(2), beta),
  ])
    statuses.push((await desk.parts.apply(part, yes)).outcome?.status);

  expect(statuses).toEqual(["complete", "complete", "complete", "complete", undefined, undefined]);
});

test("the total counts over connections, and their limits per organization are apart though they share a name", async () => {
  const there = { connection: "other" };
  const desk = openDesk(acme, { guards: limited({ count: 1, total: 2 }), connections: ["memory", "other"] });

  const first = await desk.parts.apply(removalOf(email(0)), yes);
  const second = await desk.parts.apply(removalOf(email(1), there), yes);
  const third = await desk.parts.plan(removalOf(email(2), there));

  expect([first.outcome?.status, second.outcome?.status]).toEqual(["complete", "complete"]);
  expect(third.held.map(({ code }) => code)).toEqual(["guard/max-removals", "guard/total-removals"]);
});

test("one organization has one budget under its slug and under its id", async () => {
  const desk = openDesk(acme, { guards: limited({ count: 1 }) });
  const byId = { name: "org_acme", key: { id: "org_acme" } };

  await desk.parts.apply(removalOf(email(0)), yes);
  const other = await desk.parts.apply(removalOf(email(1), byId), yes);

  expect(other.problems).toMatchObject([{ code: "guard/max-removals" }]);
});

test("the credential's own account is neither removed nor lowered", async () => {
  const desk = openDesk(acme, { guards: limited({}) });

  const removed = await desk.parts.apply(removalOf("robot@acme.test"), yes);
  const lowered = await desk.parts.apply(memberPart({ email: "robot@acme.test", role: "member" }), yes);

  expect([removed, lowered].map(({ problems }) => problems.map(({ code }) => code))).toEqual([
    ["guard/self"],
    ["guard/self"],
  ]);
  expect(desk.memory.writes()).toEqual([]);
});
