import { describe, expect, it } from "vitest";
import { acme, NOW } from "./acme.ts";
import { as, etagOf, match } from "./client.ts";

const ACME = "/organizations/org_1";

describe("creating an organization", () => {
  it("makes the caller its first owner, and does not tell the role", async () => {
    const nora = as(await acme(), "nora");

    const { status, body } = await nora.post("/organizations", { name: "Wayne & Sons", slug: "wayne" });

    expect(status).toBe(201);
    expect(body).toEqual({
      id: "org_3",
      name: "Wayne & Sons",
      slug: "wayne",
      icon: null,
      created_at: NOW,
      updated_at: NOW,
      etag: expect.any(String),
    });
    const { data } = (await nora.get("/organizations")).body;
    expect(data).toEqual([{ ...body, role: "owner" }]);
    expect((await nora.get("/organizations/org_3/members")).body.data).toMatchObject([
      { user_id: "nora", role: "owner", joined_at: NOW },
    ]);
  });

  it("leaves the slug open unless it is given, or derives it where set to", async () => {
    const plain = await as(await acme(), "nora").post("/organizations", { name: "Wayne & Sons" });
    const derived = await as(await acme({ missingSlug: "derived" }), "nora").post("/organizations", {
      name: "Wayne & Sons",
    });
    const short = await as(await acme({ missingSlug: "derived" }), "nora").post("/organizations", {
      name: "W2",
    });

    expect([plain.body.slug, derived.body.slug, short.body.slug]).toEqual([null, "wayne-sons", null]);
  });

  it("refuses a slug that is taken with 400, since creation lists no 409", async () => {
    const { status, body } = await as(await acme(), "nora").post("/organizations", {
      name: "Other",
      slug: "acme",
    });

    expect(status).toBe(400);
    expect(body.errors[0]?.path).toEqual(["body", "slug"]);
  });

  it.each([
    [undefined, ["name"]],
    [{ name: "A" }, ["name"]],
    [{ name: "-Acme-" }, ["name"]],
    [{ name: "A".repeat(51) }, ["name"]],
    [{ name: "Acme", slug: "ac" }, ["slug"]],
    [{ name: "Acme", slug: "-acme" }, ["slug"]],
    [{ name: "Acme", slug: null }, ["slug"]],
    [{ name: "Acme", icon: null, owner: "me" }, ["icon", "owner"]],
  ])("refuses %j and names each field", async (sent, fields) => {
    const { status, body } = await as(await acme(), "nora").post("/organizations", sent);

    expect(status).toBe(400);
    expect(body.errors.map(({ path }) => path)).toEqual(fields.map((field) => ["body", field]));
    expect(body).toMatchObject({ success: false, result: {} });
  });
});

describe("reading organizations", () => {
  it("lists those the caller belongs to, with the caller's role", async () => {
    const sandbox = await acme();

    expect((await as(sandbox, "adam").get("/organizations")).body).toMatchObject({
      data: [{ id: "org_1", name: "Acme Corp", slug: "acme", role: "admin" }],
      has_more: false,
      next_cursor: null,
    });
    expect((await as(sandbox, "nora").get("/organizations")).body.data).toEqual([]);
  });

  it("shows one to its members, 403 to others, 404 when there is none", async () => {
    const sandbox = await acme();

    const own = await as(sandbox, "mia").get(ACME);
    const foreign = await as(sandbox, "gus").get(ACME);
    const unknown = await as(sandbox, "gus").get("/organizations/org_9");

    expect([own.status, foreign.status, unknown.status]).toEqual([200, 403, 404]);
    expect(own.body).not.toHaveProperty("role");
    expect([foreign, unknown].map(({ body }) => body.errors[0]?.code)).toEqual([7003, 7002]);
  });
});

describe("updating an organization", () => {
  it("changes what is sent, says only that it did, and gives the next etag", async () => {
    const sandbox = await acme();
    const adam = as(sandbox, "adam");
    const before = (await adam.get(ACME)).body;
    sandbox.advance(60_000);

    const icon = "https://acme.test/icon.png";
    const { status, body } = await adam.patch(ACME, { name: "Acme", icon }, match(before.etag));

    expect(status).toBe(200);
    expect(body).toEqual({ ok: true });
    const after = (await adam.get(ACME)).body;
    expect(after).toEqual({ ...before, name: "Acme", icon, updated_at: NOW + 60, etag: expect.any(String) });
    expect(after.etag).not.toBe(before.etag);
  });

  it("takes the icon away with null, and keeps the slug without one", async () => {
    const olga = as(await acme(), "olga");
    await olga.patch(ACME, { icon: "https://acme.test/i.png" }, match(await etagOf(olga, ACME)));

    await olga.patch(ACME, { icon: null }, match(await etagOf(olga, ACME)));

    expect((await olga.get(ACME)).body).toMatchObject({ icon: null, slug: "acme" });
  });

  it("takes a new slug or its own, but neither another's nor none", async () => {
    const olga = as(await acme(), "olga");
    const patch = async (slug: unknown) =>
      (await olga.patch(ACME, { slug }, match(await etagOf(olga, ACME)))).status;

    expect([await patch("acme-inc"), await patch("acme-inc")]).toEqual([200, 200]);
    expect([await patch("globex"), await patch(null)]).toEqual([409, 400]);
  });

  it("is for owners and admins", async () => {
    const sandbox = await acme();
    const etag = await etagOf(as(sandbox, "mia"), ACME);
    const patch = async (who: string) => (await as(sandbox, who).patch(ACME, {}, match(etag))).status;

    expect([await patch("mia"), await patch("gus"), await patch("adam")]).toEqual([403, 403, 200]);
  });
});

describe("deleting an organization", () => {
  const alone = "/organizations/org_2";

  it("is done at once for its owner", async () => {
    const gus = as(await acme(), "gus");

    const { status } = await gus.delete(alone, match(await etagOf(gus, alone)));

    expect(status).toBe(204);
    expect((await gus.get(alone)).status).toBe(404);
    expect((await gus.get("/organizations")).body.data).toEqual([]);
  });

  it("is not for admins", async () => {
    const adam = as(await acme(), "adam");

    expect((await adam.delete(ACME, match(await etagOf(adam, ACME)))).status).toBe(403);
  });

  it("is refused while it manages workspaces", async () => {
    const olga = as(await acme(), "olga");

    const { status, body } = await olga.delete(ACME, match(await etagOf(olga, ACME)));

    expect(status).toBe(400);
    expect(body.errors[0]?.message).toContain("manages workspaces");
    expect((await olga.get(ACME)).status).toBe(200);
  });

  it("may be allowed all the same, and then nobody manages them", async () => {
    const sandbox = await acme({ deleteWhileManaging: "allowed" });
    const olga = as(sandbox, "olga");

    expect((await olga.delete(ACME, match(await etagOf(olga, ACME)))).status).toBe(204);

    expect((await as(sandbox, "carl").get("/workspaces/ws_1/management")).body.management).toBeNull();
    expect((await as(sandbox, "adam").get("/workspaces/ws_1")).status).toBe(403);
  });
});

describe("a workspace's own token", () => {
  it("opens no organization", async () => {
    const shop = as(await acme(), "shop");

    const answers = [
      await shop.get("/organizations"),
      await shop.post("/organizations", { name: "New" }),
      await shop.get(ACME),
      await shop.get(`${ACME}/members`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});
