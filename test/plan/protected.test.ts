/** Protected people and organizations: nothing goes from them by absence, and nothing at all without an approval. */
import { describe, expect, test } from "vitest";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Guards, Plan } from "../../src/model/contract.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { Organization } from "../../src/model/organization.ts";
import { joinPlans } from "../../src/plan/join.ts";
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

const KEY = "glass@acme.test";
const people: Guards = { ...wide, protected: { people: [KEY] } };
const olga = member("olga@acme.test", "owner");
const owners = [liveMember("olga@acme.test", "owner"), liveMember(KEY, "owner")];
const bob = liveMember("bob@acme.test", "member");

function held(plan: Plan): readonly string[] {
  const changes = plan.organizations.flatMap((each) => each.changes);
  return changes
    .filter(({ blockedBy }) => blockedBy.includes("protected"))
    .map(({ verb, address }) => `${verb} ${address}`);
}

function unmanaged(plan: Plan): readonly string[] {
  return plan.organizations.flatMap((each) =>
    each.unmanaged.map(({ address, code, danger }) => `${address} ${code}${danger ? " danger" : ""}`),
  );
}

function approvalOf({ organizations }: Plan, guard: string, expires = now + 1) {
  return organizations.map(({ name, changes }) => ({
    name: `${name}-${guard}`,
    organization: name,
    guard,
    changes: changes.flatMap(({ id, blockedBy }) => (blockedBy.includes(guard) ? [id] : [])),
    expires,
  }));
}

describe("a protected person is never removed by absence", () => {
  test("from an exact section they are listed as what they are", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [...owners, bob] }]),
      guards: people,
    });

    expect(unmanaged(plan)).toEqual([`acme/member/${KEY} protected`]);
    expect(plan.organizations[0]?.unmanaged[0]?.message).toContain("protected by the project file");
    expect(plan.stages).toEqual([["acme/member/bob@acme.test"]]);
    expect(plan.verdict).toBe("applicable");
  });

  test.each([
    ["in any case", { people: ["GLASS@Acme.Test"] }, KEY],
    ["by id", { people: [`id:user_${KEY}`] }, KEY],
    ["by id, as addresses write it", { people: ["id:a%2Fb"] }, "a/b"],
  ])("named %s", async (_how, named, id) => {
    const row = liveMember(KEY, "owner", id === KEY ? {} : { id });
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [liveMember("olga@acme.test", "owner"), row] }]),
      guards: { ...wide, protected: named },
    });

    expect(unmanaged(plan)).toEqual([`acme/member/${KEY} protected`]);
    expect(plan.verdict).toBe("empty");
  });

  test.each([
    ["the e-mail, and live has the alias", KEY, "glass@office.test"],
    ["the alias, and live has the e-mail", "glass@office.test", KEY],
    ["the id, and live has the alias", "id:user_7", "glass@office.test"],
  ])("a Person is protected under all names: %s", async (_how, named, email) => {
    const person = { key: KEY, email: KEY, id: "user_7", aliases: ["glass@office.test"] };
    const plan = await planned({
      desired: [organization({ members: [olga], more: { people: [person] } })],
      live: world([{ members: [liveMember("olga@acme.test", "owner"), liveMember(email, "member")] }]),
      guards: { ...wide, protected: { people: [named] } },
    });

    expect(unmanaged(plan)).toEqual([`acme/member/${KEY} protected`]);
  });

  test("their access is not what an empty map says, and a stranger's is", async () => {
    const wished = (email: string) => member(email, "owner", { workspaces: {} });
    const plan = await planned({
      desired: [
        organization({ members: [wished("olga@acme.test"), wished(KEY)], workspaces: [workspace("lab")] }),
      ],
      live: world(
        [
          {
            members: owners,
            access: [liveAccess(KEY, "lab", "admin"), liveAccess("olga@acme.test", "lab", "admin")],
          },
        ],
        [liveWorkspace("lab")],
      ),
      guards: people,
    });

    expect(unmanaged(plan)).toEqual([`acme/access/lab/${KEY} protected`]);
    expect(plan.stages).toEqual([["acme/access/lab/olga@acme.test"]]);
    expect(held(plan)).toEqual([]);
  });

  test("nothing is given to them as if their invitation were taken back", async () => {
    const access = {
      subject: { type: "person", identity: { key: KEY, email: KEY, aliases: [] } },
      workspace: "lab",
      levels: ["admin"],
      ensure: "present",
      origins: [],
    } as const;
    const plan = await planned({
      desired: [organization({ members: [olga], workspaces: [workspace("lab")], access: [access] })],
      live: world(
        [
          {
            members: [liveMember("olga@acme.test", "owner"), liveMember(KEY, "owner", { status: "invited" })],
          },
        ],
        [liveWorkspace("lab")],
      ),
      guards: people,
    });

    expect(plan.stages).toEqual([]);
    expect(unmanaged(plan)).toContain(`acme/member/${KEY} protected`);
  });

  test("a workspace that ends empty takes their access by name, and that is held", async () => {
    const { workspace: kind } = memoryKinds;
    if (kind === undefined) throw new TypeError("memory has no workspaces");
    const wished = {
      members: [olga, member(KEY, "owner")],
      workspaces: [workspace("lab", { ensure: "absent" }), workspace("vault")],
      access: [
        {
          subject: { type: "person", identity: { key: KEY, email: KEY, aliases: [] } },
          workspace: "vault",
          levels: ["admin"],
          ensure: "present",
          origins: [],
        },
      ],
    } as const;
    const plan = await planned({
      desired: [organization(wished)],
      live: world(
        [{ members: owners, access: [liveAccess(KEY, "lab", "admin"), liveAccess(KEY, "vault", "admin")] }],
        [liveWorkspace("lab"), liveWorkspace("vault")],
      ),
      guards: people,
      kinds: { ...memoryKinds, workspace: { ...kind, endsEmpty: true } },
    });

    expect(held(plan)).toEqual([`revoke acme/access/lab/${KEY}`]);
    expect(plan.stages).toEqual([[`acme/access/lab/${KEY}`], ["acme/workspace/lab"]]);
  });

  test("somebody whose name only begins alike is not protected", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owners[0] ?? bob, liveMember(`${KEY}.example`, "member")] }]),
      guards: people,
    });

    expect(plan.stages).toEqual([[`acme/member/${KEY}.example`]]);
  });
});

const suspends: Kinds = { ...memoryKinds, member: { ...memberKind(), suspend: true } };

function memberKind() {
  const { member: kind } = memoryKinds;
  if (kind === undefined) throw new TypeError("memory has no members");
  return {
    ...kind,
    attributes: { ...kind.attributes, status: { mode: "managed", compare: "exact" } },
  } as const;
}

describe("what a protected person would lose is held", () => {
  const lab = [liveWorkspace("lab")];
  const labs = [workspace("lab")];
  const roles = [{ kind: "role", id: "role_SRE", name: "SRE", attributes: { name: "SRE" } }] as const;
  const sre = liveMember(KEY, "SRE");
  const sreGrant = {
    kind: "access",
    workspace: "ws_lab",
    subject: { type: "role", role: "SRE" },
    level: "admin",
  } as const;
  const glass = (name: string, more = {}) => member(KEY, name, more);
  const stays = [olga, glass("owner")];

  interface Case {
    readonly wish: Parameters<typeof organization>[0];
    readonly access?: Parameters<typeof world>[0][number]["access"];
    readonly roles?: typeof roles;
    readonly row?: typeof sre;
    readonly held: readonly string[];
  }
  const cases: Readonly<Record<string, Case>> = {
    "removed by name": {
      wish: { members: [olga, glass("owner", { ensure: "absent" })] },
      held: [`remove acme/member/${KEY}`],
    },
    demoted: { wish: { members: [olga, glass("member")] }, held: [`update acme/member/${KEY}`] },
    suspended: {
      wish: { members: [olga, glass("owner", { status: "suspended" })] },
      held: [`update acme/member/${KEY}`],
    },
    "given a role that no rank compares": {
      wish: { members: [olga, glass("guest")] },
      held: [`update acme/member/${KEY}`],
    },
    "an invitation of theirs taken back": {
      wish: { members: [olga, glass("owner", { ensure: "absent" })] },
      row: liveMember(KEY, "owner", { status: "invited" }),
      held: [`revoke acme/member/${KEY}`],
    },
    "access lowered": {
      wish: { members: [olga, glass("owner", { workspaces: { lab: "member" } })], workspaces: labs },
      access: [liveAccess(KEY, "lab", "admin")],
      held: [`update acme/access/lab/${KEY}`],
    },
    "access ended by name": {
      wish: {
        members: stays,
        workspaces: labs,
        access: [
          {
            subject: { type: "person", identity: { key: KEY, email: KEY, aliases: [] } },
            workspace: "lab",
            levels: ["admin"],
            ensure: "absent",
            origins: [],
          },
        ],
      },
      access: [liveAccess(KEY, "lab", "admin")],
      held: [`revoke acme/access/lab/${KEY}`],
    },
    "a workspace unlinked": {
      wish: { members: stays, workspaces: [] },
      access: [liveAccess(KEY, "lab", "admin")],
      held: ["remove acme/workspace/lab"],
    },
    "a workspace unlinked that a role of theirs reaches": {
      wish: { members: [olga, glass("SRE")], roles: [role("SRE")], workspaces: [] },
      access: [sreGrant],
      roles,
      row: sre,
      held: ["remove acme/workspace/lab"],
    },
    "a role of theirs deleted": {
      wish: { roles: [] },
      access: [],
      roles,
      row: sre,
      held: ["delete acme/role/SRE"],
    },
    "what a role of theirs may do lowered": {
      wish: { roles: [role("SRE")], workspaces: labs, access: [roleAccess("SRE", "lab", "member")] },
      access: [sreGrant],
      roles,
      row: sre,
      held: ["update acme/access/lab/role:SRE"],
    },
    "the organization deleted": {
      wish: { more: { ensure: "absent" } },
      held: ["delete acme/organization"],
    },
  };

  async function planOf(each: Case, guards: Guards, approvals = approvalOf(joinPlans([]), "protected")) {
    return await planned({
      desired: [organization(each.wish)],
      live: world(
        [
          {
            members: [liveMember("olga@acme.test", "owner"), each.row ?? liveMember(KEY, "owner")],
            ...(each.access === undefined ? {} : { access: each.access }),
            ...(each.roles === undefined ? {} : { roles: each.roles }),
          },
        ],
        each.access === undefined ? [] : lab,
      ),
      guards,
      approvals,
      kinds: suspends,
    });
  }

  test.each(Object.entries(cases))("%s", async (_what, each) => {
    const plan = await planOf(each, people);

    expect(held(plan)).toEqual(each.held);
    expect(plan.verdict).toBe("blocked");
    expect(plan.organizations[0]?.guards.find(({ guard }) => guard === "protected")?.message).toBe(
      `${KEY} is protected, and would be removed, suspended or left with less`,
    );
    expect(held(await planOf(each, wide))).toEqual([]);
  });

  test.each(Object.entries(cases))(
    "%s: an approval lets it pass, and one that is over does not",
    async (_, each) => {
      const plan = await planOf(each, people);

      expect(held(await planOf(each, people, approvalOf(plan, "protected")))).toEqual([]);
      expect(held(await planOf(each, people, approvalOf(plan, "protected", now)))).toEqual(each.held);
      expect(
        held(
          await planOf(
            each,
            people,
            approvalOf(plan, "protected").map((a) => ({ ...a, guard: "self" })),
          ),
        ),
      ).toEqual(each.held);
    },
  );

  test("a promotion, and what others lose, pass", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga, glass("owner")] })],
      live: world([{ members: [liveMember("olga@acme.test", "owner"), liveMember(KEY, "member"), bob] }]),
      guards: people,
    });

    expect(held(plan)).toEqual([]);
    expect(plan.verdict).toBe("applicable");
  });

  test("an invitation that is over goes with nobody", async () => {
    const over = liveMember(KEY, "owner", { id: "inv_1", status: "expired" });
    const plan = await planned({
      desired: [organization({ members: stays })],
      live: world([{ members: [...owners, over] }]),
      guards: people,
    });

    expect(plan.stages).toEqual([["acme/member/id:inv_1"]]);
    expect(held(plan)).toEqual([]);
  });
});

describe("a protected organization", () => {
  const named: Guards = { ...wide, protected: { organizations: ["acme"] } };
  const wish = { members: [olga, member("ada@acme.test", "member")], workspaces: [] };
  const live = {
    members: [liveMember("olga@acme.test", "owner"), liveMember("ada@acme.test", "admin"), bob],
  };
  const both = (more: Partial<Organization> = {}) => [
    organization({ ...wish, more }),
    organization({ ...wish, name: "beta", workspaces: [] }),
  ];
  const places = world([live, { name: "beta", ...live }], [liveWorkspace("lab")]);
  const lost = [
    "update acme/member/ada@acme.test",
    "remove acme/member/bob@acme.test",
    "remove acme/workspace/lab",
  ];

  test("loses nothing, and others may", async () => {
    const plan = await planned({ desired: both(), live: places, guards: named });

    expect(held(plan)).toEqual(lost);
    expect(plan.organizations.map(({ verdict }) => verdict)).toEqual(["blocked", "applicable"]);
  });

  test("is so under an earlier name too", async () => {
    const renamed = {
      ...organization({ ...wish, name: "acme-new" }),
      key: { slug: "acme", previousSlugs: [] },
    };
    const plan = await planned({
      desired: [{ ...renamed, previousNames: ["acme"] }],
      live: places,
      guards: named,
    });

    expect(held(plan)).toEqual(lost.map((line) => line.replace("acme/", "acme-new/")));
  });

  test("is not deleted", async () => {
    const plan = await planned({
      desired: [organization({ more: { ensure: "absent" } })],
      live: places,
      guards: named,
    });

    expect(plan.organizations[0]?.changes[0]?.blockedBy).toEqual(["delete-organization", "protected"]);
  });

  test("takes what is new", async () => {
    const plan = await planned({
      desired: [
        organization({ members: [olga, member("ada@acme.test", "owner"), member("new@acme.test", "admin")] }),
      ],
      live: world([{ members: live.members.slice(0, 2) }]),
      guards: named,
    });

    expect(plan.verdict).toBe("applicable");
    expect(plan.counts).toMatchObject({ create: 1, update: 1 });
  });
});

test("a protected person is protected in every organization", async () => {
  const plan = await planned({
    desired: [organization({ members: [olga] }), organization({ name: "beta", members: [olga] })],
    live: world([{ members: owners }, { name: "beta", members: owners }]),
    guards: people,
  });

  expect(unmanaged(plan)).toEqual([`acme/member/${KEY} protected`, `beta/member/${KEY} protected`]);
});
