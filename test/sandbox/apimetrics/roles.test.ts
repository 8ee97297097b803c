import { describe, expect, it } from "vitest";
import { LONG_AGO, STARTED } from "./acme.ts";
import { acme, as, statuses } from "./client.ts";

const ROLES = "/api/2/organizations/acme/roles/";

describe("the roles of an organization", () => {
  it("have DEFAULT and ADMIN among them", async () => {
    const { body } = await as(await acme(), "ci").get(ROLES);

    expect(body.results.map(({ id }) => id)).toEqual(["DEFAULT", "ADMIN", "SRE"]);
    expect(body.results[2]).toEqual({
      id: "SRE",
      org_id: "acme",
      description: "On call",
      created: LONG_AGO,
      last_update: LONG_AGO,
    });
  });

  it("are made with their name as id, once", async () => {
    const ci = as(await acme(), "ci");

    const made = await ci.post(ROLES, { id: "DATA_TEAM", description: "Data" });
    const again = await ci.post(ROLES, { id: "DATA_TEAM" });
    const built = await ci.post(ROLES, { id: "DEFAULT" });

    expect(made).toEqual({
      status: 200,
      body: {
        id: "DATA_TEAM",
        org_id: "acme",
        description: "Data",
        created: STARTED,
        last_update: STARTED,
      },
    });
    expect(statuses(again, built)).toEqual([409, 409]);
  });

  it.each([
    [{ id: "sre" }, ["body", "id"]],
    [{ id: "X" }, ["body", "id"]],
    [{ id: "A TEAM" }, ["body", "id"]],
    [{ description: "no name" }, ["body", "id"]],
    [{ id: "OPS", name: "Ops" }, ["body", "name"]],
  ])("are not made from %j", async (body, loc) => {
    const answer = await as(await acme(), "ci").post(ROLES, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
  });

  it("cannot be changed", async () => {
    const { endpoints } = await acme();

    const reply = await fetch(`${endpoints.apimetrics}${ROLES}SRE/`, {
      method: "POST",
      headers: { Authorization: "Bearer ci" },
    });

    expect(reply.status).toBe(405);
  });

  it("are deleted when nobody uses them", async () => {
    const ci = as(await acme(), "ci");
    await ci.post(ROLES, { id: "OPS" });

    const deleted = await ci.delete(`${ROLES}OPS/`);
    const gone = await ci.delete(`${ROLES}OPS/`);

    expect(deleted.body).toEqual({ status: "deleted" });
    expect(statuses(deleted, gone)).toEqual([200, 404]);
  });

  it("stay while an account, a project or an invite has them", async () => {
    const ci = as(await acme(), "ci");
    const asked = [await ci.delete(`${ROLES}SRE/`)];
    await ci.delete("/api/2/organizations/acme/accounts/auth0%7Cmia/role/SRE/");
    asked.push(await ci.delete(`${ROLES}SRE/`));
    await ci.delete("/api/2/projects/proj_1/roles/grant_3/");
    await ci.post("/api/2/organizations/acme/invites/", { email: "new@acme.test", roles: ["SRE"] });
    asked.push(await ci.delete(`${ROLES}SRE/`));
    await ci.delete("/api/2/organizations/acme/invites/inv_1/");
    asked.push(await ci.delete(`${ROLES}SRE/`));

    expect(statuses(...asked)).toEqual([409, 409, 409, 200]);
  });

  it("take everything with them when deleting cascades", async () => {
    const sandbox = await acme({ deleteRoleInUse: "cascades" });
    const ci = as(sandbox, "ci");
    await ci.post("/api/2/organizations/acme/invites/", { email: "new@acme.test", roles: ["SRE"] });

    expect((await ci.delete(`${ROLES}SRE/`)).status).toBe(200);

    expect((await ci.get("/api/2/organizations/acme/roles/access")).body.results).toEqual([]);
    expect((await ci.get("/api/2/organizations/acme/invites/")).body.results).toMatchObject([{ roles: [] }]);
    expect((await as(sandbox, "mia").get("/api/2/projects/proj_1/")).status).toBe(403);
  });

  it.each(["DEFAULT", "ADMIN"])("keep %s whatever is asked", async (role) => {
    const ci = as(await acme({ deleteRoleInUse: "cascades" }), "ci");

    expect((await ci.delete(`${ROLES}${role}/`)).status).toBe(409);
  });
});
