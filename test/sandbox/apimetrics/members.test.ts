import { describe, expect, it } from "vitest";
import { acme, as, encoded, statuses } from "./client.ts";

const ORG = "/api/2/organizations/acme/";
const ACCOUNTS = `${ORG}accounts/`;
const mia = `${ACCOUNTS}${encoded("auth0|mia")}/`;

describe("the accounts of an organization", () => {
  it("are its members and the virtual users of its service accounts, not outsiders with access", async () => {
    const { body } = await as(await acme(), "ci").get(ACCOUNTS);

    expect(body.results.map(({ id }) => id)).toEqual(["auth0|olga", "auth0|mia", "auth0|sam", "ci@clients"]);
    expect(body.results[3]).toMatchObject({ email: null });
  });

  it("can do without virtual users", async () => {
    const { body } = await as(await acme({ serviceAccountRows: "hidden" }), "ci").get(ACCOUNTS);

    expect(body.results.map(({ id }) => id)).toEqual(["auth0|olga", "auth0|mia", "auth0|sam"]);
  });

  it("are read by their id, percent-encoded", async () => {
    const sandbox = await acme();

    const { status, body } = await as(sandbox, "ci").get(`${ACCOUNTS}auth0%7Cmia/`);
    const outsider = await as(sandbox, "ci").get(`${ACCOUNTS}auth0%7Cnora/`);

    expect([status, outsider.status]).toEqual([200, 404]);
    expect(body).toEqual({
      id: "auth0|mia",
      user_id: "auth0|mia",
      email: "mia@acme.test",
      name: "mia",
      permissions: [],
      app_metadata: { org_roles: { acme: ["DEFAULT", "SRE"] } },
    });
  });

  it.each([
    ["app_metadata", { permissions: [], app_metadata: { acme: ["DEFAULT", "SRE"] } }],
    ["permissions", { permissions: ["DEFAULT", "SRE"] }],
    ["absent", { permissions: [] }],
  ] as const)("show their roles elsewhere with accountRoles %s", async (accountRoles, shown) => {
    const { body } = await as(await acme({ accountRoles }), "ci").get(mia);

    expect(body).toEqual({
      id: "auth0|mia",
      user_id: "auth0|mia",
      email: "mia@acme.test",
      name: "mia",
      ...shown,
    });
  });
});

describe("removing an account", () => {
  it("takes its direct access to the organization's projects", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");

    const { status, body } = await ci.delete(mia);

    expect(status).toBe(200);
    expect(body).toEqual({ status: "removed" });
    expect((await ci.get(mia)).status).toBe(404);
    expect((await as(sandbox, "mia").get("/api/2/account/projects")).body.projects).toEqual([]);
    expect((await ci.delete(mia)).status).toBe(404);
  });

  it("leaves direct access elsewhere, and with removedAccountAccess kept all of it", async () => {
    const kept = await acme({ removedAccountAccess: "kept" });
    const sandbox = await acme();
    await as(sandbox, "gus").post("/api/2/projects/proj_3/access/", { account_id: "auth0|mia" });

    for (const one of [kept, sandbox]) {
      await as(one, "ci").delete(mia);
    }

    const projects = async (one: typeof sandbox) =>
      (await as(one, "mia").get("/api/2/account/projects")).body.projects.map(({ id }) => id);
    expect(await projects(sandbox)).toEqual(["proj_3"]);
    expect(await projects(kept)).toEqual(["proj_2"]);
  });

  it("does not protect the last ADMIN: everybody is locked out", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").delete(`${ACCOUNTS}${encoded("auth0|olga")}/`);
    await as(sandbox, "ci").delete(`${ACCOUNTS}${encoded("ci@clients")}/`);

    const answers = await Promise.all(["olga", "ci", "mia"].map((name) => as(sandbox, name).get(ORG)));

    expect(statuses(...answers)).toEqual([403, 403, 403]);
  });
});

describe("the roles of an account", () => {
  it("are given and taken one by one", async () => {
    const ci = as(await acme(), "ci");

    const given = await ci.post(`${mia}role/ADMIN/`, {});
    const again = await ci.post(`${mia}role/ADMIN/`);
    const both = (await ci.get(mia)).body.app_metadata;
    const taken = await ci.delete(`${mia}role/SRE/`);

    expect(statuses(given, again, taken)).toEqual([200, 200, 200]);
    expect(both).toEqual({ org_roles: { acme: ["DEFAULT", "SRE", "ADMIN"] } });
    expect((await ci.get(mia)).body.app_metadata).toEqual({ org_roles: { acme: ["DEFAULT", "ADMIN"] } });
  });

  it("take effect at once", async () => {
    const sandbox = await acme();
    const sam = as(sandbox, "sam");
    const before = await sam.get("/api/2/projects/proj_1/");

    await as(sandbox, "ci").post(`${ACCOUNTS}auth0%7Csam/role/SRE/`, {});

    expect(statuses(before, await sam.get("/api/2/projects/proj_1/"))).toEqual([403, 200]);
  });

  it("always have DEFAULT", async () => {
    const { status, body } = await as(await acme(), "ci").delete(`${mia}role/DEFAULT/`);

    expect(status).toBe(409);
    expect(body.error.code).toBe("conflict");
  });

  it("are not found where the account, the role or the assignment is missing", async () => {
    const ci = as(await acme(), "ci");

    const account = await ci.post(`${ACCOUNTS}auth0%7Cnora/role/SRE/`, {});
    const role = await ci.post(`${mia}role/PILOT/`, {});
    const assignment = await ci.delete(`${mia}role/ADMIN/`);

    expect(statuses(account, role, assignment)).toEqual([404, 404, 404]);
  });

  it("take no body, and only from an ADMIN", async () => {
    const sandbox = await acme();

    const body = await as(sandbox, "ci").post(`${mia}role/ADMIN/`, { role: "ADMIN" });
    const self = await as(sandbox, "mia").post(`${mia}role/ADMIN/`, {});

    expect(statuses(body, self)).toEqual([422, 403]);
  });
});
