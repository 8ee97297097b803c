import { describe, expect, it } from "vitest";
import { open } from "../client.ts";
import { LONG_AGO, STARTED } from "./acme.ts";
import { acme, as, statuses } from "./client.ts";

const ORG = "/api/2/organizations/acme/";

describe("discovery", () => {
  it("tells who is asking, and their organizations and projects", async () => {
    const { status, body } = await as(await acme(), "mia").get("/api/2/account/projects");

    expect(status).toBe(200);
    expect(body.meta).toEqual({
      account_id: "auth0|mia",
      roles: { acme: ["DEFAULT", "SRE"] },
      permissions: [],
      current_project_id: "proj_1",
      invites: [],
    });
    expect(body.projects.map(({ name }) => name)).toEqual(["Production", "Staging"]);
    expect(Object.keys(body.organizations)).toEqual(["acme"]);
  });

  it("gives an outsider the project alone, and a service account its account", async () => {
    const sandbox = await acme();

    const nora = await as(sandbox, "nora").get("/api/2/account/projects");
    const ci = await as(sandbox, "ci").get("/api/2/account/projects");

    expect(nora.body.organizations).toEqual({});
    expect(nora.body.projects).toMatchObject([{ id: "proj_1", org_id: "acme" }]);
    expect(ci.body.meta.account_id).toBe("ci@clients");
    expect(ci.body.projects).toEqual([]);
  });

  it("shows the caller their invites", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").post(`${ORG}invites/`, { email: "Nora@acme.test" });

    const { body } = await as(sandbox, "nora").get("/api/2/account/projects");

    expect(body.meta.invites).toMatchObject([{ id: "inv_1", org_id: "acme" }]);
  });
});

describe("an organization", () => {
  it("is read by its administrators", async () => {
    const { body } = await as(await acme(), "ci").get(ORG);

    expect(body).toEqual({
      id: "acme",
      name: "Acme Corp",
      subscription_level: "enterprise",
      billing_admin_id: "auth0|olga",
      enforce_2fa: false,
      kms_enabled: false,
      password_expiry_days: 0,
      tags: [],
      system_tags: [],
      created: LONG_AGO,
      last_update: LONG_AGO,
    });
  });

  it("changes by POST, and null leaves a field as it is", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci.post(ORG, { name: "Acme", tags: ["eu"], enforce_2fa: null });
    const again = await ci.post(ORG, { kms_enabled: true, password_expiry_days: 90, name: null });

    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "Acme", tags: ["eu"], enforce_2fa: false, last_update: STARTED });
    expect(again.body).toMatchObject({ name: "Acme", kms_enabled: true, password_expiry_days: 90 });
  });

  it.each([
    [{ name: "" }, ["body", "name"]],
    [{ password_expiry_days: -1 }, ["body", "password_expiry_days"]],
    [{ tags: [1] }, ["body", "tags", 0]],
    [{ subscription_level: "free" }, ["body", "subscription_level"]],
    [[], ["body"]],
  ])("refuses %j and names the field", async (body, loc) => {
    const sandbox = await acme();
    const before = sandbox.state();

    const answer = await as(sandbox, "ci").post(ORG, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
    expect(sandbox.state()).toEqual(before);
  });

  it("can be neither made nor deleted", async () => {
    const { endpoints } = await acme();
    const headers = { Authorization: "Bearer ci" };

    const made = await fetch(`${endpoints.apimetrics}/api/2/organizations/`, { method: "POST", headers });
    const deleted = await fetch(endpoints.apimetrics + ORG, { method: "DELETE", headers });

    expect([made.status, deleted.status]).toEqual([404, 405]);
  });

  it("does not answer without the slash at the end", async () => {
    const { endpoints } = await acme();

    const reply = await fetch(`${endpoints.apimetrics}/api/2/organizations/acme`, {
      headers: { Authorization: "Bearer ci" },
    });

    expect(reply.status).toBe(404);
  });
});

describe("who may open an organization", () => {
  it("needs a known bearer token; the refusal has a form of its own", async () => {
    const sandbox = await acme();

    const { status, body } = await as(sandbox, "nobody").get(ORG);
    const bare = await fetch(sandbox.endpoints.apimetrics + ORG);

    expect([status, bare.status]).toEqual([401, 401]);
    expect(body).toEqual({ error_msg: "Missing or unknown bearer token" });
  });

  it.each(["", "accounts/", "roles/", "roles/access", "projects/", "projects/access", "invites/"])(
    "needs the role ADMIN for /%s",
    async (path) => {
      const sandbox = await acme();

      const answers = await Promise.all(
        ["olga", "ci", "mia", "nora", "gus"].map((name) => as(sandbox, name).get(ORG + path)),
      );

      expect(statuses(...answers)).toEqual([200, 200, 403, 403, 403]);
      expect(answers[2]!.body.error).toMatchObject({ code: "forbidden", details: null });
    },
  );

  it("does not find one that is not there", async () => {
    const { status, body } = await as(await acme(), "ci").get("/api/2/organizations/nowhere/");

    expect(status).toBe(404);
    expect(body.error).toEqual({
      message: "Organization nowhere not found",
      code: "not_found",
      details: null,
    });
  });
});

describe("service accounts", () => {
  const SERVICES = "/api/3/organizations/acme/service_accounts";

  it("are listed with the account that they act as", async () => {
    const { body } = await as(await acme(), "ci").get(SERVICES);

    expect(body.results).toEqual([
      {
        id: "sa_1",
        meta: {
          name: "ci",
          org_id: "acme",
          owner: null,
          account_id: "ci@clients",
          created_by: null,
          created: LONG_AGO,
        },
        service_account: { auth0_client_id: "client-ci", roles: ["DEFAULT", "ADMIN"] },
      },
    ]);
  });

  it("are there without roles once their account was removed", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");

    await olga.delete(`${ORG}accounts/ci%40clients/`);

    const { results } = (await olga.get(SERVICES)).body;
    expect(results).toMatchObject([{ id: "sa_1", service_account: { roles: [] } }]);
    expect((await as(sandbox, "ci").get(ORG)).status).toBe(403);
  });
});

it.each(["/api/3/organizations/acme/service_accounts", "/api/2/audits/organization/acme/"])(
  "needs the role ADMIN for %s",
  async (path) => {
    const sandbox = await acme();

    expect(statuses(await as(sandbox, "mia").get(path), await as(sandbox, "gus").get(path))).toEqual([
      403, 403,
    ]);
  },
);

describe("the audit log", () => {
  it("has what was done, newest first, and nothing that was refused", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(`${ORG}roles/`, { id: "OPS" });
    await ci.post(`${ORG}roles/`, { id: "OPS" });
    await ci.delete(`${ORG}roles/OPS/`);
    await as(sandbox, "mia").post("/api/2/projects/proj_2/", { name: "Stage" });

    const { body } = await ci.get("/api/2/audits/organization/acme/?limit=2");

    expect(body.meta.more).toBe(true);
    expect(body.results).toEqual([
      { id: "aud_3", created: STARTED, account_id: "auth0|mia", action: "project.update", object: "proj_2" },
      { id: "aud_2", created: STARTED, account_id: "ci@clients", action: "role.delete", object: "OPS" },
    ]);
    expect((await as(sandbox, "gus").get("/api/2/audits/organization/globex/")).body.results).toEqual([]);
  });
});

it("without a seed there is an organization whose service account has the token sandbox", async () => {
  const sandbox = await open();
  const client = as(sandbox, "sandbox");

  const accounts = await client.get("/api/2/organizations/sandbox/accounts/");

  expect(sandbox.credentials().apimetrics).toEqual([{ token: "sandbox", account: "sandbox@clients" }]);
  expect(accounts.body.results).toMatchObject([
    { email: "owner@sandbox.test", app_metadata: { org_roles: { sandbox: ["DEFAULT", "ADMIN"] } } },
    { id: "sandbox@clients", app_metadata: { org_roles: { sandbox: ["DEFAULT", "ADMIN"] } } },
  ]);
});
