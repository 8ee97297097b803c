import { describe, expect, test } from "vitest";
import { createMemory, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
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
  steps,
  workspace,
  world,
} from "./desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const olga = member("olga@acme.test", "owner");

describe("members", () => {
  test("who is as declared needs nothing", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner] }]),
    });

    expect(plan.verdict).toBe("empty");
    expect(steps(plan)).toEqual([]);
  });

  test("somebody new is invited, and the invitation carries role and access", async () => {
    const desired = organization({
      members: [olga, member("ann@acme.test", "member", { workspaces: { production: "admin" } })],
      workspaces: [workspace("production")],
    });

    const plan = await planned({
      desired: [desired],
      live: world([{ members: [owner] }], [liveWorkspace("production")]),
    });

    expect(steps(plan)).toEqual(["create acme/member/ann@acme.test"]);
    expect(plan.organizations[0]?.changes[0]).toMatchObject({
      after: { email: "ann@acme.test", roles: ["member"], workspaces: { production: "admin" } },
      mails: 1,
      refs: { "acme/organization": "org_acme", "acme/workspace/production": "ws_production" },
    });
  });

  test("a pending invitation with the right role is in sync (law 7)", async () => {
    const pending = liveMember("ann@acme.test", "member", {
      status: "invited",
      expiresAt: "2026-03-12T00:00:00Z",
    });

    const plan = await planned({
      desired: [organization({ members: [olga, member("ann@acme.test", "member")] })],
      live: world([{ members: [owner, pending] }]),
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.counts).toMatchObject({ waiting: 0, mails: 0 });
  });

  test("an expired invitation is sent again, as due", async () => {
    const expired = liveMember("ann@acme.test", "member", {
      status: "invited",
      expiresAt: "2026-03-09T00:00:00Z",
    });
    const record: OrganizationRecord = {
      formatVersion: 1,
      organization: "acme",
      connection: "memory",
      appliedAt: "2026-03-01T00:00:00Z",
      declared: {},
      released: [],
      invitations: {
        "acme/member/ann@acme.test": {
          sentAt: "2026-03-01T00:00:00Z",
          count: 1,
          roles: ["member"],
          access: {},
        },
      },
    };

    const plan = await planned({
      desired: [organization({ members: [olga, member("ann@acme.test", "member")] })],
      live: world([{ members: [owner, expired] }]),
      records: [record],
    });

    expect(steps(plan)).toEqual(["update acme/member/ann@acme.test"]);
    expect(plan.organizations[0]?.changes[0]).toMatchObject({
      reason: "invitation-expired",
      cause: "due",
      mails: 1,
    });
  });

  test.each([
    { count: 3, sentAt: "2026-03-01T00:00:00Z", code: "invitation-cap" },
    { count: 1, sentAt: "2026-03-09T00:00:00Z", code: "invitation-quiet" },
  ])("an expired invitation is held back: $code", async ({ count, sentAt, code }) => {
    const expired = liveMember("ann@acme.test", "member", { status: "expired" });
    const invitations = { "acme/member/ann@acme.test": { sentAt, count, roles: ["member"], access: {} } };

    const plan = await planned({
      desired: [organization({ members: [olga, member("ann@acme.test", "member")] })],
      live: world([{ members: [owner, expired] }]),
      records: [
        {
          formatVersion: 1,
          organization: "acme",
          connection: "memory",
          declared: {},
          released: [],
          invitations,
        },
      ],
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.waiting).toMatchObject([{ address: "acme/member/ann@acme.test", code }]);
  });

  test("a second invitation of a member is revoked, and nobody counts as removed", async () => {
    const stale = liveMember("olga@acme.test", "member", { id: "inv_9", status: "invited" });

    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, stale] }]),
      guards: { maxRemovals: { count: 0 } },
    });

    expect(steps(plan)).toEqual(["delete acme/member/id:inv_9"]);
    expect(plan.verdict).toBe("applicable");
  });

  test("pending access that an invitation cannot carry any more waits", async () => {
    const pending = liveMember("ann@acme.test", "member", { id: "inv_1", status: "invited" });
    const desired = organization({
      members: [olga, member("ann@acme.test", "member", { workspaces: { production: "member" } })],
      workspaces: [workspace("production")],
    });

    const plan = await planned({
      desired: [desired],
      live: world([{ members: [owner, pending] }], [liveWorkspace("production")]),
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.waiting).toMatchObject([{ code: "acceptance" }]);
  });

  test("where pending people are not listed, the record says that they are", async () => {
    const { member: kind } = memoryKinds;
    const kinds = {
      ...memoryKinds,
      ...(kind && { member: { ...kind, invitation: { ...kind.invitation, listed: false } } }),
    };
    const invitations = {
      "acme/member/ann@acme.test": {
        sentAt: "2026-03-09T00:00:00Z",
        count: 1,
        roles: ["member"],
        access: {},
      },
    };
    const desk = {
      desired: [organization({ members: [olga, member("ann@acme.test", "member")] })],
      live: world([{ members: [owner] }]),
      kinds,
    };
    const record = {
      formatVersion: 1,
      organization: "acme",
      connection: "memory",
      declared: {},
      released: [],
      invitations,
    } as const;

    const without = await planned(desk);
    const withRecord = await planned({ ...desk, records: [record] });

    expect(steps(without)).toEqual(["create acme/member/ann@acme.test"]);
    expect(withRecord.verdict).toBe("empty");
    expect(withRecord.counts).toMatchObject({ waiting: 0, unchanged: 3 });
  });

  test("the credential's own account is never invited", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga, member("robot@acme.test", "admin")] })],
      live: world([{ members: [owner] }]),
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.forPerson).toMatchObject([{ address: "acme/member/robot@acme.test" }]);
  });

  test("removing a member takes the access with it: one change, the loss in its effects", async () => {
    const live = world(
      [
        {
          members: [owner, liveMember("bob@acme.test", "member")],
          access: [liveAccess("bob@acme.test", "production", "admin")],
        },
      ],
      [liveWorkspace("production")],
    );

    const plan = await planned({ desired: [organization({ members: [olga] })], live });

    expect(steps(plan)).toEqual(["delete acme/member/bob@acme.test"]);
    expect(plan.organizations[0]?.changes[0]?.effects).toEqual([
      { subject: "bob@acme.test", verb: "loses", what: "member", on: "acme", cascade: false },
      { subject: "bob@acme.test", verb: "loses", what: "admin", on: "production", cascade: true },
    ]);
  });

  test("the access of somebody who goes is neither a change of its own nor listed as kept", async () => {
    const gone = member("bob@acme.test", "", { ensure: "absent", workspaces: { production: "admin" } });
    const live = world(
      [
        {
          members: [owner, liveMember("bob@acme.test", "member")],
          access: [liveAccess("bob@acme.test", "production", "admin")],
        },
      ],
      [liveWorkspace("production")],
    );

    for (const members of [[olga], [olga, gone]]) {
      const plan = await planned({
        desired: [organization({ members, workspaces: [workspace("production")] })],
        live,
      });

      expect(steps(plan)).toEqual(["delete acme/member/bob@acme.test"]);
      expect(plan.organizations[0]?.unmanaged).toEqual([]);
    }
  });

  test("two live accounts for one wish are an error that names both, and nothing is changed", async () => {
    const twin = liveMember("olga@acme.test", "member", { id: "user_2" });

    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, twin] }]),
    });

    expect(plan.verdict).toBe("failed");
    expect(plan.organizations[0]?.diagnostics[0]).toMatchObject({ code: "plan/ambiguous-member" });
    expect(plan.organizations[0]?.diagnostics[0]?.why).toContain("user_2 and user_olga@acme.test");
    expect(steps(plan)).toEqual([]);
  });

  test("a known alias is the same person", async () => {
    const wish = member("olga@acme.test", "owner", {
      identity: { key: "olga@acme.test", email: "olga@acme.test", aliases: ["olga.old@acme.test"] },
    });

    const plan = await planned({
      desired: [organization({ members: [wish] })],
      live: world([{ members: [liveMember("Olga.Old@acme.test", "owner")] }]),
    });

    expect(plan.verdict).toBe("empty");
  });

  test("somebody who is no longer wanted is called by the Person's key, also when live knows an alias", async () => {
    const people = [{ key: "bob@acme.test", email: "bob@acme.test", aliases: ["robert@acme.test"] }];

    const plan = await planned({
      desired: [organization({ members: [olga], more: { people } })],
      live: world([{ members: [owner, liveMember("robert@acme.test", "member")] }]),
    });

    expect(plan.organizations[0]?.changes).toMatchObject([
      { address: "acme/member/bob@acme.test", account: "robert@acme.test" },
    ]);
  });

  test("a member without a map keeps what access there is; a declared map is the whole of it", async () => {
    const live = world(
      [{ members: [owner], access: [liveAccess("olga@acme.test", "production", "admin")] }],
      [liveWorkspace("production"), liveWorkspace("staging")],
    );
    const spaces = [workspace("production"), workspace("staging")];
    const withMap = member("olga@acme.test", "owner", { workspaces: { staging: "member" } });

    const without = await planned({ desired: [organization({ members: [olga], workspaces: spaces })], live });
    const whole = await planned({
      desired: [organization({ members: [withMap], workspaces: spaces })],
      live,
    });

    expect(without.verdict).toBe("empty");
    expect(steps(whole)).toEqual([
      "create acme/access/staging/olga@acme.test",
      "delete acme/access/production/olga@acme.test",
    ]);
  });

  test("access is given after the person accepted, by an account of their own", async () => {
    const memory = createMemory(world([{ members: [owner] }], [liveWorkspace("production")]));
    const desired = organization({
      members: [olga, member("ann@acme.test", "member", { workspaces: { production: "admin" } })],
      workspaces: [workspace("production")],
    });

    const outcome = await applied(memory, await planned({ desired: [desired], memory }));
    const second = await planned({ desired: [desired], memory });

    expect(outcome.complete).toBe(true);
    expect(second.verdict).toBe("empty");
  });
});

describe("never removed by absence (law 6)", () => {
  test.each([
    ["self", { protection: "self" }],
    ["service-account", { protection: "service-account" }],
    ["inherited", { protection: "inherited" }],
  ] as const)("%s", async (code, more) => {
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, liveMember("x@acme.test", "admin", more)] }]),
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.unmanaged).toMatchObject([{ code }]);
  });

  test("an account whose e-mail is hidden", async () => {
    const { email: _, ...hidden } = liveMember("x@acme.test", "admin");

    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, hidden] }]),
    });

    expect(plan.organizations[0]?.unmanaged).toMatchObject([{ code: "hidden-email" }]);
    expect(plan.verdict).toBe("empty");
  });

  test("access of people who are no members", async () => {
    const live = world(
      [{ members: [owner], access: [liveAccess("ext@partner.test", "production", "admin")] }],
      [liveWorkspace("production")],
    );
    const desired = organization({ members: [olga], workspaces: [workspace("production")], access: [] });

    const plan = await planned({ desired: [desired], live });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.unmanaged).toMatchObject([{ code: "outsider" }]);
  });

  test("the connection's own workspace", async () => {
    const live = world([{ members: [owner] }], [liveWorkspace("ops", "org_acme")]);

    const plan = await planned({
      desired: [organization({ workspaces: [] })],
      live,
      settings: { ...connection, workspace: "ws_ops" },
    });

    expect(plan.verdict).toBe("empty");
    expect(plan.organizations[0]?.unmanaged).toContainEqual(
      expect.objectContaining({ address: "acme/workspace/ops", code: "own-workspace" }),
    );
  });

  test("an organization whose manifest is gone is listed, not deleted", async () => {
    const record = {
      formatVersion: 1,
      organization: "acme",
      connection: "memory",
      slug: "acme",
      appliedAt: new Date(now).toISOString(),
      declared: { "acme/organization": "x", "acme/member/olga@acme.test": "y" },
      released: [],
      invitations: {},
    } as const;

    const plan = await planned({ desired: [], live: world([{ members: [owner] }]), records: [record] });

    expect(steps(plan)).toEqual([]);
    expect(plan.organizations[0]?.released.map(({ address, danger }) => [address, danger])).toEqual([
      ["acme/member/olga@acme.test", true],
      ["acme/organization", true],
    ]);
  });
});
