/** An undo that would do more than the apply did: what others did by hand, the manifests before do not have. */
import { describe, expect, test } from "vitest";
import type { Memory, MemoryWorld } from "../src/connectors/memory/index.ts";
import type { LiveAccess } from "../src/model/live.ts";
import { acme, boss, changesOf, member, open, remark, type Wish } from "./undo-stage.ts";

const BOB = "bob@acme.test";
const MEMBER = `acme/member/${BOB}`;
const ACCESS = `acme/access/lab/${BOB}`;
const lab = { workspaces: [{ name: "lab" }] };
const bob = (more: object = {}) => ({ email: BOB, role: "member", ...more });
const inLab = { workspaces: { lab: "member" } };
const nowhere = { workspaces: {} };

type Inside = MemoryWorld["organizations"][number];
type Hand = (inside: Inside, world: MemoryWorld) => Partial<Inside>;

function byHand({ edit }: Memory, hand: Hand): void {
  edit((world) => ({
    ...world,
    organizations: world.organizations.map((each) => ({ ...each, ...hand(each, world) })),
  }));
}

const joins: Hand = ({ members }) => ({ members: [...members, member(BOB, "member")] });
const isLetIn: Hand = ({ access }, { workspaces }) => ({
  access: [...access, ...workspaces.map(({ id }) => grant(id))],
});

function grant(workspace: string): LiveAccess {
  const subject = { type: "person", id: `user_${BOB}`, email: BOB } as const;
  return { kind: "access", subject, level: "member", workspace, via: "direct" };
}

/** The last apply: commit a, then what somebody does by hand, then commit b. */
async function afterHands(a: Wish, hands: readonly Hand[], b: Wish) {
  const desk = open({ a: acme(a), b: acme(b) });
  await desk.apply("a");
  for (const hand of hands) byHand(desk.memory, hand);
  const applied = await desk.apply("b");
  const done = applied.outcome.organizations.flatMap(({ results }) =>
    results.map(({ action, address }) => `${action} ${address}`),
  );
  return { ...applied, done };
}

/** What the remark names. */
function moreOf(applied: Parameters<typeof remark>[0]): string | undefined {
  return remark(applied, "undo/more")?.split(": ").at(-1);
}

interface Case {
  readonly a: Wish;
  readonly hands: readonly Hand[];
  readonly b: Wish;
  readonly done: readonly string[];
  readonly undone: readonly string[];
  readonly more: string;
}

const cases: Readonly<Record<string, Case>> = {
  "removes a member whom an apply that changed the organization's name did not touch": {
    a: { displayName: "Acme" },
    hands: [joins],
    b: { displayName: "Acme II", members: [boss, bob()] },
    done: ["update acme/organization"],
    undone: [`delete ${MEMBER}`, "update acme/organization"],
    more: `${MEMBER}.`,
  },
  "changes the organization when the apply has only removed something in it": {
    a: { displayName: "Acme", roles: [{ name: "sre" }] },
    hands: [
      ({ organization }) => ({
        organization: {
          ...organization,
          attributes: { ...organization.attributes, displayName: "Acme II" },
        },
      }),
    ],
    b: { displayName: "Acme II", roles: [], confirmEmpty: ["roles"] },
    done: ["delete acme/role/sre"],
    undone: ["create acme/role/sre", "update acme/organization"],
    more: "acme/organization.",
  },
  "revokes access that somebody whose role was changed had got by hand": {
    a: { ...lab, members: [boss, bob(nowhere)] },
    hands: [({ members }) => ({ members: [...members.slice(0, 1), member(BOB, "member")] }), isLetIn],
    b: { ...lab, members: [boss, bob({ role: "admin", ...inLab })] },
    done: [`update ${MEMBER}`],
    undone: [`delete ${ACCESS}`, `update ${MEMBER}`],
    more: `${ACCESS}.`,
  },
  "removes a member who was only given access": {
    a: lab,
    hands: [joins],
    b: { ...lab, members: [boss, bob(inLab)] },
    done: [`create ${ACCESS}`],
    undone: [`delete ${MEMBER}`],
    more: `${MEMBER}.`,
  },
  "removes a member whose role was only changed": {
    a: {},
    hands: [joins],
    b: { members: [boss, bob({ role: "admin" })] },
    done: [`update ${MEMBER}`],
    undone: [`delete ${MEMBER}`],
    more: `${MEMBER}.`,
  },
  "changes a field of a thing of which the apply has changed another": {
    a: { displayName: "Acme", description: "Tools" },
    hands: [
      ({ organization }) => ({
        organization: {
          ...organization,
          attributes: { ...organization.attributes, description: "Toys" },
        },
      }),
    ],
    b: { displayName: "Acme II", description: "Toys" },
    done: ["update acme/organization"],
    undone: ["update acme/organization"],
    more: "acme/organization (description).",
  },
};

describe("an undo says that it does more than the apply did when it", () => {
  test.each(Object.entries(cases))("%s", async (_what, { a, hands, b, done, undone, more }) => {
    const applied = await afterHands(a, hands, b);

    expect(applied.done).toEqual(done);
    expect([...changesOf(applied)].sort()).toEqual(undone);
    expect(moreOf(applied)).toBe(more);
  });
});

test("an undo says nothing of more when what it makes again hung on what was removed", async () => {
  const access = [{ role: "sre", workspace: "lab", level: "member" }];
  const desk = open({
    a: acme({ ...lab, roles: [{ name: "sre" }], access }),
    b: acme({ ...lab, roles: [], confirmEmpty: ["roles"] }),
  });
  await desk.apply("a");

  const gone = await desk.apply("b");

  // The system itself has ended the access with the role.
  expect(gone.outcome.counts.applied).toBe(1);
  expect(changesOf(gone)).toEqual(["create acme/access/lab/role:sre", "create acme/role/sre"]);
  expect(moreOf(gone)).toBeUndefined();
});

test("a role that is changed back does not bring back access that was given by hand, and the undo says so", async () => {
  const applied = await afterHands(
    { ...lab, members: [boss, bob(nowhere)] },
    [({ members }) => ({ members: [...members.slice(0, 1), member(BOB, "member")] }), isLetIn],
    { ...lab, members: [boss, bob({ role: "admin", ...nowhere })] },
  );

  expect([...applied.done].sort()).toEqual([`delete ${ACCESS}`, `update ${MEMBER}`]);
  expect(changesOf(applied)).toEqual([`update ${MEMBER}`]);
  expect(remark(applied, "undo/unsaid")).toContain(ACCESS);
});
