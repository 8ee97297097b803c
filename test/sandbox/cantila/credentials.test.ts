import { describe, expect, it } from "vitest";
import { startSandbox } from "../../../src/sandbox/index.ts";
import { as, control, open, unlike } from "./client.ts";

describe("without a seed", () => {
  it("there is an agency with its owner and the admin key `sandbox`", async () => {
    const sandbox = await startSandbox();
    try {
      const { body } = await as(sandbox, "sandbox", "agency").get("/accounts/me");
      const team = await as(sandbox, "sandbox", "agency").get("/team/members");

      expect(sandbox.endpoints.cantila).toBe(`${sandbox.url}/cantila/v1`);
      expect(sandbox.credentials().cantila).toEqual([{ token: "sandbox", account: "agency" }]);
      expect(body).toMatchObject({ id: "acc_agency", handle: "agency", plan: "agency" });
      expect(team.body.members).toMatchObject([{ email: "owner@sandbox.test", role: "owner" }]);
    } finally {
      await sandbox.close();
    }
  });
});

describe("an unknown credential", () => {
  it("is told so in three ways by the server", async () => {
    const sandbox = await open();
    const nobody = as(sandbox, "stolen", "acme");

    const me = await nobody.get("/me");
    const account = await nobody.get("/accounts/me");
    const members = await nobody.get("/team/members");

    expect([me.status, me.body]).toEqual([200, { authenticated: false }]);
    expect([account.status, account.body]).toEqual([401, { error: "no account context" }]);
    expect(members.status).toBe(401);
    expect(members.body.error).toMatch(/^authentication required/);
  });

  it("is a 401 everywhere as documented", async () => {
    const nobody = as(await open({ dialect: "documented" }), "stolen");

    expect((await nobody.get("/me")).status).toBe(401);
    expect((await nobody.get("/accounts/me")).body).toMatchObject({ error: "unauthorized" });
  });

  it("is one that has run out, too", async () => {
    const sandbox = await open();
    const { body } = await as(sandbox, "agency-admin", "acme").post("/invites", { email: "n@acme.test" });
    const { body: session } = await as(sandbox, "").post("/invites/accept", { token: body.token });
    const person = as(sandbox, session.token, "acme");

    expect((await person.get("/accounts/me")).status).toBe(200);
    sandbox.advance(Date.parse(session.expiresAt) - Date.parse("2026-11-21T12:00:00Z"));
    expect((await person.get("/accounts/me")).status).toBe(401);
  });
});

describe("GET /me", () => {
  it("speaks for the caller, whomever they act as", async () => {
    const sandbox = await open();

    const key = await as(sandbox, "agency-deploy", "acme").get("/me");
    const session = await as(sandbox, "olga", "nobody").get("/me");

    expect(key.body).toEqual({
      authenticated: true,
      accountId: "acc_agency",
      keyName: "default",
      scope: "deploy",
      prefix: "age",
      account: expect.objectContaining({ handle: "agency" }),
    });
    expect(session.body).toMatchObject({ accountId: "acc_agency", user: { email: "olga@agency.test" } });
  });

  it("tells user and account as documented", async () => {
    const sandbox = await open({ dialect: "documented" });

    expect((await as(sandbox, "agency-read").get("/me")).body).toMatchObject({
      user: null,
      account: { handle: "agency" },
    });
    expect((await as(sandbox, "bob").get("/me")).body).toMatchObject({
      user: { email: "bob@acme.test" },
      account: { handle: "acme" },
    });
  });
});

describe("acting as another account", () => {
  it.each(["acme", "ACME", "acc_acme"])("takes %s for the child", async (name) => {
    const { body } = await as(await open(), "agency-admin", name).get("/accounts/me");

    expect(body).toMatchObject({ id: "acc_acme", parentAccountId: "acc_agency" });
  });

  it("may be oneself, has to exist, and has to be one's child", async () => {
    const sandbox = await open();
    const status = async (token: string, account: string) =>
      (await as(sandbox, token, account).get("/accounts/me")).status;

    expect(await status("agency-read", "agency")).toBe(200);
    expect(await status("agency-admin", "nowhere")).toBe(404);
    expect(await status("rival-admin", "acme")).toBe(403);
    expect(await status("acme-admin", "agency")).toBe(403);
    expect(await status("stolen", "acme")).toBe(401);
  });

  it("reaches the child's people, and is noted in its activity", async () => {
    const sandbox = await open();
    const agency = as(sandbox, "agency-admin", "acme");

    await agency.post("/invites", { email: "n@acme.test" });

    expect((await agency.get("/team/members")).body.members).toMatchObject([{ email: "bob@acme.test" }]);
    expect((await agency.get("/activity?limit=1")).body.events).toMatchObject([
      { accountId: "acc_acme", kind: "invite.created", actorAccountId: "acc_agency" },
    ]);
    expect((await as(sandbox, "agency-admin", "agency").get("/activity")).body.events).toEqual([]);
  });
});

describe("a scope", () => {
  it("of a read key lets nothing be written", async () => {
    const read = as(await open(), "agency-read", "acme");

    const refused = await read.post("/invites", { email: "n@acme.test" });
    const also = await read.delete("/team/members/mem_3");

    expect((await read.get("/invites")).status).toBe(200);
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({ error: "key scope 'read' is not allowed for POST /v1/invites" });
    expect(also.body.error).toMatch(/DELETE \/v1\/team\/members\/mem_3$/);
  });

  it("of a deploy key is enough for the server, and not as documented", async () => {
    const invite = async (dialect: "server" | "documented") =>
      as(await open({ dialect }), "agency-deploy", "acme").post("/invites", { email: "n@acme.test" });

    expect((await invite("server")).status).toBe(201);
    expect((await invite("documented")).body).toMatchObject({ error: "forbidden" });
  });
});

describe("a session", () => {
  it("works in its active account until somebody moves it, for good", async () => {
    const sandbox = await open();
    const olga = unlike(sandbox, "olga");
    const where = async () => (await olga.get("/accounts/me")).body.id;

    expect(await where()).toBe("acc_agency");
    expect((await control(sandbox, "/sessions/switch", { token: "olga", account: "acme" })).status).toBe(200);
    expect(await where()).toBe("acc_acme");
    expect((await as(sandbox, "olga", "agency").get("/accounts/me")).status).toBe(403);
  });

  it("is not moved out of its user's accounts", async () => {
    const sandbox = await open();
    const move = async (token: string, account: string) =>
      (await control(sandbox, "/sessions/switch", { token, account })).status;

    expect(await move("bob", "agency")).toBe(403);
    expect(await move("nobody", "agency")).toBe(404);
    expect((await control(sandbox, "/sessions/switch", {})).status).toBe(400);
  });

  it("writes as documented when its user is an owner or an admin", async () => {
    const sandbox = await open({ dialect: "documented" });
    await as(sandbox, "agency-admin", "acme").post("/invites", { email: "mia@acme.test" });
    await control(sandbox, "/invitations/accept", { email: "mia@acme.test" });
    const state = sandbox.state().cantila;
    const sessions = [...state.sessions, { token: "mia", user: "mia@acme.test", account: "acme" }];
    const again = await open({ dialect: "documented" }, { seed: { cantila: { ...state, sessions } } });
    const invite = (token: string) => as(again, token, "acme").post("/invites", { email: "n@acme.test" });

    expect((await invite("mia")).status).toBe(403);
    expect((await invite("bob")).status).toBe(201);
  });
});
