import { describe, expect, it } from "vitest";
import { as, open } from "../client.ts";
import { ACME } from "./acme.ts";

const acme = () => open({ seed: ACME });
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

describe("the workspace list", () => {
  it("shows a member their own, and an organization's admin all of its workspaces", async () => {
    const sandbox = await acme();

    expect(names((await as(sandbox, "mia").get("/workspaces")).body)).toEqual(["Production"]);
    expect(names((await as(sandbox, "adam").get("/workspaces")).body)).toEqual(["Production", "Staging"]);
    expect(names((await as(sandbox, "nora").get("/workspaces")).body)).toEqual([]);
  });
});

describe("endpoints of one workspace", () => {
  it("demand X-Workspace-ID, and the same one", async () => {
    const sandbox = await acme();

    const missing = await as(sandbox, "olga").get("/workspaces/ws_1/members");
    const other = await as(sandbox, "olga", "ws_2").get("/workspaces/ws_1/members");
    const same = await as(sandbox, "olga", "ws_1").get("/workspaces/ws_1/members");

    expect([missing.status, other.status, same.status]).toEqual([400, 400, 200]);
    expect(missing.body.error).toBe("X-Workspace-ID is required");
  });

  it("do not exist for people without access", async () => {
    const sandbox = await acme();

    expect((await as(sandbox, "nora", "ws_1").get("/workspaces/ws_1")).status).toBe(404);
    expect((await as(sandbox, "olga", "ws_9").get("/workspaces/ws_9")).status).toBe(404);
  });

  it("let its admins rename it", async () => {
    const sandbox = await acme();

    const dana = await as(sandbox, "dana", "ws_1").put("/workspaces/ws_1", { name: "Production EU" });
    const mia = await as(sandbox, "mia", "ws_1").put("/workspaces/ws_1", { name: "Mine" });
    const taken = await as(sandbox, "dana", "ws_1").put("/workspaces/ws_1", { slug: "lab" });

    expect(dana.body).toMatchObject({ name: "Production EU", slug: "production", member_count: 3 });
    expect([dana.status, mia.status, taken.status]).toEqual([200, 403, 409]);
  });
});

describe("the members of a workspace", () => {
  const MEMBERS = "/workspaces/ws_1/members";

  it("are listed without a word on where their access comes from, and without the invited", async () => {
    const olga = as(await acme(), "olga", "ws_1");
    const workspace_access = [{ workspace_id: "ws_1", role: "member" }];
    await olga.post("/organizations/org_1/members/invite", {
      email: "n@acme.test",
      org_role: "member",
      workspace_access,
    });

    const { body } = await olga.get(MEMBERS);

    expect(body.pagination.total).toBe(3);
    expect(body.data[1]).toEqual({
      id: "mia",
      account_id: "mia",
      email: "mia@acme.test",
      name: "mia",
      role: "member",
      status: "active",
      joined_at: "2026-01-01T00:00:00.000Z",
    });
  });

  it("are added by account id, once, with a role the workspace has", async () => {
    const olga = as(await acme(), "olga", "ws_1");

    const added = await olga.post(MEMBERS, { account_id: "adam", role: "analyst" });
    const again = await olga.post(MEMBERS, { account_id: "adam", role: "member" });
    const role = await olga.post(MEMBERS, { account_id: "nora", role: "pilot" });
    const nobody = await olga.post(MEMBERS, { account_id: "nobody", role: "member" });
    const body = await olga.post(MEMBERS, { role: "member" });

    expect([added, again, role, nobody, body].map(({ status }) => status)).toEqual([201, 409, 400, 404, 400]);
    expect(added.body).toMatchObject({ account_id: "adam", role: "analyst" });
    expect(body.body.error).toMatch(/^account_id:/);
  });

  it("who were added directly stay when the workspace is unlinked", async () => {
    const olga = as(await acme(), "olga", "ws_1");
    await olga.post(MEMBERS, { account_id: "adam", role: "member" });

    await olga.delete("/organizations/org_1/workspaces/ws_1");

    const { body } = await olga.get(MEMBERS);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(["olga", "dana", "adam"]);
  });

  it("change role and leave, one role each", async () => {
    const olga = as(await acme(), "olga", "ws_1");

    const changed = await olga.put(`${MEMBERS}/mia`, { role: "admin" });
    const removed = await olga.delete(`${MEMBERS}/mia`);
    const gone = await olga.delete(`${MEMBERS}/mia`);

    expect(changed.body).toMatchObject({ id: "mia", role: "admin" });
    expect([changed.status, removed.status, gone.status]).toEqual([200, 204, 404]);
    expect((await olga.get("/organizations/org_1")).body.member_count).toBe(4);
  });

  it("who own it are out of an admin's reach, and nothing is in a member's", async () => {
    const sandbox = await acme();
    const dana = as(sandbox, "dana", "ws_1");
    const mia = as(sandbox, "mia", "ws_1");

    expect((await dana.delete(`${MEMBERS}/olga`)).status).toBe(403);
    expect((await dana.put(`${MEMBERS}/mia`, { role: "owner" })).status).toBe(403);
    expect((await dana.put(`${MEMBERS}/mia`, { role: "admin" })).status).toBe(200);
    expect((await as(sandbox, "adam", "ws_1").put(`${MEMBERS}/mia`, { role: "member" })).status).toBe(200);
    expect((await mia.delete(`${MEMBERS}/dana`)).status).toBe(403);
  });

  it("get their role at /role in reference-b", async () => {
    const olga = as(await open({ seed: ACME, signalsmith: { dialect: "reference-b" } }), "olga", "ws_1");

    expect((await olga.put(`${MEMBERS}/mia/role`, { role: "admin" })).status).toBe(200);
    expect((await olga.put(`${MEMBERS}/mia`, { role: "admin" })).status).toBe(405);
  });
});

describe("the roles of a workspace, in the references", () => {
  const ROLES = "/workspaces/ws_1/roles";

  it("are the three built-in ones and its own", async () => {
    const olga = as(await open({ seed: ACME, signalsmith: { dialect: "reference-a" } }), "olga", "ws_1");

    const made = await olga.post(ROLES, { name: "pilot", permissions: ["syncs:run"] });
    const again = await olga.post(ROLES, { name: "pilot" });
    const { body } = await olga.get(ROLES);

    expect(made.body).toMatchObject({ id: "role_2", workspace_id: "ws_1", is_system: false });
    expect([made.status, again.status]).toEqual([201, 409]);
    expect(names(body)).toEqual(["owner", "admin", "member", "analyst", "pilot"]);
  });

  it("are not in the guide", async () => {
    const olga = as(await acme(), "olga", "ws_1");

    expect((await olga.get(ROLES)).status).toBe(404);
  });
});
