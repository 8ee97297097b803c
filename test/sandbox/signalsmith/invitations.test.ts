import { describe, expect, it } from "vitest";
import { as, controls, open } from "../client.ts";
import { ACME, START } from "./acme.ts";

const acme = () => open({ seed: ACME, now: () => START });
const INVITE = "/organizations/org_1/members/invite";
const WEEK = 7 * 24 * 60 * 60 * 1000;
const nina = {
  email: "nina@acme.test",
  org_role: "admin",
  workspace_access: [
    { workspace_id: "ws_1", role: "analyst" },
    { workspace_id: "ws_2", role: "admin" },
  ],
};

describe("inviting", () => {
  it("answers with a pending invitation for seven days", async () => {
    const adam = as(await acme(), "adam");

    const { status, body } = await adam.post(INVITE, nina);

    expect(status).toBe(201);
    expect(body).toEqual({
      id: "inv_1",
      ...nina,
      status: "pending",
      created_at: "2026-11-21T12:00:00.000Z",
      expires_at: "2026-11-28T12:00:00.000Z",
    });
  });

  it("is limited to what the inviter may give", async () => {
    const sandbox = await acme();
    const owner = { email: "new@acme.test", org_role: "owner" };

    expect((await as(sandbox, "adam").post(INVITE, owner)).status).toBe(403);
    expect((await as(sandbox, "olga").post(INVITE, owner)).status).toBe(201);
  });

  it("refuses members and people already invited, whatever the case of the e-mail", async () => {
    const olga = as(await acme(), "olga");
    await olga.post(INVITE, nina);

    const member = await olga.post(INVITE, { email: "MIA@acme.test", org_role: "member" });
    const pending = await olga.post(INVITE, { email: "Nina@Acme.test", org_role: "member" });

    expect([member.status, pending.status]).toEqual([409, 409]);
    expect(pending.body.error).toContain("already invited");
  });

  it.each([
    [{ org_role: "member" }, "email"],
    [{ email: "no-address", org_role: "member" }, "email"],
    [{ email: "a@b.test" }, "org_role"],
    [{ email: "a@b.test", org_role: "boss" }, "org_role"],
    [
      { ...nina, workspace_access: [{ workspace_id: "ws_3", role: "admin" }] },
      "workspace_access.0.workspace_id",
    ],
    [{ ...nina, workspace_access: [{ workspace_id: "ws_1", role: "pilot" }] }, "workspace_access.0.role"],
    [
      { ...nina, workspace_access: [...nina.workspace_access, { workspace_id: "ws_1", role: "admin" }] },
      "workspace_access.2",
    ],
  ])("refuses %j and names the field", async (body, field) => {
    const sandbox = await acme();

    const answer = await as(sandbox, "olga").post(INVITE, body);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(field);
    expect(sandbox.state().signalsmith.organizations[0]!.invitations).toEqual([]);
  });

  it("can be done again once the first invitation has run out", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITE, nina);
    sandbox.advance(WEEK);

    const before = (await olga.get("/organizations/org_1/members")).body.data[4]!;
    const again = await olga.post(INVITE, nina);

    expect(before.status).toBe("expired");
    expect(again.body).toMatchObject({ id: "inv_2", status: "pending" });
    expect((await olga.get("/organizations/org_1/members")).body.data).toHaveLength(5);
  });
});

describe("accepting, by the sandbox's control", () => {
  const accept = "/signalsmith/invitations/accept";

  it("makes the account a member with the access the invitation carried", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga", "ws_1");
    await olga.post(INVITE, nina);
    const before = (await olga.get("/workspaces/ws_1/members")).body.pagination.total;

    const { status, body } = await controls(sandbox).post(accept, { email: "nina@acme.test" });

    expect(status).toBe(200);
    expect(body).toEqual({ accepted: [{ organization: "org_1", account: "acc_1" }] });
    const row = (await olga.get("/organizations/org_1/members")).body.data[4]!;
    expect(row).toMatchObject({
      email: "nina@acme.test",
      status: "active",
      org_role: "admin",
      workspaces: 2,
    });
    const people = (await olga.get("/workspaces/ws_1/members")).body.data;
    expect(people.slice(before)).toMatchObject([{ email: "nina@acme.test", role: "analyst" }]);
  });

  it("gives somebody with direct access the invited role, and their access stays direct", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga", "ws_3");
    await olga.post("/workspaces/ws_3/members", { account_id: "nora", role: "member" });
    await olga.post("/organizations/org_1/workspaces", { workspace_id: "ws_3" });
    const access = [{ workspace_id: "ws_3", role: "admin" }];
    await olga.post(INVITE, { email: "nora@acme.test", org_role: "member", workspace_access: access });

    await controls(sandbox).post(accept, { email: "nora@acme.test" });

    const lab = sandbox.state().signalsmith.workspaces[2]!;
    expect(lab.members[1]).toMatchObject({ account: "nora", role: "admin", via: "direct" });
  });

  it("leaves out a workspace that was unlinked in between", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITE, nina);
    await olga.delete("/organizations/org_1/workspaces/ws_1");

    await controls(sandbox).post(accept, { email: "nina@acme.test", organization: "acme" });

    const row = (await olga.get("/organizations/org_1/members")).body.data[4]!;
    expect(row.workspaces).toBe(1);
  });

  it("finds nothing for strangers, elsewhere, or too late", async () => {
    const sandbox = await acme();
    await as(sandbox, "olga").post(INVITE, nina);

    const stranger = await controls(sandbox).post(accept, { email: "x@acme.test" });
    const elsewhere = await controls(sandbox).post(accept, { email: nina.email, organization: "globex" });
    sandbox.advance(WEEK);
    const late = await controls(sandbox).post(accept, { email: nina.email });

    expect([stranger.status, elsewhere.status, late.status]).toEqual([404, 404, 404]);
  });
});

describe.each([
  {
    dialect: "reference-a",
    send: "/invitations",
    list: "/invitations",
    accept: "/organizations/invitations",
  },
  {
    dialect: "reference-b",
    send: "/members/invite",
    list: "/invites",
    accept: "/organizations/org_1/invites",
  },
] as const)("invitations in $dialect", ({ dialect, send, list, accept }) => {
  const reference = () => open({ seed: ACME, signalsmith: { dialect }, now: () => START });
  const org = "/organizations/org_1";
  const nora = { email: "nora@acme.test", org_role: "member" };

  it("are a list of their own, not rows of the member list", async () => {
    const olga = as(await reference(), "olga");
    await olga.post(org + send, nora);

    expect((await olga.get(org + list)).body.data).toMatchObject([
      { id: "inv_1", ...nora, status: "pending" },
    ]);
    expect((await olga.get(`${org}/members`)).body.pagination.total).toBe(4);
  });

  it("can be cancelled", async () => {
    const olga = as(await reference(), "olga");
    await olga.post(org + send, nora);

    expect((await olga.delete(`${org}${list}/inv_1`)).status).toBe(204);
    expect((await olga.delete(`${org}${list}/inv_1`)).status).toBe(404);
    expect((await olga.get(org + list)).body.data).toEqual([]);
  });

  it("are accepted by the invited account alone, and in time", async () => {
    const sandbox = await reference();
    await as(sandbox, "olga").post(org + send, nora);

    const other = await as(sandbox, "gus").post(`${accept}/inv_1/accept`);
    const invited = await as(sandbox, "nora").post(`${accept}/inv_1/accept`);
    const twice = await as(sandbox, "nora").post(`${accept}/inv_1/accept`);

    expect([other.status, invited.status, twice.status]).toEqual([403, 200, 404]);
    expect(invited.body).toMatchObject({ id: "nora", org_role: "member", status: "active" });
  });

  it("cannot be accepted late", async () => {
    const sandbox = await reference();
    await as(sandbox, "olga").post(org + send, nora);
    sandbox.advance(WEEK);

    expect((await as(sandbox, "nora").post(`${accept}/inv_1/accept`)).status).toBe(409);
  });

  it("of an owner are out of an admin's reach", async () => {
    const sandbox = await reference();
    await as(sandbox, "olga").post(org + send, { ...nora, org_role: "owner" });

    expect((await as(sandbox, "adam").delete(`${org}${list}/inv_1`)).status).toBe(403);
  });
});

it("reference-b sends an invitation again and lets it live anew", async () => {
  const sandbox = await open({ seed: ACME, signalsmith: { dialect: "reference-b" }, now: () => START });
  const olga = as(sandbox, "olga");
  await olga.post(INVITE, nina);
  sandbox.advance(WEEK);

  const { status, body } = await olga.post("/organizations/org_1/invites/inv_1/resend");

  expect(status).toBe(200);
  expect(body).toMatchObject({ status: "pending", expires_at: "2026-12-05T12:00:00.000Z" });
  expect(sandbox.state().signalsmith.organizations[0]!.invitations[0]!.sends).toBe(2);
});
