/** What a reviewer once did with the engine that nobody must be able to do again. */
import { describe, expect, test } from "vitest";
import { stopUnreviewed } from "../../src/apply/reviewed.ts";
import { createMemory, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import { shownOf } from "../../src/model/review.ts";
import { order } from "../../src/plan/order.ts";
import {
  applied,
  connection,
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  now,
  organization,
  planned,
  role,
  steps,
  wide,
  workspace,
  world,
} from "./desk.ts";

const olga = member("olga@acme.test", "owner");
const liveOlga = liveMember("olga@acme.test", "owner");
const many = (count: number) => Array.from({ length: count }, (_, each) => `m${each}@acme.test`);
const linking: Kinds = {
  ...memoryKinds,
  ...(memoryKinds.workspace && { workspace: { ...memoryKinds.workspace, creation: "link" } }),
};
const codes = (plan: Awaited<ReturnType<typeof planned>>) =>
  plan.organizations.flatMap((each) => each.diagnostics.map(({ code }) => code));

describe("one live organization", () => {
  const wish = (name: string, email: string, more = {}) =>
    organization({ name, members: [member(email, "owner")], more });

  test("is not torn apart by two manifests that name it differently", async () => {
    const memory = createMemory(
      world([{ members: [liveMember("alice@acme.test", "owner"), liveMember("bob@acme.test", "owner")] }]),
    );
    const desired = [
      wish("acme", "alice@acme.test"),
      wish("acme2", "bob@acme.test", { key: { id: "org_acme", previousSlugs: [] } }),
    ];

    const plan = await planned({ memory, guards: {}, desired });
    await applied(memory, plan);

    expect(codes(plan)).toEqual([
      "plan/one-organization-two-manifests",
      "plan/one-organization-two-manifests",
    ]);
    expect(memory.writes()).toEqual([]);
  });
});

describe("a reviewed plan", () => {
  const desired = [
    organization({
      workspaces: [workspace("production")],
      ownership: { workspaces: "additive" },
      members: [olga, member("bob@acme.test", "member", { workspaces: { production: "admin" } })],
    }),
  ];
  const people = [liveOlga, liveMember("bob@acme.test", "member")];
  const live = (first: string, second: string) =>
    world(
      [{ members: people }],
      [liveWorkspace(first, "org_acme", { id: "ws_1" }), liveWorkspace(second, "org_acme", { id: "ws_2" })],
    );

  test("does not go on when a name has come to mean another workspace", async () => {
    const shown = await planned({ desired, kinds: linking, guards: {}, live: live("production", "vault") });
    const today = await planned({ desired, kinds: linking, guards: {}, live: live("old", "production") });

    expect([...stopUnreviewed(today, { shown: shownOf(shown) }).keys()]).toEqual(["acme"]);
    expect([...stopUnreviewed(shown, { shown: shownOf(shown) }).keys()]).toEqual([]);
  });
});

describe("approvals", () => {
  const guards = ["self", "last-owner", "total-removals", "delete-organization"] as const;

  test.each(guards)("for %s let no mass removal through", async (guard) => {
    const desk = {
      guards: {},
      desired: [organization({ members: [olga] })],
      live: world([{ members: [liveOlga, ...many(30).map((email) => liveMember(email, "member"))] }]),
    };
    const changes = (await planned(desk)).organizations[0]?.changes.map(({ id }) => id) ?? [];

    const plan = await planned({
      ...desk,
      approvals: [{ name: "x", organization: "acme", guard, changes, expires: now + 1 }],
    });

    expect(plan.verdict).toBe("blocked");
  });

  test("of the owner role's deletion say nothing about its holders", async () => {
    const desk = {
      guards: { maxRemovals: { percent: 100 } },
      desired: [organization({ members: [], roles: [] })],
      live: world([
        { members: [liveOlga], roles: [{ kind: "role", id: "r1", name: "owner", attributes: {} }] },
      ]),
    };
    const plan = await planned(desk);
    const ofRole =
      plan.organizations[0]?.changes.filter(({ kind }) => kind === "role").map(({ id }) => id) ?? [];

    const approved = await planned({
      ...desk,
      approvals: [
        { name: "x", organization: "acme", guard: "last-owner", changes: ofRole, expires: now + 1 },
      ],
    });

    expect(approved.organizations[0]?.changes.map(({ address, blockedBy }) => [address, blockedBy])).toEqual([
      ["acme/member/olga@acme.test", ["last-owner"]],
      ["acme/role/owner", []],
    ]);
  });
});

describe("names that are not unique", () => {
  const bob = liveMember("bob@acme.test", "member");
  const none = organization({ members: [olga, member("bob@acme.test", "member", { workspaces: {} })] });

  test("two live workspaces of one name keep their own addresses, and access is revoked where it is", async () => {
    const memory = createMemory(
      world(
        [{ members: [liveOlga, bob], access: [liveAccess("bob@acme.test", "a", "admin")] }],
        [liveWorkspace("a", "org_acme", { name: "box" }), liveWorkspace("b", "org_acme", { name: "box" })],
      ),
      linking,
    );

    const outcome = await applied(
      memory,
      await planned({ memory, kinds: linking, guards: wide, desired: [none] }),
    );

    expect(outcome.complete).toBe(true);
    expect(memory.state().organizations[0]?.access).toEqual([]);
  });

  test("a live workspace that is called like a declared one has an address of its own", async () => {
    const memory = createMemory(
      world(
        [{ members: [liveOlga, bob], access: [liveAccess("bob@acme.test", "one", "admin")] }],
        [
          liveWorkspace("one", "org_acme", { name: "production" }),
          liveWorkspace("two", "org_acme", { name: "second" }),
        ],
      ),
      linking,
    );
    const desired = [
      organization({
        workspaces: [workspace("production", { id: "ws_two" })],
        ownership: { workspaces: "additive" },
        members: [olga, member("bob@acme.test", "member", { workspaces: { production: "member" } })],
      }),
    ];

    const outcome = await applied(memory, await planned({ memory, kinds: linking, guards: wide, desired }));
    const second = await planned({ memory, kinds: linking, guards: wide, desired });

    expect(outcome.complete).toBe(true);
    expect(second.verdict).toBe("empty");
  });

  test("two entries for one live workspace are an error", async () => {
    const desired = [organization({ workspaces: [workspace("a", { id: "ws_shop" }), workspace("shop")] })];

    const plan = await planned({ desired, kinds: linking, live: world([{}], [liveWorkspace("shop")]) });

    expect(codes(plan)).toContain("plan/one-workspace-two-entries");
  });

  test("several live grants under one address are an error, not a guess", async () => {
    const live = world(
      [
        {
          members: [liveOlga, bob],
          access: [liveAccess("bob@acme.test", "one", "member"), liveAccess("bob@acme.test", "one", "admin")],
        },
      ],
      [liveWorkspace("one")],
    );
    const wish = organization({
      workspaces: [workspace("one")],
      members: [olga, member("bob@acme.test", "member", { workspaces: { one: "member" } })],
    });

    const plan = await planned({ guards: wide, desired: [wish], live });

    expect(codes(plan)).toEqual(["plan/ambiguous-address"]);
    expect(steps(plan)).toEqual([]);
  });

  test("an account that is not called as the address says is named", async () => {
    const wish = member("erin@acme.test", "owner", {
      identity: { key: "erin@acme.test", email: "erin@acme.test", id: "user_mallory@acme.test", aliases: [] },
    });

    const plan = await planned({
      guards: wide,
      desired: [organization({ members: [olga, wish] })],
      live: world([{ members: [liveOlga, liveMember("mallory@acme.test", "member")] }]),
    });

    expect(plan.organizations[0]?.changes[0]).toMatchObject({
      address: "acme/member/erin@acme.test",
      account: "mallory@acme.test",
    });
  });
});

describe("guards that could be walked around", () => {
  test("a manifest that is renamed keeps the stricter guards of its old name", async () => {
    const guards = { organizations: { old: { minOwners: 2, maxRemovals: { count: 0 } } } };
    const live = world([{ members: [liveOlga, liveMember("otto@acme.test", "owner")] }]);
    const wish = organization({ members: [olga], more: { previousNames: ["old"] } });

    const plan = await planned({ desired: [wish], live, guards });

    expect(plan.organizations[0]?.changes[0]?.blockedBy).toEqual(["last-owner", "max-removals"]);
  });

  test("owner rights by an invitation that is sent anew are a risk like any other", async () => {
    const expired = liveMember("nina@acme.test", "member", { id: "inv", status: "expired" });
    const live = world([{ members: [liveOlga, expired] }]);

    const plan = await planned({
      desired: [organization({ members: [olga, member("nina@acme.test", "owner")] })],
      live,
    });

    expect(plan.organizations[0]?.changes[0]?.risks.map(({ code }) => code)).toEqual(["owner-gained"]);
  });

  test("a `self` that nobody is protects no less than none, where the credential must be a member", async () => {
    const { member: kind } = memoryKinds;
    const kinds = { ...memoryKinds, ...(kind && { member: { ...kind, selfIsMember: true } }) };
    const live = world([{ members: [liveOlga, liveMember("robot@acme.test", "owner")] }]);

    const plan = await planned({
      settings: { ...connection, self: "robott@acme.test" },
      kinds,
      guards: {},
      desired: [organization({ members: [olga] })],
      live,
    });

    expect(plan.organizations[0]?.changes[0]?.blockedBy).toEqual(["self"]);
  });

  test("pending invitations do not hide how many members go", async () => {
    const invited = many(30).map((email) => liveMember(`i-${email}`, "member", { status: "invited" }));
    const members = many(8).map((email) => liveMember(email, "member"));
    const wish = organization({
      members: [olga, ...invited.map(({ email }) => member(email ?? "", "member"))],
    });

    const plan = await planned({
      guards: {},
      desired: [wish],
      live: world([{ members: [liveOlga, ...members, ...invited] }]),
    });

    expect(plan.verdict).toBe("blocked");
  });

  test("an invitation whose e-mail is hidden is not revoked by absence", async () => {
    const { email: _, ...hidden } = liveMember("x@acme.test", "member", { status: "invited" });

    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [liveOlga, hidden] }]),
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.unmanaged).toMatchObject([{ code: "hidden-email" }]);
  });
});

describe("our own bugs and large plans", () => {
  test("a bug in one change fails that change alone", async () => {
    const memory = createMemory(
      world([
        { name: "acme", members: [liveOlga] },
        { name: "beta", members: [liveOlga] },
      ]),
    );
    memory.fail("acme/role/sre", new TypeError("x is undefined"));
    const desired = ["acme", "beta"].map((name) => organization({ name, roles: [role("sre")] }));

    const outcome = await applied(memory, await planned({ memory, desired }));

    expect(outcome.organizations.map(({ status }) => status)).toEqual(["partial", "complete"]);
    expect(outcome.organizations[0]?.results[0]?.error?.code).toBe("internal/bug");
  });

  test("300,000 changes have an order", () => {
    const changes = Array.from({ length: 300_000 }, (_, each) => ({
      address: `a/member/${each}`,
      kind: "member" as const,
      action: "create" as const,
      dependsOn: [],
    }));

    expect(order(changes)[0]).toHaveLength(300_000);
  });
});

describe("access of one person and of no other account", () => {
  const bob = liveMember("bob@acme.test", "member");
  const identity = { key: "bob@acme.test", email: "bob@acme.test", aliases: ["robert@acme.test"] };
  const second = liveAccess("robert@acme.test", "one", "admin");
  const wish = (workspaces: Readonly<Record<string, string>>) =>
    organization({
      workspaces: [workspace("one")],
      members: [olga, member("bob@acme.test", "member", { identity, workspaces })],
    });
  const live = world([{ members: [liveOlga, bob], access: [second] }], [liveWorkspace("one")]);

  test("another account of a member is neither changed in the member's place nor taken for the member's", async () => {
    const none = await planned({ desired: [wish({})], live, guards: wide });
    const some = await planned({ desired: [wish({ one: "admin" })], live, guards: wide });

    expect(steps(none)).toEqual([]);
    expect(none.organizations[0]?.unmanaged).toMatchObject([{ code: "outsider" }]);
    expect(steps(some)).toEqual(["create acme/access/one/bob@acme.test"]);
    expect(some.organizations[0]?.changes[0]?.refs["acme/member/bob@acme.test"]).toBe("user_bob@acme.test");
  });

  test("somebody who is invited and has access of their own keeps it: an invitation is no account", async () => {
    const cid = liveAccess("cid@acme.test", "one", "admin", {
      subject: { type: "person", id: "acc_cid", email: "cid@acme.test" },
    });
    const invited = liveMember("cid@acme.test", "member", { id: "inv_1", status: "invited" });
    const desired = [
      organization({
        workspaces: [workspace("one")],
        members: [olga, member("cid@acme.test", "member", { workspaces: {} })],
      }),
    ];

    for (const members of [[liveOlga], [liveOlga, invited]]) {
      const plan = await planned({
        desired,
        live: world([{ members, access: [cid] }], [liveWorkspace("one")]),
        guards: wide,
      });

      expect(steps(plan).filter((step) => step.includes("/access/"))).toEqual([]);
    }
  });

  test("what hangs on a stale invitation does not count as the member's", async () => {
    const stale = liveMember("robert@acme.test", "member", { id: "inv_2", status: "invited" });
    const carried = liveAccess("robert@acme.test", "one", "admin", {
      subject: { type: "person", id: "inv_2", email: "robert@acme.test" },
    });
    const state = world([{ members: [liveOlga, bob, stale], access: [carried] }], [liveWorkspace("one")]);

    const plan = await planned({ desired: [wish({ one: "admin" })], live: state, guards: wide });

    expect(steps(plan)).toEqual(["create acme/access/one/bob@acme.test", "delete acme/member/id:inv_2"]);
  });

  test("access that may be a person's own is revoked before its workspace is unlinked", async () => {
    const own = liveAccess("bob@acme.test", "one", "admin");
    const state = world([{ members: [liveOlga, bob], access: [own] }], [liveWorkspace("one")]);
    const desired = [
      organization({
        workspaces: [],
        members: [olga, member("bob@acme.test", "member", { workspaces: {} })],
      }),
    ];

    const plan = await planned({ desired, live: state, guards: wide, kinds: linking });

    expect(steps(plan)).toEqual(["delete acme/access/one/bob@acme.test", "delete acme/workspace/one"]);
    expect(plan.organizations[0]?.changes.find(({ kind }) => kind === "workspace")?.effects).toEqual([]);
  });
});

describe("names of the credential's own account", () => {
  const people = [
    { key: "bob@acme.test", email: "bob@acme.test", id: "user_9", aliases: ["robert@acme.test"] },
  ];

  test.each(["robert@acme.test", "user_9", "BOB@acme.test"])("%s", async (self) => {
    const plan = await planned({
      settings: { ...connection, self },
      guards: {},
      desired: [organization({ members: [olga, member("bob@acme.test", "member")], more: { people } })],
      live: world([{ members: [liveOlga, liveMember("bob@acme.test", "admin")] }]),
    });

    expect(plan.organizations[0]?.changes[0]?.blockedBy).toEqual(["self"]);
  });
});

describe("mails", () => {
  test("to a new address of the same person heed the rest after the last one", async () => {
    const identity = { key: "nina.new@acme.test", email: "nina.new@acme.test", aliases: ["nina@acme.test"] };
    const sent = { sentAt: new Date(now).toISOString(), count: 1, roles: ["member"], access: {} };

    const plan = await planned({
      desired: [organization({ members: [olga, member("nina.new@acme.test", "member", { identity })] })],
      live: world([{ members: [liveOlga] }]),
      records: [
        {
          formatVersion: 1,
          organization: "acme",
          connection: "memory",
          slug: "acme",
          declared: {},
          released: [],
          invitations: { "acme/member/nina@acme.test": sent },
        },
      ],
    });

    expect(plan.counts.mails).toBe(0);
    expect(plan.organizations[0]?.waiting).toMatchObject([{ code: "invitation-quiet" }]);
  });
});

describe("a reviewed plan that links by name", () => {
  test("does not go on when another workspace has taken the name since", async () => {
    const desired = [
      organization({
        workspaces: [workspace("free")],
        members: [olga, member("bob@acme.test", "member", { workspaces: { free: "admin" } })],
      }),
    ];
    const members = [liveOlga, liveMember("bob@acme.test", "member")];
    const { organization: _, ...free } = liveWorkspace("free");
    const before = world([{ members }], [free]);
    const after = world([{ members }], [liveWorkspace("free", "org_acme", { id: "ws_other" })]);

    const shown = await planned({ desired, kinds: linking, guards: {}, live: before });
    const today = await planned({ desired, kinds: linking, guards: {}, live: after });
    const same = await planned({
      desired,
      kinds: linking,
      guards: {},
      live: world([{ members }], [liveWorkspace("free")]),
    });

    expect(stopUnreviewed(today, { shown: shownOf(shown) }).size).toBe(1);
    expect(stopUnreviewed(same, { shown: shownOf(shown) }).size).toBe(0);
  });
});
