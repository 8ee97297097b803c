/** What an apply must not do, whatever is wished (laws 4, 5, 6). */
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/contract.ts";
import type { LiveState } from "../../src/model/live.ts";
import { acme, outcomeOf, stageOn, stagesOf } from "./stage.ts";
import { type Chapter, story } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { Words } from "./words.ts";

/** One owner, and somebody else. */
const solo: Chapter = {
  members: [
    { email: "alice@acme.test", role: "owner" },
    { email: "bob@acme.test", role: "less" },
  ],
};
const removals = { maxRemovals: { count: 1000, percent: 100, total: 1000 } };

/** The laws of safety. */
export function describeSafety(subject: Subject): void {
  describe(`${subject.name} is safe`, () => {
    describeOwners(subject);
    describeProtection(subject);
  });
}

function describeOwners(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("has an active owner at every moment while ownership is handed over (law 4)", async () => {
    const owners: number[] = [];
    const stage = await open({
      guards: removals,
      after: async ({ state }) => {
        owners.push(ownersIn(await state("acme"), stage.words));
      },
    });
    await stage.settle(solo);
    await stage.join(solo);
    owners.length = 0;

    await stage.settle({ members: solo.members.map((each) => ({ ...each, role: swapped(each.role) })) });
    const carols: Chapter = { members: [{ email: "carol@acme.test", role: "owner" }] };
    const { waiting } = acme(await stage.project.plan(stage.manifest(carols)));
    await stage.settle(carols);
    await stage.join(carols);

    expect(waiting.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "successor-acceptance acme/member/bob@acme.test",
    ]);
    expect(owners.length).toBeGreaterThan(2);
    expect(Math.min(...owners)).toBeGreaterThan(0);
    expect(JSON.stringify(await stage.project.live("acme"))).not.toContain("bob@acme.test");
  });

  it("removes no last owner unless that is approved (law 5)", async () => {
    const { world, project, manifest, settle, join } = await open({ guards: removals });
    await settle(solo);
    await join(solo);
    const before = world.writes();
    const alone = manifest({ members: solo.members.slice(1) });

    const { plan, outcome } = await project.apply(alone);

    expect(plan.guards.concat(acme(plan).guards).map(({ guard }) => guard)).toEqual(["last-owner"]);
    expect(outcomeOf(outcome).status).toBe("blocked");
    expect(world.writes()).toBe(before);
    const approved = await project.plan(alone, { approvals: approval(plan) });
    expect(acme(approved).verdict).toBe("applicable");
  });

  it("stops before many removals unless its guards were moved (law 5)", async () => {
    const { world, words } = await open().then(async (stage) => {
      await stage.settle(story.start);
      await stage.join(story.start);
      return stage;
    });
    const guarded = stageOn(subject, world, { guards: {} });
    const before = world.writes();

    const { plan, outcome } = await guarded.project.apply(guarded.manifest(story.emptied));

    expect(acme(plan).guards.map(({ guard }) => guard)).toContain("max-removals");
    expect({
      status: outcomeOf(outcome).status,
      writes: world.writes() - before,
      exists: words.exists,
    }).toEqual({
      status: "blocked",
      writes: 0,
      exists: words.exists,
    });
  });
}

function describeProtection(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("never removes by absence what is not its own to remove (law 6)", async () => {
    const { project, settle, join } = await open();
    await settle(story.start);
    await join(story.start);
    const before = kept(await project.state("acme"));

    await settle(story.emptied);

    const after = kept(await project.state("acme"));
    expect(before.lines.filter((line) => !after.lines.includes(line))).toEqual([]);
    expect([...before.reasons].sort()).toEqual([...(subject.vocabulary?.protects ?? [])].sort());
  });

  it("leaves the credential's own account as it is, whatever is wished (law 6)", async () => {
    const { project, manifest, words, settle } = await open({ guards: removals });
    await settle(story.start);
    const own = (await project.state("acme"))?.members.find(({ protection }) => protection === "self");
    if (own?.email === undefined) {
      expect(words.kinds.member?.selfIsMember ?? false).toBe(false);
      return;
    }

    const lowered = { email: own.email, role: "less" } as const;
    await project.apply(manifest({ ...story.start, members: [...story.start.members, lowered] }));

    const still = (await project.state("acme"))?.members.find(({ id }) => id === own.id);
    expect(still).toEqual(own);
  });

  it("leaves people who are no members what they were given, until that is ended by name (law 6)", async () => {
    const { world, project, words, settle } = await open();
    if (!words.outsiders) return;
    const grant = { email: "ext@partner.test", workspace: "staging", level: "low" } as const;
    const invited: Chapter = { ...story.start, access: [grant] };
    await settle(invited);
    await world.accept(grant.email);
    await settle(invited);
    const line = `Staging ${grant.email} ${words.levels.low}`;

    await settle({ ...story.start, access: [] });

    expect((await project.live("acme"))?.access).toContain(line);
  });
}

function ownersIn(state: LiveState | undefined, { roles }: Words): number {
  const counted = state?.members.filter(
    (member) =>
      member.status === "active" &&
      member.roles.includes(roles.owner) &&
      !["self", "service-account"].includes(member.protection ?? ""),
  );
  return counted?.length ?? 0;
}

function swapped(role: string) {
  return role === "owner" ? "less" : "owner";
}

/** An approval of everything that the last owner's guard holds. */
function approval(plan: Plan): string {
  const { digest, guards } = acme(plan);
  const changes = guards.flatMap((guard) => (guard.guard === "last-owner" ? guard.changes : []));
  const spec = {
    organization: "acme",
    guard: "last-owner",
    digest,
    changes,
    reason: "closed",
    expires: "2999-12-31",
  };
  return JSON.stringify({ apiVersion: "orgwright/v1", kind: "Approval", metadata: { name: "close" }, spec });
}

/** What has to be there afterwards as well, and why. */
function kept(state: LiveState | undefined) {
  const all = [...(state?.roles ?? []), ...(state?.workspaces ?? []), ...(state?.members ?? [])];
  const hidden = all.filter((each) => each.kind === "member" && each.email === undefined);
  const held = [...all.filter(({ protection }) => protection !== undefined), ...hidden];
  return {
    lines: held.map(({ kind, id }) => `${kind} ${id}`),
    reasons: new Set([
      ...held.flatMap(({ protection }) => protection ?? []),
      ...(hidden.length === 0 ? [] : ["hidden-email"]),
    ]),
  };
}
