import { describe, expect, it } from "vitest";
import type { CantilaOptions } from "../../../src/sandbox/cantila/index.ts";
import { DAY } from "./agency.ts";
import { as, control, open } from "./client.ts";

const MIA = { email: "Mia@acme.test" };

async function acme(options: CantilaOptions = {}) {
  const sandbox = await open(options);
  return { sandbox, client: as(sandbox, "agency-admin", "acme") };
}

describe("an invitation by the server", () => {
  it("is told with its token once, and listed without it", async () => {
    const { client, sandbox } = await acme();

    const made = await client.post("/invites", MIA);
    const listed = await client.get("/invites");

    const row = {
      id: "inv_1",
      accountId: "acc_acme",
      email: "mia@acme.test",
      role: "developer",
      status: "pending",
      tokenHash: "hash-of-inv_1",
      createdAt: "2026-11-21T12:00:00.000Z",
      expiresAt: "2026-11-28T12:00:00.000Z",
    };
    expect([made.status, made.body]).toEqual([201, { invite: row, token: "cti_inv_1" }]);
    expect(listed.body).toEqual({ invites: [row] });
    expect(sandbox.state().cantila.accounts[1]?.invites[0]?.sends).toBe(0);
  });

  it("names the user who invited, where there is one", async () => {
    const { sandbox } = await acme();

    const { body } = await as(sandbox, "bob", "acme").post("/invites", MIA);

    expect(body.invite).toMatchObject({ invitedByUserId: "usr_2" });
  });

  it("is one per e-mail while pending, whatever the role and however old", async () => {
    const { client, sandbox } = await acme();
    await client.post("/invites", MIA);

    const again = await client.post("/invites", { email: "mia@acme.test", role: "owner" });
    sandbox.advance(8 * DAY);
    const late = await client.post("/invites", MIA);

    expect([again.status, late.status]).toEqual([400, 400]);
    expect(again.body).toEqual({ error: "an invite for this email is already pending" });
    await client.delete("/invites/inv_1");
    expect((await client.post("/invites", MIA)).status).toBe(201);
  });

  it("does not look at members, and overwrites their role when accepted", async () => {
    const { client, sandbox } = await acme();

    const { status } = await client.post("/invites", { email: "bob@acme.test", role: "viewer" });
    await control(sandbox, "/invitations/accept", { email: "bob@acme.test" });

    expect(status).toBe(201);
    expect((await client.get("/team/members")).body.members).toMatchObject([{ id: "mem_3", role: "viewer" }]);
  });

  it("is revoked once, by its own account only", async () => {
    const { client, sandbox } = await acme();
    await client.post("/invites", MIA);

    const rival = await as(sandbox, "rival-admin", "rival").delete("/invites/inv_1");
    const revoked = await client.delete("/invites/inv_1");
    const again = await client.delete("/invites/inv_1");
    const unknown = await client.delete("/invites/inv_9");

    expect(rival.body).toEqual({ error: "invite belongs to a different account" });
    expect([revoked.status, revoked.body.status]).toEqual([200, "revoked"]);
    expect(again.body).toEqual({ error: "invite is already revoked" });
    expect([rival, again, unknown].map(({ status }) => status)).toEqual([400, 400, 404]);
  });

  it("stays in the list in every status, newest first, with the role it was made with", async () => {
    const { client, sandbox } = await acme();
    await client.post("/invites", { email: "a@acme.test", role: "admin" });
    await control(sandbox, "/invitations/accept", { email: "a@acme.test" });
    await client.patch("/team/members/mem_5", { role: "viewer" });
    await client.post("/invites", { email: "b@acme.test" });
    await client.delete("/invites/inv_2");
    await client.post("/invites", { email: "c@acme.test" });

    const { body } = await client.get("/invites");

    expect(body.invites.map(({ id, status, role }) => [id, status, role])).toEqual([
      ["inv_3", "pending", "developer"],
      ["inv_2", "revoked", "developer"],
      ["inv_1", "accepted", "admin"],
    ]);
  });

  it.each([{}, { email: "mia" }, { ...MIA, role: "member" }])("is refused as %j", async (body) => {
    const { client } = await acme();

    const { status, body: reply } = await client.post("/invites", body);

    expect(status).toBe(400);
    expect(reply.error).toMatchObject({ formErrors: [], fieldErrors: expect.any(Object) });
  });

  it("is not sent again, nor read by id", async () => {
    const { client } = await acme();
    await client.post("/invites", MIA);

    expect((await client.post("/invites/inv_1/resend", {})).status).toBe(404);
    expect((await client.get("/invites/inv_1")).status).toBe(404);
  });
});

describe("a documented invitation", () => {
  const documented = { dialect: "documented" } as const;

  it("is mailed, so that the reply has no token, and is for a member by default", async () => {
    const { client, sandbox } = await acme(documented);

    const { body } = await client.post("/invites", MIA);

    expect(body).toEqual({ invite: expect.objectContaining({ role: "member", status: "pending" }) });
    expect(body.invite).not.toHaveProperty("tokenHash");
    expect(sandbox.state().cantila.accounts[1]?.invites[0]?.sends).toBe(1);
  });

  it("is listed while pending, and read by id in any status", async () => {
    const { client } = await acme(documented);
    await client.post("/invites", MIA);
    await client.delete("/invites/inv_1");

    expect((await client.get("/invites")).body).toEqual({ invites: [] });
    expect((await client.get("/invites/inv_1")).body.status).toBe("revoked");
  });

  it.each([
    ["extends", "2026-12-05T12:00:00.000Z"],
    ["keeps", "2026-11-28T12:00:00.000Z"],
  ] as const)("is sent again while pending, which %s its time, by option", async (resend, expiresAt) => {
    const { client, sandbox } = await acme({ ...documented, resend });
    await client.post("/invites", MIA);
    sandbox.advance(7 * DAY);

    const { status, body } = await client.post("/invites/inv_1/resend", {});
    await client.delete("/invites/inv_1");

    expect([status, body.expiresAt]).toEqual([200, expiresAt]);
    expect((await client.post("/invites/inv_1/resend", {})).status).toBe(400);
  });

  it("is not for members, nor to be seen by strangers", async () => {
    const { client, sandbox } = await acme(documented);
    await client.post("/invites", MIA);

    expect((await client.post("/invites", { email: "bob@acme.test" })).status).toBe(400);
    expect((await as(sandbox, "rival-admin", "rival").delete("/invites/inv_1")).status).toBe(404);
  });

  it("says 422 to a wrong body, and 400 to an announced one that is not there", async () => {
    const { client, sandbox } = await acme(documented);
    const headers = { Authorization: "Bearer agency-admin", "Content-Type": "application/json" };

    const wrong = await client.post("/invites", { ...MIA, role: "viewer" });
    const missing = await fetch(`${sandbox.endpoints.cantila}/invites`, { method: "POST", headers });

    expect([wrong.status, missing.status]).toEqual([422, 400]);
    expect(wrong.body).toEqual({ error: "unprocessable_entity", message: expect.stringMatching(/^role: /) });
  });
});

describe("the control that accepts", () => {
  it("takes all pending invitations of an e-mail, or one account's", async () => {
    const { client, sandbox } = await acme();
    await client.post("/invites", MIA);
    await as(sandbox, "agency-admin", "agency").post("/invites", MIA);
    const accept = (organization?: string) =>
      control(sandbox, "/invitations/accept", {
        ...MIA,
        ...(organization === undefined ? {} : { organization }),
      });

    expect((await accept("acc_acme")).body).toEqual({ accepted: [{ organization: "acc_acme" }] });
    expect((await accept()).body).toEqual({ accepted: [{ organization: "acc_agency" }] });
    expect((await accept()).status).toBe(404);
    expect((await control(sandbox, "/invitations/accept", {})).status).toBe(400);
  });

  it("turns one that is too old into an expired one, as its link would", async () => {
    const { client, sandbox } = await acme();
    await client.post("/invites", MIA);
    sandbox.advance(7 * DAY);
    const status = async () => (await client.get("/invites")).body.invites[0]?.status;

    expect(await status()).toBe("pending");
    expect((await control(sandbox, "/invitations/accept", MIA)).status).toBe(404);
    expect(await status()).toBe("expired");
    expect((await client.delete("/invites/inv_1")).body).toEqual({ error: "invite is already expired" });
    expect((await client.post("/invites", MIA)).status).toBe(201);
  });
});
