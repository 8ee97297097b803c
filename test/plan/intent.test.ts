import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Change, OrganizationPlan, Plan } from "../../src/model/contract.ts";
import type { Access, Organization } from "../../src/model/organization.ts";
import { resourcesOf } from "../../src/model/resource.ts";
import { declaredDigests } from "../../src/plan/digest.ts";
import { type IntentOrganization, planIntent, type Side } from "../../src/plan/intent.ts";
import {
  connection,
  liveMember,
  member,
  now,
  organization,
  planned,
  role,
  wide,
  workspace,
  world,
} from "./desk.ts";

const emails = ["a@acme.test", "b@acme.test", "c@acme.test"];
const rooms = ["one", "two"];
const custom = ["sre", "dev"];
const levels = ["owner", "admin", "member"];
const ownerships = ["exact", "additive", "observe"] as const;

interface Choice {
  readonly name: string;
  readonly exact: boolean;
}

/** Manifests of one organization; all sections declared, so that nothing hangs in the air. */
function manifests({ name, exact }: Choice): fc.Arbitrary<Organization> {
  const owned = exact ? fc.constant("exact" as const) : fc.constantFrom(...ownerships);
  const pick = fc.record({ role: fc.nat(), maps: fc.boolean(), level: fc.nat(), space: fc.nat() });
  return fc
    .record({
      people: fc.subarray(emails),
      spaces: fc.subarray(rooms),
      roles: fc.subarray(custom),
      displayName: fc.constantFrom(undefined, "One", "Two"),
      picks: fc.array(pick, { minLength: emails.length, maxLength: emails.length }),
      ownership: fc.record({ members: owned, workspaces: owned, roles: owned }),
    })
    .map(({ people, spaces, roles, picks, displayName, ownership }) => {
      const known = [...levels, ...roles];
      return organization({
        name,
        ownership,
        roles: roles.map((each) => role(each)),
        workspaces: spaces.map((each) => workspace(each)),
        members: people.map((email, at) => {
          const wanted = picks[at] ?? { role: 0, maps: false, level: 0, space: 0 };
          const space = spaces[wanted.space % Math.max(1, spaces.length)];
          const map = space === undefined ? {} : { [space]: levels[wanted.level % 3] ?? "member" };
          return member(
            email,
            known[wanted.role % known.length] ?? "member",
            wanted.maps || exact ? { workspaces: map } : {},
          );
        }),
        more: { attributes: displayName === undefined ? {} : { displayName } },
      });
    });
}

const any = manifests({ name: "acme", exact: false });
const strict = manifests({ name: "acme", exact: true });

function sideOf(the: Organization): Side {
  return { organization: the, resources: resourcesOf(the) };
}

function asked(base: Organization | undefined, head: Organization): IntentOrganization {
  return {
    head: sideOf(head),
    base: base && sideOf(base),
    gone: false,
    settings: connection,
    title: "Memory",
    kinds: memoryKinds,
  };
}

function intent(...organizations: readonly IntentOrganization[]): Plan {
  return planIntent({ organizations, guards: wide, now, notes: [] });
}

function only(plan: Plan): OrganizationPlan {
  const [first] = plan.organizations;
  if (first === undefined) throw new Error("no organization");
  return first;
}

/** Every address that a reader finds in the plan, access that goes with something else included. */
function shown({ name, ...plan }: OrganizationPlan): ReadonlySet<string> {
  const lists = [plan.changes, plan.waiting, plan.forPerson, plan.released, plan.observed, plan.diagnostics];
  const cascades = plan.changes.flatMap(({ effects }) =>
    effects.flatMap(({ cascade, on, subject }) => (cascade ? [`${name}/access/${on}/${subject}`] : [])),
  );
  return new Set([...lists.flat().map(({ address }) => address ?? ""), ...cascades]);
}

function addresses(changes: readonly Change[], action: Change["action"]): readonly string[] {
  return changes.flatMap((change) => (change.action === action ? [change.address] : []));
}

describe("the intent plan", () => {
  test("of what is the same is empty, and says nothing", () => {
    fc.assert(
      fc.property(any, (the) => {
        const plan = only(intent(asked(the, the)));

        expect(plan).toMatchObject({ verdict: "empty", basis: "intent", changes: [], released: [] });
        expect([...shown(plan)]).toEqual([]);
      }),
    );
  });

  test("shows every address whose declaration differs", () => {
    fc.assert(
      fc.property(any, any, (base, head) => {
        const before = declaredDigests(base, resourcesOf(base));
        const after = declaredDigests(head, resourcesOf(head));
        const moved = Object.keys({ ...before, ...after }).filter((each) => before[each] !== after[each]);
        const seen = shown(only(intent(asked(base, head))));

        expect(moved.filter((address) => !seen.has(address))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("shows no change at an address whose declaration is the same", () => {
    fc.assert(
      fc.property(any, any, (base, head) => {
        const before = declaredDigests(base, resourcesOf(base));
        const after = declaredDigests(head, resourcesOf(head));
        const { changes } = only(intent(asked(base, head)));

        expect(changes.filter(({ address }) => before[address] === after[address])).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("the other way round, what was created is deleted, by itself or with what it hangs on", () => {
    fc.assert(
      fc.property(strict, strict, (base, head) => {
        const there = only(intent(asked(base, head)));
        const back = only(intent(asked(head, base)));
        const created = addresses(there.changes, "create");
        const deleted = addresses(back.changes, "delete");
        const seen = shown(back);

        expect(deleted.filter((address) => !created.includes(address))).toEqual([]);
        expect(created.filter((address) => !seen.has(address))).toEqual([]);
        expect(created.filter((each) => !each.includes("/access/"))).toEqual(
          deleted.filter((each) => !each.includes("/access/")),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("claims nothing of live: no ids of it, no mail, nobody who waits, one cause", () => {
    fc.assert(
      fc.property(any, any, (base, head) => {
        const plan = intent(asked(base, head));
        const { changes, waiting, unmanaged } = only(plan);

        expect(JSON.stringify(plan)).not.toMatch(/declared [abc]@|user_|"declared |robot@/);
        expect(changes.filter(({ nativeId, account, mails }) => nativeId || account || mails > 0)).toEqual(
          [],
        );
        expect(
          changes.filter(({ cause, refs }) => cause !== "intended" || Object.keys(refs).length > 0),
        ).toEqual([]);
        expect([...waiting, ...unmanaged]).toEqual([]);
      }),
    );
  });

  test("is sorted, in stages that hold each change once, and the same bytes for the same input (law 12)", () => {
    const two = fc.tuple(any, any, manifests({ name: "beta", exact: false }));
    fc.assert(
      fc.property(two, ([base, head, beta]) => {
        const plan = intent(asked(undefined, beta), asked(base, head));
        const changes = plan.organizations.flatMap((each) => addressesOf(each));

        expect(plan.organizations.map(({ name }) => name)).toEqual(["acme", "beta"]);
        expect(plan.organizations.map(addressesOf)).toEqual(
          plan.organizations.map((each) => [...addressesOf(each)].sort()),
        );
        expect(plan.stages.flat().sort()).toEqual([...changes].sort());
        expect(JSON.stringify(intent(asked(base, head), asked(undefined, beta)))).toBe(JSON.stringify(plan));
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      }),
    );
  });

  test("counts what it shows", () => {
    fc.assert(
      fc.property(any, any, (base, head) => {
        const plan = intent(asked(base, head));
        const { counts, changes, released, observed } = only(plan);

        expect(counts).toMatchObject({
          create: addresses(changes, "create").length,
          update: addresses(changes, "update").length,
          delete: addresses(changes, "delete").length,
          released: released.length,
          observed: observed.length,
          mails: 0,
        });
        expect(plan.counts).toEqual(counts);
      }),
    );
  });
});

function addressesOf({ changes }: OrganizationPlan): readonly string[] {
  return changes.map(({ address }) => address);
}

describe("its parts", () => {
  test("a guard's finding names the changes by the ids that they are shown under", () => {
    const base = organization({ members: [member("a@acme.test", "owner")] });
    const head = organization({ members: [member("a@acme.test", "member")] });
    const plan = planIntent({ organizations: [asked(base, head)], guards: {}, now, notes: [] });
    const { changes, guards, verdict } = only(plan);

    expect(verdict).toBe("blocked");
    expect(guards.map(({ changes: ids }) => ids)).toEqual([changes.map(({ id }) => id)]);
    expect(changes.map(({ blockedBy }) => blockedBy)).toEqual([["last-owner"]]);
  });

  test("its ids are not those of the plan against live: nothing can be applied by them", async () => {
    const [ann, ben] = [member("a@acme.test", "owner"), member("b@acme.test", "member")];
    const [base, head] = [organization({ members: [ann, ben] }), organization({ members: [ann] })];
    const live = world([
      { members: [liveMember("a@acme.test", "owner"), liveMember("b@acme.test", "member")] },
    ]);

    const [asIntended] = only(intent(asked(base, head))).changes;
    const [asLive] = only(await planned({ desired: [head], live })).changes;

    expect(asIntended?.address).toBe(asLive?.address);
    expect(asIntended?.id).not.toBe(asLive?.id);
  });

  test("nobody is invited, whatever the system would do with people whom it does not know", () => {
    const kinds = {
      ...memoryKinds,
      ...(memoryKinds.access && { access: { ...memoryKinds.access, invitesOutsiders: true } }),
    };
    const outsider: Access = {
      subject: { type: "person", identity: { key: "x@y.test", email: "x@y.test", aliases: [] } },
      workspace: "one",
      levels: ["member"],
      ensure: "present",
      origins: [],
    };
    const base = organization({ workspaces: [workspace("one")], access: [] });
    const head = organization({ workspaces: [workspace("one")], access: [outsider] });

    expect(only(intent({ ...asked(base, head), kinds })).changes).toMatchObject([
      { verb: "grant", mails: 0 },
    ]);
  });

  test("what no request can make is asked for all the same: it may be there", () => {
    const kinds = {
      ...memoryKinds,
      ...(memoryKinds.workspace && { workspace: { ...memoryKinds.workspace, create: "none" as const } }),
    };
    const [base, head] = [organization({ workspaces: [] }), organization({ workspaces: [workspace("one")] })];

    expect(only(intent({ ...asked(base, head), kinds }))).toMatchObject({
      verdict: "applicable",
      changes: [{ action: "create", address: "acme/workspace/one" }],
    });
  });

  test("who else holds the owner's level on a workspace is for live to say: no guard speaks of it", () => {
    const kinds = {
      ...memoryKinds,
      ...(memoryKinds.access && { access: { ...memoryKinds.access, ownerLevel: "owner" } }),
    };
    const at = (level: string) =>
      organization({
        workspaces: [workspace("one")],
        members: [member("a@acme.test", "owner", { workspaces: { one: level } })],
      });

    const plan = only(intent({ ...asked(at("owner"), at("member")), kinds }));

    expect(plan.changes).toMatchObject([{ action: "update", blockedBy: [] }]);
    expect(plan.guards).toEqual([]);
  });

  test("somebody of whom only an id is said is called by it, and goes as anybody does", () => {
    const byId = { ...member("", "member"), identity: { key: "id:user_9", id: "user_9", aliases: [] } };
    const owner = member("a@acme.test", "owner");
    const { changes } = only(
      intent(asked(organization({ members: [owner, byId] }), organization({ members: [owner] }))),
    );

    expect(changes).toMatchObject([
      { action: "delete", address: "acme/member/id:user_9", before: { roles: ["member"] } },
    ]);
    expect(changes[0]?.before).toEqual({ roles: ["member"] });
  });

  test("an id that a later manifest adds to a workspace is the same workspace", () => {
    const base = organization({ workspaces: [workspace("one")] });
    const head = organization({ workspaces: [workspace("one", { id: "ws_1" })] });

    const plan = only(intent(asked(base, head)));

    expect(plan.changes).toEqual([]);
    expect(plan.diagnostics.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "intent/unseen acme/workspace/one",
    ]);
  });

  test("a role that the system has of itself is not shown as deleted", () => {
    const kinds = {
      ...memoryKinds,
      ...(memoryKinds.member && { member: { ...memoryKinds.member, builtInRoles: ["sre"] } }),
    };
    const [base, head] = [organization({ roles: [role("sre"), role("dev")] }), organization({ roles: [] })];
    const { changes, released } = only(intent({ ...asked(base, head), kinds }));

    expect(addresses(changes, "delete")).toEqual(["acme/role/dev"]);
    expect(released.map(({ address }) => address)).toEqual(["acme/role/sre"]);
  });
});
