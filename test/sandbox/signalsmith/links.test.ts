import { describe, expect, it } from "vitest";
import { as, open } from "../client.ts";
import { ACME } from "./acme.ts";

const acme = () => open({ seed: ACME });
const emails = (rows: readonly { email: string }[]) => rows.map(({ email }) => email);

describe("linking a workspace", () => {
  it("adds it to the organization and keeps its people", async () => {
    const olga = as(await acme(), "olga", "ws_3");

    const { status, body } = await olga.post("/organizations/org_1/workspaces", { workspace_id: "ws_3" });

    expect(status).toBe(201);
    expect(body).toMatchObject({ id: "ws_3", organization_id: "org_1", member_count: 1 });
    const linked = await olga.get("/organizations/org_1/workspaces");
    expect(linked.body.map(({ id }: { id: string }) => id)).toEqual(["ws_1", "ws_2", "ws_3"]);
  });

  it("refuses one that belongs to another organization", async () => {
    const olga = as(await acme(), "olga");

    const { status, body } = await olga.post("/organizations/org_1/workspaces", { workspace_id: "ws_4" });

    expect(status).toBe(409);
    expect(body.error).toContain("already belongs to another organization");
  });

  it("changes nothing the second time", async () => {
    const olga = as(await acme(), "olga");

    const { status } = await olga.post("/organizations/org_1/workspaces", { workspace_id: "ws_1" });

    expect(status).toBe(200);
    expect((await olga.get("/organizations/org_1")).body.workspace_count).toBe(2);
  });

  it("is for owners and admins, and for workspaces they can see", async () => {
    const sandbox = await acme();
    const link = { workspace_id: "ws_3" };

    expect((await as(sandbox, "mia").post("/organizations/org_1/workspaces", link)).status).toBe(403);
    expect((await as(sandbox, "adam").post("/organizations/org_1/workspaces", link)).status).toBe(404);
    expect((await as(sandbox, "olga").post("/organizations/org_1/workspaces", {})).status).toBe(400);
  });
});

describe("unlinking a workspace", () => {
  it("takes access from those who had it through the organization, not from direct members", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga", "ws_1");

    const { status } = await olga.delete("/organizations/org_1/workspaces/ws_1");

    expect(status).toBe(204);
    const people = await olga.get("/workspaces/ws_1/members");
    expect(emails(people.body.data)).toEqual(["olga@acme.test", "dana@acme.test"]);
    expect((await olga.get("/organizations/org_1")).body.member_count).toBe(4);
  });

  it("knows only the organization's own workspaces", async () => {
    const olga = as(await acme(), "olga");

    expect((await olga.delete("/organizations/org_1/workspaces/ws_4")).status).toBe(404);
  });

  it("is not served by the references", async () => {
    const olga = as(await open({ seed: ACME, signalsmith: { dialect: "reference-b" } }), "olga");

    expect((await olga.delete("/organizations/org_1/workspaces/ws_1")).status).toBe(404);
  });
});

describe("the same POST in the references", () => {
  const reference = () => open({ seed: ACME, signalsmith: { dialect: "reference-b" } });

  it("makes a workspace in the organization, owned by the caller", async () => {
    const olga = as(await reference(), "olga", "ws_5");

    const { status, body } = await olga.post("/organizations/org_1/workspaces", { name: "EMEA North" });

    expect(status).toBe(201);
    expect(body).toMatchObject({ id: "ws_5", slug: "emea-north", organization_id: "org_1" });
    const people = await olga.get("/workspaces/ws_5/members");
    expect(people.body.data).toMatchObject([{ email: "olga@acme.test", role: "owner" }]);
  });

  it("does not link, and refuses a slug that is taken", async () => {
    const olga = as(await reference(), "olga");

    const link = await olga.post("/organizations/org_1/workspaces", { workspace_id: "ws_3" });
    const taken = await olga.post("/organizations/org_1/workspaces", { name: "Lab" });

    expect(link.status).toBe(400);
    expect(link.body.error).toMatch(/^name:/);
    expect(taken.status).toBe(409);
  });

  it("gives members of the organization access, in reference-b", async () => {
    const adam = as(await reference(), "adam");
    const path = "/organizations/org_1/workspaces/ws_2/members";

    const added = await adam.post(path, { account_id: "mia", role: "admin" });
    const again = await adam.post(path, { account_id: "mia", role: "admin" });
    const outsider = await adam.post(path, { account_id: "gus", role: "member" });
    const tooHigh = await adam.post(path, { account_id: "dana", role: "owner" });

    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ account_id: "mia", role: "admin" });
    expect([again.status, outsider.status, tooHigh.status]).toEqual([409, 400, 403]);
  });
});
