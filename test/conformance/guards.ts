/** Every guard, broken on purpose: it blocks, nothing is written, and the approval that `approve` writes lets exactly it pass (law 5). */
import { describe, expect, it } from "vitest";
import type { Guards } from "../../src/model/contract.ts";
import { approvalOf, expectBlocked, expectHeld, FAR, type GuardName, idsOf } from "./guards-held.ts";
import { acme, changesOf, expectComplete, type Stage, stageOn, stagesOf } from "./stage.ts";
import type { Chapter } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { RoleWord, Words } from "./words.ts";

const OLGA = "olga@acme.test";
const BOB = "bob@acme.test";
const CLEO = "cleo@acme.test";

/** One owner, and two others. */
const base: Chapter = {
  members: [
    { email: OLGA, role: "owner" },
    { email: BOB, role: "more" },
    { email: CLEO, role: "less" },
  ],
};
/** The same with two owners. */
const owned: Chapter = {
  members: base.members.map((each) => (each.email === BOB ? { ...each, role: "owner" } : each)),
};
const wide = { minOwners: 0, maxRemovals: { count: 1000, percent: 100, total: 1000 } } as const;

/** A wish that one guard holds, and that guard set up so that no other does. */
interface Offence {
  readonly guard: GuardName;
  readonly what: string;
  readonly guards: Guards;
  readonly base?: Chapter;
  readonly wish: (stage: Stage) => Promise<Chapter> | Chapter;
}

const offences: readonly Offence[] = [
  {
    // Two, since LumoAuth and Cantila keep the very last one themselves.
    guard: "last-owner",
    what: "one of two owners is left out where two are the least",
    guards: { ...wide, minOwners: 2 },
    base: owned,
    wish: () => without(BOB),
  },
  {
    guard: "max-removals",
    what: "two are left out where none may go",
    guards: { ...wide, maxRemovals: { ...wide.maxRemovals, count: 0 } },
    wish: () => without(BOB, CLEO),
  },
  {
    guard: "total-removals",
    what: "two are left out where the whole plan may remove nobody",
    guards: { ...wide, maxRemovals: { ...wide.maxRemovals, total: 0 } },
    wish: () => without(BOB, CLEO),
  },
  {
    guard: "protected",
    what: "a protected person is removed by name",
    guards: { ...wide, protected: { people: [BOB] } },
    wish: ({ words }) => entries(words, [OLGA, "owner"], [CLEO, "less"], [BOB, "more", "absent"]),
  },
  {
    guard: "protected",
    what: "a protected person is demoted",
    guards: { ...wide, protected: { people: [BOB] } },
    wish: ({ words }) => entries(words, [OLGA, "owner"], [CLEO, "less"], [BOB, "less"]),
  },
  {
    guard: "protected",
    what: "two are left out of a protected organization",
    guards: { ...wide, protected: { organizations: ["acme"] } },
    wish: () => without(BOB, CLEO),
  },
  {
    guard: "gains",
    what: "two become owners",
    guards: { ...wide, approveGains: ["owner"] },
    wish: ({ words }) => entries(words, [OLGA, "owner"], [BOB, "owner"], [CLEO, "owner"]),
  },
];

/** The guards, one by one, on a system. */
export function describeGuards(subject: Subject): void {
  if (subject.variant) return;
  describe(`${subject.name} under guards`, () => {
    describeOffences(subject);
    describeOwnAccount(subject);
    describeDeletion(subject);
    describeAbsence(subject);
    describePartialApply(subject);
  });
}

function describeOffences(subject: Subject): void {
  const { open } = stagesOf(subject);

  it.each(offences)("$guard: $what", async ({ guard, guards, base: first, wish }) => {
    const stage = await settled(await open(), first);

    await expectHeld(subject, stage, { guard, guards, manifest: stage.manifest(await wish(stage)) });
  });
}

function describeOwnAccount(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("self: the credential's own account is lowered, where the system has it among the members", async () => {
    const stage = await settled(await open());
    const own = (await stage.project.state("acme"))?.members.find(({ protection }) => protection === "self");
    // Elsewhere the credential is nobody's account (Cantila, LumoAuth, an APImetrics key): there is none to lower.
    if (own?.email === undefined) {
      expect(stage.words.kinds.member?.selfIsMember ?? false).toBe(false);
      return;
    }

    const manifest = stage.manifest({ members: [...base.members, { email: own.email, role: "less" }] });
    await expectBlocked(stageOn(subject, stage.world, { guards: wide }), { guard: "self", manifest });
    // Systems refuse some of it by themselves, so that the approval passes is seen by the plan alone.
    const { project } = stageOn(subject, stage.world, { guards: wide });
    const approvals = approvalOf(await project.plan(manifest), FAR);
    expect(acme(await project.plan(manifest, { approvals })).verdict).toBe("applicable");
  });
}

function describeDeletion(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("delete-organization: the organization is ended, where the system's API can", async () => {
    const stage = await settled(await open());
    const manifest = stage.manifest({ members: [], spec: { ensure: "absent" } });
    const { delete: operation } = stage.words.kinds.organization;

    if (operation === "api") {
      await expectHeld(subject, stage, { guard: "delete-organization", guards: wide, manifest });
      return;
    }
    // Cantila, APImetrics and SignalSmith's guide leave it to a person: there is nothing to hold.
    const plan = await stageOn(subject, stage.world, { guards: wide }).project.plan(manifest);
    expect({ changes: acme(plan).changes, forPerson: acme(plan).forPerson.length }).toEqual({
      changes: [],
      forPerson: 1,
    });
  });
}

function describeAbsence(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("protected: nobody protected goes by absence, and the others do", async () => {
    const stage = await settled(await open());
    const guards: Guards = { ...wide, protected: { people: [BOB.toUpperCase()] } };
    const { project } = stageOn(subject, stage.world, { guards });

    const { plan, outcome } = await project.apply(stage.manifest(without(BOB, CLEO)));

    expectComplete(outcome);
    expect(changesOf(plan).map(({ address }) => address)).toEqual([`acme/member/${CLEO}`]);
    expect(acme(plan).unmanaged).toContainEqual(
      expect.objectContaining({ address: `acme/member/${BOB}`, code: "protected" }),
    );
    expect(JSON.stringify(await project.live("acme"))).toContain(BOB);
  });
}

function describePartialApply(subject: Subject): void {
  const { open } = stagesOf(subject);
  const leaving = ["a", "b", "c", "d", "e"].map((name) => `${name}@acme.test`);
  const start: Chapter = {
    members: [{ email: OLGA, role: "owner" }, ...leaving.map((email) => ({ email, role: "less" as const }))],
  };

  it("an approval of five passes the three that are left, also after a run in which all failed", async () => {
    const stage = await settled(await open(), start);
    const failing = new Set(leaving);
    const { project } = stageOn(subject, stage.world, {
      guards: { ...wide, maxRemovals: { ...wide.maxRemovals, count: 0 } },
      before: ({ address }) => {
        if (failing.has(address.slice("acme/member/".length))) throw new TypeError("out of order");
      },
    });
    const manifest = stage.manifest({ members: start.members.slice(0, 1) });
    const first = await project.plan(manifest);
    const approvals = approvalOf(first, FAR);
    const ids = idsOf(first);

    await project.apply(manifest, { approvals });
    failing.delete("a@acme.test");
    failing.delete("d@acme.test");
    const afterNothing = await project.apply(manifest, { approvals });
    failing.clear();
    const rest = await project.apply(manifest, { approvals });

    expect(idsOf(afterNothing.plan)).toEqual(ids);
    expect(countsOf(afterNothing.outcome.counts)).toEqual({ applied: 2, failed: 3 });
    expect(idsOf(rest.plan)).toHaveLength(3);
    expect(ids).toEqual(expect.arrayContaining([...idsOf(rest.plan)]));
    expectComplete(rest.outcome);
    expect(acme(await project.plan(manifest)).verdict).toBe("empty");
  });
}

async function settled(stage: Stage, chapter: Chapter = base): Promise<Stage> {
  await stage.settle(chapter);
  await stage.join(chapter);
  return stage;
}

function countsOf({ applied, failed }: { readonly applied: number; readonly failed: number }) {
  return { applied, failed };
}

function without(...left: readonly string[]): Chapter {
  return { members: base.members.filter(({ email }) => !left.includes(email)) };
}

/** Members as entries of a manifest: some may be named to be absent. */
function entries(
  { kinds, roles }: Words,
  ...people: readonly (readonly [string, RoleWord, "absent"?])[]
): Chapter {
  const members = people.map(([email, role, ensure]) => ({
    email,
    ...(ensure === undefined ? {} : { ensure }),
    ...(kinds.member?.severalRoles ? { roles: [roles[role]] } : { role: roles[role] }),
  }));
  return { members: base.members, spec: { members } };
}
