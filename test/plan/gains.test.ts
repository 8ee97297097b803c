/** Gains of an owner's or admin's power that the project wants to see approved. */
import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../src/connectors/apimetrics/kinds.ts";
import { kinds as lumoauth } from "../../src/connectors/lumoauth/kinds.ts";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Guards, Plan } from "../../src/model/contract.ts";
import type { Kinds } from "../../src/model/kinds.ts";
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

const both: Guards = { ...wide, approveGains: ["owner", "admin"] };
const olga = member("olga@acme.test", "owner");
const owner = liveMember("olga@acme.test", "owner");
const EVE = "eve@acme.test";

function held(plan: Plan): readonly string[] {
  const changes = plan.organizations.flatMap((each) => each.changes);
  return changes
    .filter(({ blockedBy }) => blockedBy.includes("gains"))
    .map(({ verb, address }) => `${verb} ${address}`);
}

interface Case {
  readonly wish: Parameters<typeof organization>[0];
  readonly live?: Parameters<typeof world>[0][number];
  readonly kinds?: Kinds;
  readonly lab?: true;
  readonly held: readonly string[];
  readonly message: string;
}

const lumo = lumoauth();
const boss = {
  kind: "role",
  id: "9",
  name: "boss",
  attributes: { name: "boss" },
  owner: true,
  protection: "system",
} as const;

const cases: Readonly<Record<string, Case>> = {
  "an invitation as owner": {
    wish: { members: [olga, member(EVE, "owner")] },
    held: [`invite acme/member/${EVE}`],
    message: `${EVE} becomes owner of acme`,
  },
  "somebody who is added without a mail": {
    wish: {
      members: [
        olga,
        member(EVE, "admin", { identity: { key: EVE, email: EVE, id: "user_9", aliases: [] } }),
      ],
    },
    held: [`add acme/member/${EVE}`],
    message: `${EVE} becomes admin of acme`,
  },
  "a promotion": {
    wish: { members: [olga, member(EVE, "admin")] },
    live: { members: [owner, liveMember(EVE, "member")] },
    held: [`update acme/member/${EVE}`],
    message: `${EVE} becomes admin of acme`,
  },
  "a pending invitation that is raised": {
    wish: { members: [olga, member(EVE, "owner")] },
    live: { members: [owner, liveMember(EVE, "member", { id: "inv_1", status: "invited" })] },
    held: [`update acme/member/${EVE}`],
    message: `${EVE} becomes owner of acme`,
  },
  "an owner's invitation that ran out and is sent again": {
    wish: { members: [olga, member(EVE, "owner")] },
    live: { members: [owner, liveMember(EVE, "owner", { id: "inv_1", status: "expired" })] },
    held: [`reinvite acme/member/${EVE}`],
    message: `${EVE} becomes owner of acme`,
  },
  "an owner who is suspended no longer": {
    wish: { members: [olga, member(EVE, "owner", { status: "active" })] },
    live: { members: [owner, liveMember(EVE, "owner", { status: "suspended" })] },
    kinds: lumo,
    held: [`update acme/member/${EVE}`],
    message: `${EVE} becomes owner of acme`,
  },
  "a role that the system says makes owners, whatever it is called": {
    wish: { members: [member("olga@acme.test", "boss"), member(EVE, "boss")] },
    live: {
      members: [liveMember("olga@acme.test", "boss"), liveMember(EVE, "member")],
      roles: [boss],
    },
    kinds: lumo,
    held: [`update acme/member/${EVE}`],
    message: `${EVE} becomes boss of acme`,
  },
  "an owner's level on a workspace": {
    wish: {
      members: [olga, member(EVE, "member", { workspaces: { lab: "owner" } })],
      workspaces: [workspace("lab")],
    },
    live: { members: [owner, liveMember(EVE, "member")], access: [liveAccess(EVE, "lab", "member")] },
    lab: true,
    held: [`update acme/access/lab/${EVE}`],
    message: `${EVE} becomes owner of lab`,
  },
  "an owner's level of a role, as the system calls it": {
    wish: {
      members: [member("olga@acme.test", "ADMIN")],
      roles: [role("SRE")],
      workspaces: [workspace("lab")],
      access: [roleAccess("SRE", "lab", "OWNER")],
    },
    live: {
      members: [liveMember("olga@acme.test", "ADMIN")],
      roles: [{ kind: "role", id: "SRE", name: "SRE", attributes: { name: "SRE" } }],
    },
    lab: true,
    kinds: { ...apimetrics, access: { ...accessOf(apimetrics), severalLevels: [] } },
    held: ["grant acme/access/lab/role:SRE"],
    message: "role:SRE becomes OWNER of lab",
  },
};

function accessOf({ access }: Kinds) {
  if (access === undefined) throw new TypeError("no access");
  return access;
}

async function planOf(each: Case, guards: Guards, approved?: Plan, expires = now + 1): Promise<Plan> {
  return await planned({
    desired: [organization(each.wish)],
    live: world([each.live ?? { members: [owner] }], each.lab ? [liveWorkspace("lab")] : []),
    kinds: each.kinds ?? memoryKinds,
    guards,
    approvals: (approved?.organizations ?? []).map(({ name, changes }) => ({
      name: "gains",
      organization: name,
      guard: "gains",
      changes: changes.flatMap(({ id, blockedBy }) => (blockedBy.includes("gains") ? [id] : [])),
      expires,
    })),
  });
}

describe("a gain needs an approval where the project says so", () => {
  test.each(Object.entries(cases))("%s", async (_what, each) => {
    const plan = await planOf(each, both);

    expect(held(plan)).toEqual(each.held);
    expect(plan.verdict).toBe("blocked");
    expect(plan.organizations[0]?.guards).toMatchObject([
      { guard: "gains", message: `${each.message}: that needs an approval`, approved: false },
    ]);
    expect(held(await planOf(each, wide))).toEqual([]);
  });

  test.each(Object.entries(cases))("%s: passes with one, until that is over", async (_what, each) => {
    const plan = await planOf(each, both);

    expect((await planOf(each, both, plan)).verdict).toBe("applicable");
    expect(held(await planOf(each, both, plan, now))).toEqual(each.held);
  });
});

describe("which gains", () => {
  const raised = (name?: string) =>
    organization({
      ...(name === undefined ? {} : { name }),
      members: [olga, member(EVE, "owner"), member("ada@acme.test", "admin")],
    });
  const start = {
    members: [owner, liveMember(EVE, "member"), liveMember("ada@acme.test", "member")],
  };
  const live = world([start, { name: "beta", ...start }]);
  const OWNER = `update acme/member/${EVE}`;
  const ADMIN = "update acme/member/ada@acme.test";
  const inBeta = (line: string) => line.replace("acme/", "beta/");

  test.each([
    ["none", {}, []],
    ["an owner's", { approveGains: ["owner"] }, [OWNER, inBeta(OWNER)]],
    ["an admin's", { approveGains: ["admin"] }, [ADMIN, inBeta(ADMIN)]],
    [
      "an organization may want more than the project",
      { approveGains: ["owner"], organizations: { acme: { approveGains: ["admin"] } } },
      [ADMIN, OWNER, inBeta(OWNER)],
    ],
    [
      "and never less",
      { approveGains: ["owner"], organizations: { acme: { approveGains: [] } } },
      [OWNER, inBeta(OWNER)],
    ],
  ] as const)("%s", async (_which, guards, expected) => {
    const plan = await planned({
      desired: [raised(), raised("beta")],
      live,
      guards: { ...wide, ...(guards as Guards) },
    });

    expect(held(plan)).toEqual(expected);
  });

  test("what is wanted of an earlier name holds as well", async () => {
    const renamed = {
      ...raised("acme-new"),
      key: { slug: "acme", previousSlugs: [] },
      previousNames: ["acme"],
    };
    const plan = await planned({
      desired: [renamed],
      live,
      guards: { ...wide, organizations: { acme: { approveGains: ["owner"] } } },
    });

    expect(held(plan)).toEqual([OWNER.replace("acme/", "acme-new/")]);
  });

  test("a demotion to admin is no gain of an admin's power, and staying is none", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga, member(EVE, "admin")] })],
      live: world([{ members: [owner, liveMember(EVE, "owner")] }]),
      guards: both,
    });

    expect(held(plan)).toEqual([]);
    expect(plan.counts.update).toBe(1);
  });
});
