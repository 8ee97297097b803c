/** The owner's level on a workspace by way of a role: a gain as much as a grant of one's own. */
import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../src/connectors/apimetrics/kinds.ts";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Guards, Plan } from "../../src/model/contract.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveAccess, LiveRole } from "../../src/model/live.ts";
import {
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  now,
  organization,
  planned,
  role,
  roleAccess,
  wide,
  workspace,
  world,
} from "./desk.ts";

const guards: Guards = { ...wide, approveGains: ["owner"] };
const EVE = "eve@acme.test";
const olga = member("olga@acme.test", "owner");
const owner = liveMember("olga@acme.test", "owner");
const sre: LiveRole = { kind: "role", id: "role_sre", name: "sre", attributes: {} };
const dev: LiveRole = { kind: "role", id: "role_dev", name: "dev", attributes: {} };
const change = `acme/member/${EVE}`;
const gain = `${EVE} becomes owner of lab by role sre`;

/** What a role has on the workspace lab. */
function has(name: string, level: string): LiveAccess {
  return { kind: "access", workspace: "ws_lab", subject: { type: "role", role: name }, level, via: "direct" };
}

interface Case {
  readonly wish?: Partial<Parameters<typeof organization>[0]>;
  readonly live?: Partial<Parameters<typeof world>[0][number]>;
  readonly kinds?: Kinds;
  readonly guards?: Guards;
}

/** Olga stays owner, and the role sre the owner of lab; whatever else a case says. */
async function planOf({ wish, live, kinds = memoryKinds, ...more }: Case, approved?: Plan): Promise<Plan> {
  const start = { members: [owner], roles: [sre], access: [has("sre", "owner")] };
  const goal = {
    members: [olga],
    roles: [role("sre")],
    workspaces: [workspace("lab")],
    access: [roleAccess("sre", "lab", "owner")],
  };
  return await planned({
    desired: [organization({ ...goal, ...wish })],
    live: world([{ ...start, ...live }], [liveWorkspace("lab")]),
    kinds,
    guards: more.guards ?? guards,
    approvals: (approved?.organizations ?? []).map(({ name, changes }) => ({
      name: "gains",
      organization: name,
      guard: "gains",
      changes: changes.flatMap(({ id, blockedBy }) => (blockedBy.includes("gains") ? [id] : [])),
      expires: now + 1,
    })),
  });
}

function held(plan: Plan): readonly string[] {
  return plan.organizations.flatMap(({ changes }) =>
    changes.flatMap(({ verb, address, blockedBy }) =>
      blockedBy.includes("gains") ? [`${verb} ${address}`] : [],
    ),
  );
}

function messages(plan: Plan): readonly string[] {
  return plan.organizations.flatMap((each) => each.guards.map(({ message }) => message));
}

const becomesSre = { members: [olga, member(EVE, "sre")] };
const isMember = { members: [owner, liveMember(EVE, "member")] };
const suspendable: Kinds = { ...memoryKinds, member: { ...memberOf(memoryKinds), suspend: true } };

function memberOf(kinds: Kinds) {
  if (kinds.member === undefined) throw new TypeError("no members");
  return kinds.member;
}

const gains: Readonly<Record<string, Case & { readonly held: readonly string[]; readonly message: string }>> =
  {
    "a member who gets the role": {
      wish: becomesSre,
      live: isMember,
      held: [`update ${change}`],
      message: gain,
    },
    "an invitation with the role": { wish: becomesSre, held: [`invite ${change}`], message: gain },
    "an invitation with the role that ran out and is sent again": {
      wish: becomesSre,
      live: { members: [owner, liveMember(EVE, "sre", { id: "inv_1", status: "expired" })] },
      held: [`reinvite ${change}`],
      message: gain,
    },
    "a suspension that ends": {
      wish: { members: [olga, member(EVE, "sre", { status: "active" })] },
      live: { members: [owner, liveMember(EVE, "sre", { status: "suspended" })] },
      kinds: suspendable,
      held: [`update ${change}`],
      message: gain,
    },
    "a role that gets the level by the same plan": {
      wish: becomesSre,
      live: { ...isMember, access: [has("sre", "member")] },
      held: ["update acme/access/lab/role:sre", `update ${change}`],
      message: `role:sre becomes owner of lab, ${gain}`,
    },
    "a role that is itself made by the same plan": {
      wish: becomesSre,
      live: { ...isMember, roles: [], access: [] },
      held: ["grant acme/access/lab/role:sre", `update ${change}`],
      message: `role:sre becomes owner of lab, ${gain}`,
    },
    "a role that loses the level by the same plan, which may come later": {
      wish: { ...becomesSre, access: [roleAccess("sre", "lab", "member")] },
      live: isMember,
      held: [`update ${change}`],
      message: gain,
    },
    "a role that has another name from now on": {
      wish: {
        members: [olga, member(EVE, "ops")],
        roles: [role("ops", {}, { previously: ["sre"] })],
        access: [roleAccess("ops", "lab", "owner")],
      },
      live: isMember,
      held: [`update ${change}`],
      message: `${EVE} becomes owner of lab by role ops`,
    },
    "a member who has less than that on the workspace": {
      wish: becomesSre,
      live: { ...isMember, access: [has("sre", "owner"), liveAccess(EVE, "lab", "admin")] },
      held: [`update ${change}`],
      message: gain,
    },
    "the level that a system has for owners": {
      wish: {
        members: [member("olga@acme.test", "ADMIN"), member(EVE, "DEFAULT", { roles: ["DEFAULT", "sre"] })],
        access: [roleAccess("sre", "lab", "OWNER")],
      },
      live: {
        members: [liveMember("olga@acme.test", "ADMIN"), liveMember(EVE, "DEFAULT")],
        access: [has("sre", "OWNER")],
      },
      kinds: { ...apimetrics, access: { ...accessOf(apimetrics), severalLevels: [] } },
      held: [`update ${change}`],
      message: `${EVE} becomes OWNER of lab by role sre`,
    },
  };

function accessOf({ access }: Kinds) {
  if (access === undefined) throw new TypeError("no access");
  return access;
}

describe("the owner's level by way of a role needs an approval", () => {
  test.each(Object.entries(gains))("%s", async (_what, { held: expected, message, ...each }) => {
    const plan = await planOf(each);

    expect(held(plan)).toEqual(expected);
    expect(plan.verdict).toBe("blocked");
    expect(messages(plan)).toEqual([`${message}: that needs an approval`]);
    expect((await planOf(each, plan)).verdict).toBe("applicable");
    expect(held(await planOf({ ...each, guards: wide }))).toEqual([]);
  });
});

const others: Readonly<Record<string, Case>> = {
  "a role with a lower level": {
    wish: { ...becomesSre, access: [roleAccess("sre", "lab", "admin")] },
    live: { ...isMember, access: [has("sre", "admin")] },
  },
  "another role": { wish: { members: [olga, member(EVE, "admin")] }, live: isMember },
  "a member who leaves the role": {
    wish: { members: [olga, member(EVE, "member")] },
    live: { members: [owner, liveMember(EVE, "sre")] },
  },
  "a member who was the workspace's owner by another role": {
    wish: {
      ...becomesSre,
      roles: [role("sre"), role("dev")],
      access: [roleAccess("sre", "lab", "owner"), roleAccess("dev", "lab", "owner")],
    },
    live: {
      members: [owner, liveMember(EVE, "dev")],
      roles: [sre, dev],
      access: [has("sre", "owner"), has("dev", "owner")],
    },
  },
  "a member who is the workspace's owner themselves": {
    wish: becomesSre,
    live: { ...isMember, access: [has("sre", "owner"), liveAccess(EVE, "lab", "owner")] },
  },
};

describe("no gain of the owner's level is", () => {
  test.each(Object.entries(others))("%s", async (_what, each) => {
    const plan = await planOf(each);

    expect(plan.counts.create + plan.counts.update).toBeGreaterThan(0);
    expect(held(plan)).toEqual([]);
  });
});

test("an admin's level by way of a role needs the approval that is asked for admins", async () => {
  const admins: Case = {
    wish: { ...becomesSre, access: [roleAccess("sre", "lab", "admin")] },
    live: { ...isMember, access: [has("sre", "admin")] },
    guards: { ...wide, approveGains: ["admin"] },
  };

  expect(held(await planOf(admins))).toEqual([`update ${change}`]);
  expect(held(await planOf({ ...admins, guards }))).toEqual([]);
});
