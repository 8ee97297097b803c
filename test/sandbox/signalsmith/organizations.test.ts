import { describe, expect, it } from "vitest";
import { as, open } from "../client.ts";
import { ACME, START } from "./acme.ts";

const acme = () => open({ seed: ACME, now: () => START });

describe("creating an organization", () => {
  it("makes the caller its owner and takes the slug from the name", async () => {
    const olga = as(await acme(), "olga");

    const { status, body } = await olga.post("/organizations", { name: "Wayne & Sons, Ltd." });

    expect(status).toBe(201);
    expect(body).toMatchObject({ id: "org_3", slug: "wayne-sons-ltd", created_by: "olga", member_count: 1 });
    const members = await olga.get("/organizations/org_3/members");
    expect(members.body.data).toMatchObject([{ email: "olga@acme.test", org_role: "owner" }]);
  });

  it("links the calling workspace first", async () => {
    const olga = as(await acme(), "olga", "ws_3");

    await olga.post("/organizations", { name: "Lab" });

    const { body } = await olga.get("/organizations/org_3/workspaces");
    expect(body).toMatchObject([{ id: "ws_3", organization_id: "org_3" }]);
  });

  it("leaves the calling workspace where it is when that is another organization", async () => {
    const olga = as(await acme(), "olga", "ws_1");

    const { status, body } = await olga.post("/organizations", { name: "Second" });

    expect(status).toBe(201);
    expect(body.workspace_count).toBe(0);
    expect((await olga.get("/workspaces/ws_1")).body.organization_id).toBe("org_1");
  });

  it("refuses a slug that is taken, given or made from the name", async () => {
    const olga = as(await acme(), "olga");

    const given = await olga.post("/organizations", { name: "Other", slug: "acme" });
    const made = await olga.post("/organizations", { name: "Globex" });

    expect([given.status, made.status]).toEqual([409, 409]);
    expect(given.body.error).toContain("acme");
  });

  it.each([
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "A", slug: "Not A Slug" }, "slug"],
    [{ name: "!!!" }, "slug"],
  ])("refuses %j and names the field", async (body, field) => {
    const olga = as(await acme(), "olga");

    const answer = await olga.post("/organizations", body);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(new RegExp(`^${field}:`));
  });
});

describe("reading organizations", () => {
  it("lists those the caller belongs to as a bare array", async () => {
    const gus = as(await acme(), "gus");

    const { body } = await gus.get("/organizations");

    expect(body).toMatchObject([{ id: "org_2", slug: "globex", workspace_count: 1, member_count: 1 }]);
  });

  it("has no list where the guide is taken at its word", async () => {
    const olga = as(await open({ seed: ACME, signalsmith: { organizationList: false } }), "olga");

    expect((await olga.get("/organizations")).status).toBe(405);
    expect((await olga.post("/organizations", { name: "New" })).status).toBe(201);
  });

  it("is closed to outsiders and knows what does not exist", async () => {
    const gus = as(await acme(), "gus");

    expect((await gus.get("/organizations/org_1")).status).toBe(403);
    expect((await gus.get("/organizations/org_9")).status).toBe(404);
  });
});

describe("updating an organization", () => {
  it("changes what is sent and nothing else", async () => {
    const sandbox = await acme();
    const adam = as(sandbox, "adam");
    sandbox.advance(60_000);

    const { status, body } = await adam.put("/organizations/org_1", {
      name: "Acme",
      settings: { sso: true },
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "Acme", slug: "acme", settings: { sso: true }, avatar_url: null });
    expect(body.updated_at).toBe("2026-11-21T12:01:00.000Z");
  });

  it("takes a new slug, or its own, but not another's", async () => {
    const olga = as(await acme(), "olga");

    const fresh = await olga.put("/organizations/org_1", { slug: "acme-inc" });
    const own = await olga.put("/organizations/org_1", { slug: "acme-inc" });
    const taken = await olga.put("/organizations/org_1", { slug: "globex" });

    expect([fresh.status, own.status, taken.status]).toEqual([200, 200, 409]);
  });

  it("is not for plain members", async () => {
    const mia = as(await acme(), "mia");

    expect((await mia.put("/organizations/org_1", { name: "Mine" })).status).toBe(403);
  });
});

describe("deleting an organization", () => {
  const reference = () => open({ seed: ACME, signalsmith: { dialect: "reference-a" } });

  it("unlinks its workspaces and leaves everybody the access they had", async () => {
    const sandbox = await reference();
    const olga = as(sandbox, "olga", "ws_1");

    const { status } = await olga.delete("/organizations/org_1");

    expect(status).toBe(204);
    expect((await olga.get("/organizations/org_1")).status).toBe(404);
    expect((await olga.get("/workspaces/ws_1")).body.organization_id).toBeNull();
    const people = sandbox.state().signalsmith.workspaces[0]!.members;
    expect(people.map(({ account, via }) => [account, via])).toEqual([
      ["olga", "direct"],
      ["mia", "direct"],
      ["dana", "direct"],
    ]);
  });

  it("is for owners only", async () => {
    const sandbox = await reference();

    expect((await as(sandbox, "adam").delete("/organizations/org_1")).status).toBe(403);
    expect((await as(sandbox, "mia").delete("/organizations/org_1")).status).toBe(403);
  });

  it("is not served in the guide", async () => {
    const olga = as(await acme(), "olga");

    const { status, headers } = await olga.delete("/organizations/org_1");

    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, PUT");
  });
});
