import { describe, expect, it } from "vitest";
import { open } from "../client.ts";
import { ACME, ENG, organizationId, SALES, START } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });

describe("creating an organization", () => {
  it("takes the slug from the name and makes nobody a member", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci.post("/organizations", { name: "Wayne & Sons, Ltd." });

    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: organizationId(3),
      slug: "wayne-sons-ltd",
      name: "Wayne & Sons, Ltd.",
      isActive: true,
      memberCount: 0,
      metadata: null,
      createdAt: "2026-11-21T12:00:00.000Z",
    });
  });

  it("keeps every field it is given", async () => {
    const ci = as(await acme(), "ci");
    const organization = {
      name: "Support",
      slug: "help",
      displayName: "Help Desk",
      description: "Answers",
      logoUrl: "https://acme.test/help.png",
      metadata: { tier: "gold" },
    };

    const { body } = await ci.post("/organizations", organization);

    expect((await ci.get(`/organizations/${body.data.id}`)).body.data).toMatchObject(organization);
  });

  it("gives it the system roles owner and member, unless the sandbox is told not to", async () => {
    const created = as(await acme(), "ci");
    const none = as(await open({ seed: ACME, lumoauth: { systemRoles: "none" } }), "ci");
    const rolesOf = async (client: typeof created) => {
      const { body } = await client.post("/organizations", { name: "New" });
      return (await client.get(`/organizations/${body.data.id}/roles`)).body.data;
    };

    expect(await rolesOf(created)).toEqual([
      { id: 7, slug: "owner", name: "Owner", isDefault: false, isOwner: true, isSystem: true },
      { id: 8, slug: "member", name: "Member", isDefault: true, isOwner: false, isSystem: true },
    ]);
    expect(await rolesOf(none)).toEqual([]);
  });

  it("refuses a slug that is taken, given or made from the name", async () => {
    const ci = as(await acme(), "ci");

    const given = await ci.post("/organizations", { name: "Other", slug: "sales" });
    const made = await ci.post("/organizations", { name: "SALES" });

    expect([given.status, made.status]).toEqual([409, 409]);
    expect(given.body).toMatchObject({ error: true, status: 409, code: "duplicate_resource" });
  });

  it.each([
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "A", slug: "Not A Slug" }, "slug"],
    [{ name: "!!!" }, "slug"],
    [{ name: "A", metadata: [] }, "metadata"],
    [{ name: "A", colour: "red" }, "body"],
  ])("refuses %j with 409 too, and names the field", async (body, field) => {
    const ci = as(await acme(), "ci");

    const answer = await ci.wrong.post("/organizations", body);

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: "validation_error", details: [{ field }] });
  });

  it("drops fields it does not know when the sandbox is told so", async () => {
    const ci = as(await open({ seed: ACME, lumoauth: { unknownFields: "dropped" } }), "ci");

    const { status, body } = await ci.wrong.post("/organizations", { name: "A", colour: "red" });

    expect(status).toBe(201);
    expect(body.data).not.toHaveProperty("colour");
  });
});

describe("reading organizations", () => {
  it("lists the tenant's in pages", async () => {
    const ci = as(await acme(), "ci");

    const { body } = await ci.get("/organizations?page=2&limit=1");

    expect(body.data.map(({ slug }) => slug)).toEqual(["sales"]);
    expect(body.meta).toEqual({
      total: 2,
      page: 2,
      limit: 1,
      totalPages: 2,
      hasNextPage: false,
      hasPreviousPage: true,
    });
    expect(body).toMatchObject({ pagination: body.meta, resourceType: "organizations" });
  });

  it("finds one by its id alone", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.get(ENG)).body.data).toMatchObject({ slug: "engineering", memberCount: 3 });
    expect((await ci.get("/organizations/engineering")).status).toBe(404);
    expect((await ci.get(`/organizations/${organizationId(9)}/members`)).status).toBe(404);
  });
});

describe.each(["put", "patch"] as const)("changing an organization by %s", (method) => {
  it("changes what is sent and nothing else", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.patch(ENG, { description: "Builds", displayName: "Eng" });
    sandbox.advance(60_000);

    const { status, body } = await ci[method](ENG, {
      name: "Engineers",
      isActive: false,
      displayName: null,
    });

    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      name: "Engineers",
      slug: "engineering",
      isActive: false,
      description: "Builds",
      updatedAt: "2026-11-21T12:01:00.000Z",
    });
    expect(body.data).not.toHaveProperty("displayName");
  });

  it("takes a new slug, or its own, but not another's", async () => {
    const ci = as(await acme(), "ci");

    const fresh = await ci[method](ENG, { slug: "eng" });
    const own = await ci[method](ENG, { slug: "eng" });
    const taken = await ci[method](ENG, { slug: "sales" });

    expect([fresh.status, own.status, taken.status]).toEqual([200, 200, 409]);
  });

  it("refuses wrong fields with 409 and leaves all as it was", async () => {
    const sandbox = await acme();
    const before = sandbox.state().lumoauth;

    const answer = await as(sandbox, "ci").wrong[method](ENG, { name: "X", isActive: "no" });

    expect(answer.status).toBe(409);
    expect(sandbox.state().lumoauth).toEqual(before);
  });

  it("knows what does not exist", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci[method]("/organizations/none", { name: "X" })).status).toBe(404);
  });
});

it("a slug stays where the sandbox is told so", async () => {
  const ci = as(await open({ seed: ACME, lumoauth: { slugs: "fixed" } }), "ci");

  expect((await ci.patch(ENG, { slug: "eng" })).status).toBe(409);
  expect((await ci.patch(ENG, { slug: "engineering" })).status).toBe(200);
});

describe("deleting an organization", () => {
  it("takes its members, roles and invitations along; the tenant's users stay", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");

    const { status, body } = await ci.delete(SALES);

    expect(status).toBe(200);
    expect(body.message).toBe("Organization deleted");
    expect((await ci.delete(SALES)).status).toBe(404);
    expect((await ci.get(`${SALES}/roles`)).status).toBe(404);
    expect((await ci.get("/users")).body.meta.total).toBe(4);
  });

  it("frees the slug, but never the id", async () => {
    const ci = as(await acme(), "ci");
    await ci.delete(SALES);

    const { body } = await ci.post("/organizations", { name: "Sales" });

    expect(body.data).toMatchObject({ id: organizationId(3), slug: "sales" });
  });
});
