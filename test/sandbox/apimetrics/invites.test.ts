import { describe, expect, it } from "vitest";
import { controls } from "../client.ts";
import { STARTED } from "./acme.ts";
import { acme, as, statuses } from "./client.ts";

const INVITES = "/api/2/organizations/acme/invites/";
const PROJECT_INVITES = "/api/2/projects/proj_1/invites/";
const ACCEPT = "/apimetrics/invitations/accept";
const nina = { email: "nina@acme.test", name: "Nina", roles: ["SRE"] };

describe("inviting to an organization", () => {
  it("answers with an invite that tells both addresses apart", async () => {
    const olga = as(await acme(), "olga");

    const made = await olga.post(INVITES, nina);

    expect(made).toEqual({
      status: 201,
      body: {
        id: "inv_1",
        ...nina,
        invited_by: "auth0|olga",
        invited_email: "olga@acme.test",
        org_id: "acme",
        project_id: null,
        access_level: null,
        created: STARTED,
        last_update: STARTED,
      },
    });
    expect((await olga.get(INVITES)).body.results).toEqual([made.body]);
  });

  it("can be done twice for one address, and for somebody who is there", async () => {
    const ci = as(await acme(), "ci");

    const answers = [
      await ci.post(INVITES, nina),
      await ci.post(INVITES, nina),
      await ci.post(INVITES, { email: "mia@acme.test" }),
    ];

    expect(statuses(...answers)).toEqual([201, 201, 201]);
    expect((await ci.get(INVITES)).body.results.map(({ id }) => id)).toEqual(["inv_1", "inv_2", "inv_3"]);
  });

  it.each([
    [{}, ["body", "email"]],
    [{ email: "nobody" }, ["body", "email"]],
    [{ ...nina, roles: ["SRE", "PILOT"] }, ["body", "roles", 1]],
    [{ ...nina, access_level: "BOSS" }, ["body", "access_level"]],
    [{ ...nina, role: "ADMIN" }, ["body", "role"]],
  ])("refuses %j and names the field", async (body, loc) => {
    const ci = as(await acme(), "ci");

    const answer = await ci.post(INVITES, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
    expect((await ci.get(INVITES)).body.results).toEqual([]);
  });

  it("never runs out", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITES, nina);
    sandbox.advance(10 * 365 * 24 * 60 * 60 * 1000);

    expect((await controls(sandbox).post(ACCEPT, { email: nina.email })).status).toBe(200);
  });

  it("is taken back by the organization's own administrators", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITES, nina);

    const other = await as(sandbox, "gus").delete("/api/2/organizations/globex/invites/inv_1/");
    const own = await ci.delete(`${INVITES}inv_1/`);
    const gone = await ci.delete(`${INVITES}inv_1/`);

    expect(statuses(other, own, gone)).toEqual([403, 200, 404]);
    expect(own.body).toEqual({ status: "deleted" });
  });
});

describe("inviting to a project", () => {
  it("is for its owners; the level is VIEWER unless given", async () => {
    const sandbox = await acme();

    const olga = await as(sandbox, "olga").post(PROJECT_INVITES, { email: "x@partner.test" });
    const editor = await as(sandbox, "mia").post(PROJECT_INVITES, { email: "x@partner.test" });
    const roles = await as(sandbox, "olga").post(PROJECT_INVITES, {
      email: "x@partner.test",
      roles: ["SRE"],
    });

    expect(statuses(olga, editor, roles)).toEqual([201, 403, 422]);
    expect(olga.body).toMatchObject({
      project_id: "proj_1",
      org_id: "acme",
      access_level: "VIEWER",
      roles: [],
    });
    expect((await as(sandbox, "olga").get(PROJECT_INVITES)).body.results).toEqual([olga.body]);
  });

  it("shows up in the organization's list too, unless hidden", async () => {
    const listed = await acme();
    const hidden = await acme({ projectInviteRows: "hidden" });
    for (const sandbox of [listed, hidden]) {
      await as(sandbox, "ci").post(PROJECT_INVITES, { email: "x@partner.test" });
    }

    expect((await as(listed, "ci").get(INVITES)).body.results).toMatchObject([{ project_id: "proj_1" }]);
    expect((await as(hidden, "ci").get(INVITES)).body.results).toEqual([]);
  });

  it("is taken back on that project", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(PROJECT_INVITES, { email: "x@partner.test" });

    const elsewhere = await ci.delete("/api/2/projects/proj_2/invites/inv_1/");
    const here = await ci.delete(`${PROJECT_INVITES}inv_1/`);
    const gone = await ci.delete(`${PROJECT_INVITES}inv_1/`);

    expect(statuses(elsewhere, here, gone)).toEqual([404, 200, 404]);
  });

  it("makes an outsider with direct access when it is accepted", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(PROJECT_INVITES, { email: "x@partner.test", access_level: "ANALYST" });

    const { body } = await controls(sandbox).post(ACCEPT, { email: "x@partner.test" });

    expect(body).toEqual({ accepted: [{ organization: "acme", project: "proj_1", account: "auth0|acc1" }] });
    const access = (await ci.get("/api/2/projects/proj_1/access/")).body.results;
    expect(access.at(-1)).toMatchObject({ account_id: "auth0|acc1", access_level: "ANALYST" });
    expect((await ci.get("/api/2/organizations/acme/accounts/")).body.results).toHaveLength(4);
  });
});

describe("accepting, by the sandbox's control", () => {
  it("gives DEFAULT and the roles of all invites, which are gone then", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(INVITES, nina);
    await ci.post(INVITES, { email: "NINA@acme.test", roles: ["ADMIN"] });

    const { status, body } = await controls(sandbox).post(ACCEPT, { email: nina.email });

    expect(status).toBe(200);
    expect(body).toEqual({
      accepted: [
        { organization: "acme", account: "auth0|acc1" },
        { organization: "acme", account: "auth0|acc1" },
      ],
    });
    expect((await ci.get(INVITES)).body.results).toEqual([]);
    expect((await ci.get("/api/2/organizations/acme/accounts/auth0%7Cacc1/")).body).toMatchObject({
      email: "nina@acme.test",
      app_metadata: { org_roles: { acme: ["DEFAULT", "SRE", "ADMIN"] } },
    });
  });

  it("leaves somebody who is there the roles they have", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITES, { email: "mia@acme.test", roles: ["ADMIN"] });

    await controls(sandbox).post(ACCEPT, { email: "mia@acme.test", organization: "acme" });

    expect(sandbox.state().apimetrics.organizations[0]!.members[1]).toEqual({
      account: "auth0|mia",
      roles: ["DEFAULT", "SRE", "ADMIN"],
    });
  });

  it("asks which account is meant where two have the e-mail", async () => {
    const sandbox = await acme();
    const person = { email: "sam@acme.test" };
    await as(sandbox, "ci").post(INVITES, person);

    const unclear = await controls(sandbox).post(ACCEPT, person);
    const stranger = await controls(sandbox).post(ACCEPT, { ...person, account: "auth0|mia" });
    const clear = await controls(sandbox).post(ACCEPT, { ...person, account: "google-oauth2|sam" });

    expect([unclear.status, stranger.status, clear.status]).toEqual([409, 404, 200]);
  });

  it("finds nothing for strangers and elsewhere, and wants an address", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITES, nina);

    const stranger = await controls(sandbox).post(ACCEPT, { email: "x@acme.test" });
    const elsewhere = await controls(sandbox).post(ACCEPT, { email: nina.email, organization: "globex" });
    const nobody = await controls(sandbox).post(ACCEPT, {});

    expect([stranger.status, elsewhere.status, nobody.status]).toEqual([404, 404, 400]);
  });
});

describe("answering an invite oneself", () => {
  it("is for the invited address alone", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITES, { email: "nora@acme.test", roles: ["SRE"] });
    const path = "/api/2/account/invite/inv_1";

    const other = await as(sandbox, "gus").post(path);
    const machine = await as(sandbox, "ci").delete(path);
    const invited = await as(sandbox, "nora").post(path);
    const twice = await as(sandbox, "nora").post(path);

    expect(statuses(other, machine, invited, twice)).toEqual([403, 403, 200, 404]);
    expect((await as(sandbox, "nora").get("/api/2/account/projects")).body.meta).toMatchObject({
      roles: { acme: ["DEFAULT", "SRE"] },
    });
  });

  it("may be a no", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(INVITES, { email: "nora@acme.test" });

    const { body } = await as(sandbox, "nora").delete("/api/2/account/invite/inv_1");

    expect(body).toEqual({ status: "rejected" });
    expect((await as(sandbox, "ci").get(INVITES)).body.results).toEqual([]);
  });
});
