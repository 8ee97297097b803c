import { describe, expect, it } from "vitest";
import { acme, NOW, WEEK_LATER } from "./acme.ts";
import { as, control, etagOf, match } from "./client.ts";

const ACME = "/organizations/org_1";
const INVITATIONS = `${ACME}/invitations`;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const NEW = { email: "new@acme.test" };

describe("inviting", () => {
  it("by e-mail gives a pending invitation for a week, as `member` by default", async () => {
    const adam = as(await acme(), "adam");

    const { status, body } = await adam.post(INVITATIONS, NEW);

    expect(status).toBe(201);
    expect(body).toEqual({
      id: "orgi_1",
      organization_id: "org_1",
      email: "new@acme.test",
      role: "member",
      status: "pending",
      invited_by: "adam",
      expires_at: WEEK_LATER,
      created_at: NOW,
      updated_at: NOW,
      etag: expect.any(String),
    });
    expect((await adam.get(INVITATIONS)).body.data).toEqual([body]);
  });

  it("somebody twice, or a member, is 409, whatever the case of the address", async () => {
    const olga = as(await acme(), "olga");
    await olga.post(INVITATIONS, NEW);

    const answers = [
      await olga.post(INVITATIONS, { email: "NEW@acme.test" }),
      await olga.post(INVITATIONS, { email: "Mia@acme.test", role: "admin" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(answers[0]?.body.errors[0]?.metadata).toBeUndefined();
  });

  it("is for owners and admins, as is the list", async () => {
    const sandbox = await acme();
    const mia = as(sandbox, "mia");
    const nora = as(sandbox, "nora");

    const answers = [
      await mia.post(INVITATIONS, NEW),
      await mia.get(INVITATIONS),
      await nora.get(INVITATIONS),
      await nora.post("/organizations/org_9/invitations", NEW),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  it.each([
    [{}, "email"],
    [{ email: "nobody" }, "email"],
    [{ ...NEW, role: "boss" }, "role"],
    [{ ...NEW, user_id: "nora" }, "user_id"],
  ])("refuses %j and names the field", async (sent, field) => {
    const { status, body } = await as(await acme(), "olga").post(INVITATIONS, sent);

    expect(status).toBe(400);
    expect(body.errors[0]?.path).toEqual(["body", field]);
  });

  it("leaves the organization's etag alone", async () => {
    const olga = as(await acme(), "olga");
    const before = await etagOf(olga, ACME);

    await olga.post(INVITATIONS, NEW);

    expect(await etagOf(olga, ACME)).toBe(before);
  });
});

describe("an invitation that ran out", () => {
  it("stays in the list as pending, and stands in the way of another", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, NEW);
    sandbox.advance(WEEK_MS);

    expect((await olga.get(INVITATIONS)).body.data).toMatchObject([
      { status: "pending", expires_at: WEEK_LATER },
    ]);
    expect((await olga.post(INVITATIONS, NEW)).status).toBe(409);
    expect((await control(sandbox, "/invitations/accept", NEW)).status).toBe(404);
  });

  it("may give way to another where the sandbox is set to", async () => {
    const sandbox = await acme({ expiredInvitations: "replaced" });
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, NEW);
    const soon = await olga.post(INVITATIONS, NEW);
    sandbox.advance(WEEK_MS);

    const late = await olga.post(INVITATIONS, NEW);

    expect([soon.status, late.status]).toEqual([409, 201]);
    expect((await olga.get(INVITATIONS)).body.data.map(({ id }) => id)).toEqual(["orgi_2"]);
  });

  it("begins anew when it is sent again", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    const { body: sent } = await olga.post(INVITATIONS, NEW);
    sandbox.advance(WEEK_MS);

    const { status, body } = await olga.post(`${INVITATIONS}/orgi_1/resend`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: "orgi_1",
      expires_at: WEEK_LATER + 7 * 24 * 60 * 60,
      status: "pending",
    });
    expect(body.etag).not.toBe(sent.etag);
    expect((await control(sandbox, "/invitations/accept", NEW)).status).toBe(200);
  });
});

describe("taking an invitation back", () => {
  it("ends it: no longer listed, sent or accepted", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, NEW);

    const { status } = await olga.delete(`${INVITATIONS}/orgi_1`);

    expect(status).toBe(204);
    expect((await olga.get(INVITATIONS)).body.data).toEqual([]);
    expect((await olga.delete(`${INVITATIONS}/orgi_1`)).status).toBe(404);
    expect((await olga.post(`${INVITATIONS}/orgi_1/resend`)).status).toBe(409);
    expect((await control(sandbox, "/invitations/accept", NEW)).status).toBe(404);
    expect((await olga.post(INVITATIONS, NEW)).status).toBe(201);
  });

  it("wants one of this organization, and an owner or admin", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, NEW);

    const answers = [
      await as(sandbox, "gus").delete("/organizations/org_2/invitations/orgi_1"),
      await as(sandbox, "mia").delete(`${INVITATIONS}/orgi_1`),
      await as(sandbox, "mia").post(`${INVITATIONS}/orgi_1/resend`),
      await olga.post(`${INVITATIONS}/orgi_9/resend`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 403, 403, 404]);
  });
});

describe("accepting, as only a person can", () => {
  it("makes the invited a member, and a user if there was none", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, { ...NEW, role: "admin" });
    const before = await etagOf(olga, ACME);

    const { body } = await control(sandbox, "/invitations/accept", NEW);

    expect(body).toEqual({ accepted: [{ organization: "org_1", user: "user_1" }] });
    expect((await olga.get(`${ACME}/members`)).body.data[3]).toMatchObject({
      email: "new@acme.test",
      role: "admin",
    });
    expect((await olga.get(INVITATIONS)).body.data).toEqual([]);
    expect(await etagOf(olga, ACME)).not.toBe(before);
    expect(sandbox.state().cnap.organizations[0]?.invitations[0]?.status).toBe("accepted");
  });

  it("takes all of a person's invitations, or the one that is named", async () => {
    const sandbox = await acme();
    const email = "nora@acme.test";
    await as(sandbox, "olga").post(INVITATIONS, { email });
    await as(sandbox, "gus").post("/organizations/org_2/invitations", { email });

    const one = await control(sandbox, "/invitations/accept", { email, organization: "globex" });
    const rest = await control(sandbox, "/invitations/accept", { email });
    const none = await control(sandbox, "/invitations/accept", { email });

    expect([one.body, rest.body]).toEqual([
      { accepted: [{ organization: "org_2", user: "nora" }] },
      { accepted: [{ organization: "org_1", user: "nora" }] },
    ]);
    expect(none.status).toBe(404);
    expect((await control(sandbox, "/invitations/accept", {})).status).toBe(400);
  });

  it("leaves the role of somebody who was added meanwhile", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    await olga.post(INVITATIONS, { email: "nora@acme.test", role: "admin" });
    await olga.post(`${ACME}/members`, { user_id: "nora" }, match(await etagOf(olga, ACME)));
    const pending = (await olga.get(INVITATIONS)).body.data.length;

    await control(sandbox, "/invitations/accept", { email: "nora@acme.test" });

    expect(pending).toBe(1);
    expect((await olga.get(`${ACME}/members`)).body.data[3]).toMatchObject({
      user_id: "nora",
      role: "member",
    });
  });
});
