import { describe, expect, it } from "vitest";
import { DAY } from "./agency.ts";
import { as, open } from "./client.ts";

async function invited(dialect: "server" | "documented" = "server") {
  const sandbox = await open({ dialect });
  await as(sandbox, "agency-admin", "acme").post("/invites", { email: "mia@acme.test", role: "owner" });
  return { sandbox, anybody: as(sandbox, ""), acme: as(sandbox, "agency-admin", "acme") };
}

describe("the link of an invitation", () => {
  it("shows what it is for, to anybody, and turns it expired when it is too old", async () => {
    const { sandbox, anybody } = await invited();

    const fresh = await anybody.get("/invites/by-token/cti_inv_1");
    sandbox.advance(7 * DAY);
    const late = await anybody.get("/invites/by-token/cti_inv_1");

    expect(fresh.body).toMatchObject({ email: "mia@acme.test", accountName: "Acme", status: "pending" });
    expect(late.body.status).toBe("expired");
    expect((await anybody.get("/invites/by-token/cti_inv_9")).status).toBe(404);
  });

  it("lets its person in with a session, once", async () => {
    const { sandbox, anybody, acme } = await invited();

    const accepted = await anybody.post("/invites/accept", {
      token: "cti_inv_1",
      name: "Mia",
      password: "x",
    });
    const again = await anybody.post("/invites/accept", { token: "cti_inv_1" });

    expect(accepted.status).toBe(201);
    expect(accepted.body).toMatchObject({ token: "cts_1", accountId: "acc_acme", user: { name: "Mia" } });
    expect((await as(sandbox, "cts_1", "acme").get("/accounts/me")).status).toBe(200);
    expect(again.body).toEqual({ error: "invite is accepted" });
    expect((await acme.get("/team/members")).body.members[1]).toMatchObject({ name: "Mia", role: "owner" });
    expect((await acme.get("/invites")).body.invites).toMatchObject([{ acceptedByUserId: "usr_3" }]);
  });

  it("makes an owner of the team a developer in their list of accounts, with another id", async () => {
    const { sandbox, anybody } = await invited();
    await anybody.post("/invites/accept", { token: "cti_inv_1" });

    const { body } = await as(sandbox, "cts_1").get("/me/orgs");

    expect(body.orgs).toEqual([
      {
        accountId: "acc_acme",
        accountName: "Acme",
        handle: "acme",
        role: "developer",
        membershipId: "ms_3",
      },
    ]);
  });

  it("keeps the role of somebody who is in, as documented", async () => {
    const { sandbox, anybody, acme } = await invited("documented");
    await acme.post("/team/members", { email: "mia@acme.test", name: "Mia", role: "member" });

    await anybody.post("/invites/accept", { token: "cti_inv_1" });
    const before = await as(sandbox, "cts_1").get("/me/orgs");
    await acme.patch("/team/members/mem_5", { role: "admin" });
    const after = await as(sandbox, "cts_1").get("/me/orgs");

    expect([before.body.orgs[0]?.["role"], after.body.orgs[0]?.["role"]]).toEqual(["member", "admin"]);
  });
});

describe("the accounts of a person", () => {
  it("are a session's to see, with the children of their own", async () => {
    const sandbox = await open();

    const { body } = await as(sandbox, "olga").get("/me/orgs");

    expect(body).toMatchObject({
      currentAccountId: "acc_agency",
      orgs: [
        { handle: "agency", role: "owner", membershipId: "ms_1" },
        {
          handle: "acme",
          role: "owner",
          membershipId: "mem_sub:ms_1:acme",
          viaParentAccountId: "acc_agency",
        },
      ],
    });
    expect((await as(sandbox, "agency-admin").get("/me/orgs")).status).toBe(401);
  });

  it.each([
    ["server", "accountId", "orgId", 400],
    ["documented", "orgId", "accountId", 422],
  ] as const)("are switched by the %s with %s", async (dialect, field, other, refusal) => {
    const olga = as(await open({ dialect }), "olga");
    const move = (body: object) => olga.post("/me/orgs/switch", body);

    expect((await move({ [field]: "acc_acme" })).body).toEqual({ ok: true, accountId: "acc_acme" });
    expect((await olga.get("/accounts/me")).body.id).toBe("acc_acme");
    expect((await move({ [field]: "acc_rival" })).status).toBe(403);
    expect((await move({ [other]: "acc_agency" })).status).toBe(refusal);
  });

  it("can be left, but not by the last owner", async () => {
    const { sandbox, anybody } = await invited();
    await anybody.post("/invites/accept", { token: "cti_inv_1" });
    const leave = (token: string, accountId: string) =>
      as(sandbox, token).post("/me/orgs/leave", { accountId });

    expect((await leave("olga", "acc_agency")).status).toBe(400);
    expect((await leave("olga", "acc_acme")).status).toBe(400);
    expect((await leave("cts_1", "acc_acme")).body).toEqual({ ok: true });
    expect((await as(sandbox, "cts_1").get("/me/orgs")).status).toBe(401);
  });

  it("cannot be left by an owner while others stay, as documented", async () => {
    const sandbox = await open({ dialect: "documented" });
    const leave = (token: string, orgId: string) => as(sandbox, token).post("/me/orgs/leave", { orgId });

    expect((await leave("olga", "acc_agency")).status).toBe(400);
    expect((await leave("bob", "acc_acme")).status).toBe(200);
  });
});
