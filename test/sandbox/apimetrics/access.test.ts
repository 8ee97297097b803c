import { describe, expect, it } from "vitest";
import { LONG_AGO, STARTED } from "./acme.ts";
import { acme, as, statuses } from "./client.ts";

const ACCESS = "/api/2/projects/proj_1/access/";
const ROLES = "/api/2/projects/proj_1/roles/";

describe("direct access to a project", () => {
  it("is listed with accounts inside and outside the organization", async () => {
    const { body } = await as(await acme(), "ci").get(ACCESS);

    expect(body.meta).toEqual({ more: false, next_cursor: null, project_id: "proj_1" });
    expect(body.results.map((each) => [each.account_id, each.access_level])).toEqual([
      ["auth0|olga", "OWNER"],
      ["auth0|nora", "VIEWER"],
    ]);
    expect(body.results[0]).toEqual({
      id: "grant_1",
      project: "proj_1",
      account_id: "auth0|olga",
      account_email: "olga@acme.test",
      access_level: "OWNER",
      created: LONG_AGO,
      last_update: LONG_AGO,
    });
  });

  it("is given to an account, as VIEWER unless a level is named", async () => {
    const ci = as(await acme(), "ci");

    const member = await ci.post(ACCESS, { account_id: "auth0|mia" });
    const outsider = await ci.post(ACCESS, { account_id: "auth0|gus", access_level: "MANAGER" });

    expect(member.status).toBe(201);
    expect(member.body).toEqual({
      id: "grant_6",
      project: "proj_1",
      account_id: "auth0|mia",
      account_email: "mia@acme.test",
      access_level: "VIEWER",
      created: STARTED,
      last_update: STARTED,
    });
    expect(outsider.body).toMatchObject({ account_id: "auth0|gus", access_level: "MANAGER" });
  });

  it("goes to the caller when account_id is left out, whatever e-mail is given", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci.post(ACCESS, { email: "mia@acme.test", access_level: "EDITOR" });

    expect(status).toBe(201);
    expect(body).toMatchObject({ account_id: "ci@clients", access_level: "EDITOR" });
  });

  it("is given once: a second time is refused, or changes the level", async () => {
    const again = { account_id: "auth0|nora", access_level: "EDITOR" };

    const refused = await as(await acme(), "ci").post(ACCESS, again);
    const updating = as(await acme({ secondGrant: "updates" }), "ci");
    const updated = await updating.post(ACCESS, again);

    expect(statuses(refused, updated)).toEqual([409, 201]);
    expect(updated.body).toMatchObject({ id: "grant_2", access_level: "EDITOR", created: LONG_AGO });
    expect((await updating.get(ACCESS)).body.results).toHaveLength(2);
  });

  it.each([
    [{ account_id: "" }, ["body", "account_id"]],
    [{ account_id: null }, ["body", "account_id"]],
    [{ account_id: "auth0|mia", access_level: "INGRESS" }, ["body", "access_level"]],
    [{ account: "auth0|mia" }, ["body", "account"]],
  ])("is not given by %j", async (body, loc) => {
    const answer = await as(await acme(), "ci").post(ACCESS, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
  });

  it("is not given to an account that is not there", async () => {
    expect((await as(await acme(), "ci").post(ACCESS, { account_id: "auth0|x" })).status).toBe(404);
  });

  it("is read, changed and taken by its key", async () => {
    const ci = as(await acme(), "ci");

    const changed = await ci.post(`${ACCESS}grant_2/`, { access_level: "ANALYST" });
    const read = await ci.get(`${ACCESS}grant_2/`);
    const same = await ci.post(`${ACCESS}grant_2/`, {});
    const taken = await ci.delete(`${ACCESS}grant_2/`);
    const gone = [await ci.get(`${ACCESS}grant_2/`), await ci.delete(`${ACCESS}grant_2/`)];

    expect(statuses(changed, read, same, taken, ...gone)).toEqual([200, 200, 200, 200, 404, 404]);
    expect(read.body).toMatchObject({
      account_id: "auth0|nora",
      access_level: "ANALYST",
      last_update: STARTED,
    });
    expect(same.body.access_level).toBe("ANALYST");
  });

  it("is for owners and administrators to handle, and has no other project's keys", async () => {
    const sandbox = await acme();

    const editor = await as(sandbox, "mia").get(ACCESS);
    const viewer = await as(sandbox, "nora").post(ACCESS, { access_level: "OWNER" });
    const foreign = await as(sandbox, "ci").get(`${ACCESS}grant_4/`);

    expect(statuses(editor, viewer, foreign)).toEqual([403, 403, 404]);
  });

  it("lets the last OWNER go", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.delete(`${ACCESS}grant_1/`)).status).toBe(200);
  });

  it("is listed for the whole organization", async () => {
    const { body } = await as(await acme(), "ci").get("/api/2/organizations/acme/projects/access");

    expect(body.results.map((each) => [each.project, each.account_id])).toEqual([
      ["proj_1", "auth0|olga"],
      ["proj_1", "auth0|nora"],
      ["proj_2", "auth0|mia"],
    ]);
  });
});

describe("a role's access to a project", () => {
  it("is given with a level, and with another one beside it", async () => {
    const ci = as(await acme(), "ci");

    const second = await ci.post(ROLES, { role_id: "SRE", access_level: "OWNER" });
    const { body } = await ci.get(ROLES);

    expect(second.status).toBe(201);
    expect(second.body).toEqual({
      id: "grant_6",
      role_id: "SRE",
      project: "proj_1",
      access_level: "OWNER",
      created: STARTED,
      last_update: STARTED,
    });
    expect(body.results.map(({ access_level }) => access_level)).toEqual(["EDITOR", "OWNER"]);
  });

  it("works for everybody with the role", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(ROLES, { role_id: "SRE", access_level: "OWNER" });

    expect((await as(sandbox, "mia").get(ACCESS)).status).toBe(200);
    expect((await as(sandbox, "sam").get(ACCESS)).status).toBe(403);
  });

  it("is not given twice at one level, nor to a role that the organization does not have", async () => {
    const ci = as(await acme(), "ci");

    const twice = await ci.post(ROLES, { role_id: "SRE", access_level: "EDITOR" });
    const unknown = await ci.post(ROLES, { role_id: "PILOT", access_level: "EDITOR" });

    expect(statuses(twice, unknown)).toEqual([409, 404]);
  });

  it.each([
    [{ role_id: "SRE" }, ["body", "access_level"]],
    [{ access_level: "VIEWER" }, ["body", "role_id"]],
    [{ role_id: "SRE", access_level: "INGRESS" }, ["body", "access_level"]],
    [{ role_id: "SRE", access_level: "VIEWER", level: 1 }, ["body", "level"]],
  ])("is not given by %j", async (body, loc) => {
    const answer = await as(await acme(), "ci").post(ROLES, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
  });

  it("is read, changed and taken by its key", async () => {
    const ci = as(await acme(), "ci");
    await ci.post(ROLES, { role_id: "ADMIN", access_level: "EDITOR" });

    const level = await ci.post(`${ROLES}grant_3/`, { access_level: "VIEWER" });
    const taken = await ci.post(`${ROLES}grant_6/`, { role_id: "SRE", access_level: "VIEWER" });
    const role = await ci.post(`${ROLES}grant_6/`, { role_id: "SRE" });
    const read = await ci.get(`${ROLES}grant_6/`);
    const deleted = await ci.delete(`${ROLES}grant_6/`);
    const gone = await ci.get(`${ROLES}grant_6/`);

    expect(statuses(level, taken, role, read, deleted, gone)).toEqual([200, 409, 200, 200, 200, 404]);
    expect(read.body).toMatchObject({ role_id: "SRE", access_level: "EDITOR" });
  });

  it("is listed for the whole organization", async () => {
    const { body } = await as(await acme(), "ci").get("/api/2/organizations/acme/roles/access");

    expect(body.results).toMatchObject([{ id: "grant_3", role_id: "SRE", project: "proj_1" }]);
  });
});
