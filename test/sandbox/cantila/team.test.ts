import { describe, expect, it } from "vitest";
import { as, control, open, unlike } from "./client.ts";

const MEMBERS = "/team/members";

async function acme(dialect: "server" | "documented" = "server") {
  const sandbox = await open({ dialect });
  return { sandbox, client: as(sandbox, "agency-admin", "acme") };
}

describe("the members of an account", () => {
  it("are listed without the parent's people, each with a user id that is nobody's", async () => {
    const { client, sandbox } = await acme();

    const { body } = await client.get(MEMBERS);

    expect(body).toEqual({
      members: [
        {
          id: "mem_3",
          accountId: "acc_acme",
          userId: "usr_bobacmetest",
          email: "bob@acme.test",
          name: "bob",
          role: "owner",
          joinedAt: "2026-01-01T00:00:00.000Z",
        },
      ],
    });
    expect(sandbox.state().cantila.users.map(({ id }) => id)).not.toContain("usr_bobacmetest");
  });

  it("come whole, whatever page is asked for", async () => {
    const { sandbox } = await acme();

    const { body } = await unlike(sandbox, "agency-admin", "agency").get(`${MEMBERS}?limit=1&page=2`);

    expect(body.members).toHaveLength(2);
  });

  it("change role and leave by membership id", async () => {
    const { client } = await acme();
    await client.post(MEMBERS, { email: "mia@acme.test", name: "Mia" });

    const changed = await client.patch(`${MEMBERS}/mem_5`, { role: "admin" });
    const removed = await client.delete(`${MEMBERS}/mem_5`);

    expect([changed.status, changed.body.role]).toEqual([200, "admin"]);
    expect([removed.status, removed.body]).toEqual([204, undefined]);
    expect((await client.delete(`${MEMBERS}/mem_5`)).body).toEqual({ error: "member not found" });
    expect((await client.patch(`${MEMBERS}/mem_1`, { role: "admin" })).status).toBe(404);
  });

  it.each([
    ["server", "viewer", "member", 400],
    ["documented", "member", "viewer", 422],
  ] as const)("of the %s dialect can be %s and not %s", async (dialect, known, unknown, refusal) => {
    const { sandbox } = await acme(dialect);
    const agency = as(sandbox, "agency-admin", "agency");

    expect((await agency.patch(`${MEMBERS}/mem_2`, { role: known })).status).toBe(200);
    expect((await agency.patch(`${MEMBERS}/mem_2`, { role: unknown })).status).toBe(refusal);
  });

  it("need no owner with the server", async () => {
    const { client } = await acme();

    expect((await client.patch(`${MEMBERS}/mem_3`, { role: "viewer" })).status).toBe(200);
    expect((await client.delete(`${MEMBERS}/mem_3`)).status).toBe(204);
    expect((await client.get(MEMBERS)).body.members).toEqual([]);
  });

  it("keep their last owner as documented, and let the others go", async () => {
    const { client } = await acme("documented");
    const row = { email: "bob@acme.test", name: "Bob" };

    const refused = [
      await client.patch(`${MEMBERS}/mem_3`, { role: "admin" }),
      await client.delete(`${MEMBERS}/mem_3`),
      await client.post(MEMBERS, row),
    ];
    await client.post(MEMBERS, { email: "mia@acme.test", name: "Mia", role: "owner" });
    const allowed = await client.delete(`${MEMBERS}/mem_3`);

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(allowed.status).toBe(204);
  });

  it("who are removed are out with their sessions, which go on elsewhere or end", async () => {
    const { client, sandbox } = await acme();
    const agency = as(sandbox, "agency-admin", "agency");
    await client.post("/invites", { email: "olga@agency.test" });
    await control(sandbox, "/invitations/accept", { email: "olga@agency.test" });

    await agency.delete(`${MEMBERS}/mem_1`);
    await client.delete(`${MEMBERS}/mem_3`);

    expect(sandbox.state().cantila.sessions).toMatchObject([{ token: "olga", account: "acme" }]);
    expect((await as(sandbox, "bob", "acme").get("/accounts/me")).status).toBe(401);
  });
});

describe("POST /team/members", () => {
  it("puts somebody in at once, as developer, and lets an invitation stay", async () => {
    const { client } = await acme();
    await client.post("/invites", { email: "mia@acme.test" });

    const { status, body } = await client.post(MEMBERS, { email: "MIA@acme.test", name: "  Mia  " });

    expect(status).toBe(201);
    expect(body).toMatchObject({ email: "mia@acme.test", name: "Mia", role: "developer" });
    expect((await client.get("/invites")).body.invites).toMatchObject([{ status: "pending" }]);
  });

  it("sets somebody who is there back to developer, with the new name", async () => {
    const { client } = await acme();

    const { body } = await client.post(MEMBERS, { email: "bob@acme.test", name: "Robert" });

    expect(body).toMatchObject({ id: "mem_3", name: "Robert", role: "developer" });
  });

  it("demands a name", async () => {
    const { client } = await acme();

    const { status, body } = await client.post(MEMBERS, { email: "mia@acme.test" });

    expect(status).toBe(400);
    expect(body.error).toEqual({ formErrors: [], fieldErrors: { name: ["Required"] } });
  });
});
