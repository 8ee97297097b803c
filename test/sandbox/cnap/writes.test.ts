import { describe, expect, it } from "vitest";
import { acme } from "./acme.ts";
import { as, etagOf, match, memberEtag } from "./client.ts";

const ACME = "/organizations/org_1";
const MEMBERS = `${ACME}/members`;

describe("if-match", () => {
  it("is demanded wherever the documents say so", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");

    const answers = [
      await olga.patch(ACME, { name: "Acme" }),
      await olga.delete(ACME),
      await olga.post(MEMBERS, { user_id: "nora" }),
      await olga.patch(`${MEMBERS}/mia`, { role: "admin" }),
      await olga.delete(`${MEMBERS}/mia`),
      await olga.patch("/workspaces/ws_1", { name: "Store" }),
      await as(sandbox, "carl").post("/workspaces/ws_1:revokeManagement"),
      await olga.patch(ACME, { name: "Acme" }, match("")),
    ];

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(400));
    expect(answers[0]?.body.errors).toEqual([
      { code: 7006, message: "if-match is required", path: ["headers", "if-match"] },
    ]);
  });

  it("that is out of date is 409 with the etag in force, and changes nothing", async () => {
    const olga = as(await acme(), "olga");
    const before = (await olga.get(ACME)).body;
    await olga.patch(ACME, { name: "First" }, match(before.etag));

    const { status, body } = await olga.patch(ACME, { name: "Second" }, match(before.etag));

    const after = (await olga.get(ACME)).body;
    expect(status).toBe(409);
    expect(body.errors).toMatchObject([{ code: 7005, metadata: { etag: after.etag } }]);
    expect(body.errors[0]?.message).toContain("ABORTED");
    expect(after.name).toBe("First");
  });

  it("tells the etag under another name, without ABORTED, where the sandbox is set to", async () => {
    const olga = as(await acme({ etagMetadata: "current_etag" }), "olga");

    const { body } = await olga.patch(ACME, { name: "Acme" }, match("0"));

    expect(body.errors[0]?.metadata).toEqual({ current_etag: await etagOf(olga, ACME) });
    expect(body.errors[0]?.message).not.toContain("ABORTED");
  });

  it("that is out of date looks different from an ordinary conflict", async () => {
    const olga = as(await acme(), "olga");

    const { status, body } = await olga.post(MEMBERS, { user_id: "mia" }, match(await etagOf(olga, ACME)));

    expect(status).toBe(409);
    expect(body.errors[0]?.code).toBe(7004);
    expect(body.errors[0]).not.toHaveProperty("metadata");
  });

  it("of somebody who left does not fit when they are back", async () => {
    const olga = as(await acme(), "olga");
    const etag = await memberEtag(olga, "org_1", "mia");
    await olga.delete(`${MEMBERS}/mia`, match(etag));
    await olga.post(MEMBERS, { user_id: "mia" }, match(await etagOf(olga, ACME)));

    expect((await olga.delete(`${MEMBERS}/mia`, match(etag))).status).toBe(409);
  });
});

describe("an idempotency key", () => {
  const key = { "idempotency-key": "once" };
  const NEW = { name: "New", slug: "new" };

  it("gives the first answer again, and does the work once", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");

    const first = await olga.post("/organizations", NEW, key);
    const second = await olga.post("/organizations", NEW, key);

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(sandbox.state().cnap.organizations).toHaveLength(3);
  });

  it("repeats a deletion after which nothing is there, whatever the etag", async () => {
    const gus = as(await acme(), "gus");
    const headers = { ...match(await etagOf(gus, "/organizations/org_2")), ...key };

    const first = await gus.delete("/organizations/org_2", headers);
    const second = await gus.delete("/organizations/org_2", { ...headers, "if-match": "0" });

    expect([first.status, second.status, second.body]).toEqual([204, 204, undefined]);
  });

  it("for another request is 409", async () => {
    const olga = as(await acme(), "olga");
    await olga.post("/organizations", NEW, key);

    const body = await olga.post("/organizations", { name: "Other" }, key);
    const path = await olga.patch(ACME, NEW, { ...match(await etagOf(olga, ACME)), ...key });

    expect([body.status, path.status]).toEqual([409, 409]);
    expect(body.body.errors[0]?.message).toContain("idempotency-key");
  });

  it("is each caller's own, and forgotten after a day", async () => {
    const sandbox = await acme();
    await as(sandbox, "olga").post("/organizations", { name: "Mine" }, key);

    const other = await as(sandbox, "gus").post("/organizations", { name: "His" }, key);
    sandbox.advance(24 * 60 * 60 * 1000);
    const later = await as(sandbox, "olga").post("/organizations", { name: "Another" }, key);

    expect([other.status, later.status]).toEqual([201, 201]);
    expect(sandbox.state().cnap.answered).toHaveLength(1);
  });

  it("is free again after a refusal", async () => {
    const olga = as(await acme(), "olga");

    const refused = await olga.patch(ACME, { name: "Acme" }, { ...match("0"), ...key });
    const done = await olga.patch(ACME, { name: "Acme" }, { ...match(await etagOf(olga, ACME)), ...key });

    expect([refused.status, done.status]).toEqual([409, 200]);
  });

  it("is heeded for members and management, ignored for invitations", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    const twice = async (send: () => Promise<{ status: number }>) => [
      (await send()).status,
      (await send()).status,
    ];
    const add = { ...match(await etagOf(olga, ACME)), "idempotency-key": "a" };
    const carl = as(sandbox, "carl");
    const end = { ...match(await etagOf(carl, "/workspaces/ws_1/management")), "idempotency-key": "r" };

    expect(await twice(() => olga.post(MEMBERS, { user_id: "nora" }, add))).toEqual([201, 201]);
    expect(await twice(() => carl.post("/workspaces/ws_1:revokeManagement", undefined, end))).toEqual([
      204, 204,
    ]);
    const invited = await fetch(`${sandbox.endpoints.cnap}${ACME}/invitations`, invitation("a"));
    expect(invited.status).toBe(201);
  });

  it("has 1 to 64 characters", async () => {
    const olga = as(await acme(), "olga");
    const make = async (length: number) =>
      (await olga.post("/organizations", { name: "New" }, { "idempotency-key": "k".repeat(length) })).status;

    expect([await make(0), await make(65), await make(64)]).toEqual([400, 400, 201]);
  });

  function invitation(idempotencyKey: string): RequestInit {
    const headers = { Authorization: "Bearer olga", "idempotency-key": idempotencyKey };
    return { method: "POST", headers, body: JSON.stringify({ email: "new@acme.test" }) };
  }
});
