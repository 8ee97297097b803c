import { describe, expect, it } from "vitest";
import { controls, open } from "../client.ts";
import { ACME, ENG, organizationId, SALES, START, WEEK } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });
const INVITATIONS = `${ENG}/invitations`;
const ACCEPT = "/lumoauth/invitations/accept";
const nina = { email: "nina@acme.test", role: "viewer" };

describe("inviting", () => {
  it.each([{ roleId: 3 }, { role: "viewer" }])(
    "answers with a pending invitation for seven days, role as %j",
    async (role) => {
      const ci = as(await acme(), "ci");

      const { status, body } = await ci.post(INVITATIONS, { email: "nina@acme.test", ...role });

      expect(status).toBe(201);
      expect(body.data).toEqual({
        id: 1,
        email: "nina@acme.test",
        role: { id: 3, slug: "viewer" },
        status: "pending",
        invitedBy: "CI",
        createdAt: "2026-11-21T12:00:00.000Z",
        expiresAt: "2026-11-28T12:00:00.000Z",
      });
    },
  );

  it("gives the default role where none is named", async () => {
    const ci = as(await acme(), "ci");

    const { body } = await ci.post(INVITATIONS, { email: nina.email });

    expect(body.data.role).toEqual({ id: 2, slug: "member" });
  });

  it("refuses a role that is not of this organization with 400", async () => {
    const ci = as(await acme(), "ci");

    const foreign = await ci.post(INVITATIONS, { email: nina.email, roleId: 6 });
    const unknown = await ci.post(INVITATIONS, { email: nina.email, role: "pilot" });

    expect([foreign.status, unknown.status]).toEqual([400, 400]);
    expect(foreign.body.code).toBe("invalid_request");
  });

  it("refuses members and people already invited, whatever the case of the e-mail", async () => {
    const ci = as(await acme(), "ci");
    await ci.post(INVITATIONS, nina);

    const member = await ci.post(INVITATIONS, { email: "MIA@acme.test" });
    const pending = await ci.post(INVITATIONS, { email: "Nina@Acme.test" });
    const elsewhere = await ci.post(`${SALES}/invitations`, { email: nina.email });

    expect([member.status, pending.status, elsewhere.status]).toEqual([409, 409, 201]);
  });

  it("goes to a user of the tenant as well", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.post(INVITATIONS, { email: "nora@acme.test" })).status).toBe(201);
  });

  it("can be done twice when the sandbox is told so", async () => {
    const sandbox = await open({ seed: ACME, lumoauth: { duplicateInvitations: "allowed" } });
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);

    const again = await ci.post(INVITATIONS, { email: nina.email, role: "lead" });
    await controls(sandbox).post(ACCEPT, { email: nina.email });

    expect(again.body.data.id).toBe(2);
    expect((await ci.get(INVITATIONS)).body.data).toMatchObject([
      { status: "accepted" },
      { status: "accepted" },
    ]);
    expect((await ci.get(`${ENG}/members`)).body.data[3]!.role).toMatchObject({ slug: "viewer" });
  });

  it("can be done again once the first has run out", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);
    sandbox.advance(WEEK);

    expect((await ci.post(INVITATIONS, nina)).status).toBe(201);
    expect((await ci.get(INVITATIONS)).body.data).toMatchObject([
      { status: "expired" },
      { status: "pending" },
    ]);
  });

  it.each([
    [{}, "email"],
    [{ email: "no-address" }, "email"],
    [{ email: "a@b.test", roleId: 1.5 }, "roleId"],
    [{ email: "a@b.test", roleId: 3, role: "lead" }, "role"],
    [{ email: "a@b.test", message: "Hi" }, "body"],
  ])("refuses %j and names the field", async (body, field) => {
    const sandbox = await acme();

    const answer = await as(sandbox, "ci").wrong.post(INVITATIONS, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "validation_error", details: [{ field }] });
    expect(sandbox.state().lumoauth.tenants[0]!.organizations[0]!.invitations).toEqual([]);
  });
});

describe("sending again", () => {
  it("starts the seven days anew", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);
    sandbox.advance(WEEK - 1);

    const { status, body } = await ci.post(`${INVITATIONS}/1/resend`);

    expect(status).toBe(200);
    expect(body).toEqual({ message: "Invitation sent again" });
    expect((await ci.get(INVITATIONS)).body.data[0]!.expiresAt).toBe("2026-12-05T11:59:59.999Z");
    expect(sandbox.state().lumoauth.tenants[0]!.organizations[0]!.invitations[0]!.sends).toBe(2);
  });

  it("is for pending invitations alone", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    for (const name of ["nina", "nils", "nell"]) {
      await ci.post(INVITATIONS, { email: `${name}@acme.test` });
    }
    await controls(sandbox).post(ACCEPT, { email: "nina@acme.test" });
    await ci.delete(`${INVITATIONS}/2`);
    sandbox.advance(WEEK);

    const statuses = [1, 2, 3].map(async (id) => (await ci.post(`${INVITATIONS}/${id}/resend`)).status);

    expect(await Promise.all(statuses)).toEqual([422, 422, 422]);
    expect((await ci.post(`${INVITATIONS}/9/resend`)).status).toBe(404);
  });
});

describe("revoking", () => {
  it("ends a pending invitation, which stays listed", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);

    const { status, body } = await ci.delete(`${INVITATIONS}/1`);

    expect(status).toBe(200);
    expect(body.message).toBe("Invitation revoked");
    expect((await ci.get(INVITATIONS)).body.data).toMatchObject([{ id: 1, status: "revoked" }]);
    expect((await controls(sandbox).post(ACCEPT, { email: nina.email })).status).toBe(404);
  });

  it("finds nothing where there is nothing pending", async () => {
    const ci = as(await acme(), "ci");
    await ci.post(INVITATIONS, nina);

    const elsewhere = await ci.delete(`${SALES}/invitations/1`);
    await ci.delete(`${INVITATIONS}/1`);
    const twice = await ci.delete(`${INVITATIONS}/1`);
    const never = await ci.delete(`${INVITATIONS}/9`);

    expect([elsewhere.status, twice.status, never.status]).toEqual([404, 404, 404]);
  });
});

describe("accepting, by the sandbox's control", () => {
  it("registers the user and makes them a member with the invited role", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);

    const { status, body } = await controls(sandbox).post(ACCEPT, { email: "Nina@acme.test" });

    const user = "b0000000-0000-4000-8000-000000000001";
    expect(status).toBe(200);
    expect(body).toEqual({ accepted: [{ tenant: "acme-corp", organization: organizationId(1), user }] });
    expect((await ci.get(`${ENG}/members`)).body.data[3]).toMatchObject({
      user: { id: user, email: "nina@acme.test" },
      role: { slug: "viewer" },
      status: "active",
    });
    expect((await ci.get(INVITATIONS)).body.data[0]!.status).toBe("accepted");
  });

  it("leaves somebody who has become a member as they are", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, { email: "nora@acme.test", role: "viewer" });
    await ci.post(`${ENG}/members`, { userId: "nora", role: "lead" });

    await controls(sandbox).post(ACCEPT, { email: "nora@acme.test" });

    expect((await ci.get(`${ENG}/members?search=nora`)).body.data).toMatchObject([
      { role: { slug: "lead" } },
    ]);
    expect((await ci.get(INVITATIONS)).body.data[0]!.status).toBe("accepted");
  });

  it("takes only the invitation to one organization when that is named", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITATIONS, nina);
    await ci.post(`${SALES}/invitations`, { email: nina.email });

    await controls(sandbox).post(ACCEPT, { email: nina.email, organization: "sales" });

    expect((await ci.get(INVITATIONS)).body.data[0]!.status).toBe("pending");
    expect((await ci.get(`${SALES}/invitations`)).body.data[0]!.status).toBe("accepted");
  });

  it("finds nothing for strangers, elsewhere, or too late", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITATIONS, nina);

    const stranger = await controls(sandbox).post(ACCEPT, { email: "x@acme.test" });
    const elsewhere = await controls(sandbox).post(ACCEPT, { email: nina.email, tenant: "globex" });
    const nonsense = await controls(sandbox).post(ACCEPT, { email: "nobody" });
    sandbox.advance(WEEK);
    const late = await controls(sandbox).post(ACCEPT, { email: nina.email });

    expect([stranger, elsewhere, nonsense, late].map(({ status }) => status)).toEqual([404, 404, 400, 404]);
  });
});
