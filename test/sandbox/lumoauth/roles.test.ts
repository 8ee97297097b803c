import { describe, expect, it } from "vitest";
import { open } from "../client.ts";
import { ACME, ENG, SALES, START, WEEK } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });
const ROLES = `${ENG}/roles`;

it("the role list shows the flags of each, and only this organization's", async () => {
  const ci = as(await acme(), "ci");

  const { body } = await ci.get(ROLES);

  expect(body.data).toEqual([
    { id: 1, slug: "owner", name: "Owner", isDefault: false, isOwner: true, isSystem: true },
    { id: 2, slug: "member", name: "Member", isDefault: true, isOwner: false, isSystem: true },
    { id: 3, slug: "viewer", name: "Viewer", isDefault: false, isOwner: false, isSystem: false },
    {
      id: 4,
      slug: "lead",
      name: "Lead",
      description: "Leads",
      isDefault: false,
      isOwner: false,
      isSystem: false,
    },
  ]);
  expect((await ci.get(`${SALES}/roles`)).body.data.map(({ id }) => id)).toEqual([5, 6]);
});

describe("creating a role", () => {
  it("takes the slug from the name", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci.post(ROLES, { name: "On Call", description: "At night" });

    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: 7,
      slug: "on-call",
      name: "On Call",
      description: "At night",
      isDefault: false,
      isOwner: false,
      isSystem: false,
    });
  });

  it("can make it the default instead of the one before", async () => {
    const ci = as(await acme(), "ci");

    await ci.post(ROLES, { name: "Guest", isDefault: true });

    const { body } = await ci.get(ROLES);
    expect(body.data.filter(({ isDefault }) => isDefault).map(({ slug }) => slug)).toEqual(["guest"]);
  });

  it("refuses a name or slug of the same organization, whatever the case", async () => {
    const ci = as(await acme(), "ci");

    const name = await ci.post(ROLES, { name: "viewer", slug: "other" });
    const slug = await ci.post(ROLES, { name: "Other", slug: "viewer" });
    const elsewhere = await ci.post(`${SALES}/roles`, { name: "Viewer" });

    expect([name.status, slug.status, elsewhere.status]).toEqual([409, 409, 201]);
    expect(name.body.code).toBe("duplicate_resource");
  });

  it.each([
    [{}, "name"],
    [{ name: "A", slug: "Not A Slug" }, "slug"],
    [{ name: "!!!" }, "slug"],
    [{ name: "A", isOwner: true }, "body"],
  ])("refuses %j and names the field", async (body, field) => {
    const answer = await as(await acme(), "ci").wrong.post(ROLES, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "validation_error", details: [{ field }] });
  });
});

describe.each(["put", "patch"] as const)("changing a role by %s", (method) => {
  it("changes what is sent and nothing else", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci[method](`${ROLES}/4`, { name: "Head" });

    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: 4, slug: "lead", name: "Head", description: "Leads" });
    expect((await ci[method](`${ROLES}/4`, { description: null })).body.data).not.toHaveProperty(
      "description",
    );
  });

  it("refuses what is taken, and any change of a system role, with 422", async () => {
    const ci = as(await acme(), "ci");

    const taken = await ci[method](`${ROLES}/4`, { slug: "viewer" });
    const own = await ci[method](`${ROLES}/4`, { slug: "lead", name: "Lead" });
    const system = await ci[method](`${ROLES}/1`, { name: "Boss" });
    const wrong = await ci.wrong[method](`${ROLES}/4`, { name: "" });

    expect([taken, own, system, wrong].map(({ status }) => status)).toEqual([422, 200, 422, 422]);
  });

  it("knows no role of another organization", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci[method](`${ROLES}/6`, { name: "X" })).status).toBe(404);
    expect((await ci.wrong[method](`${ROLES}/viewer`, { name: "X" })).status).toBe(404);
  });
});

describe("deleting a role", () => {
  it("takes one that nobody has", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.delete(`${ROLES}/4`)).status).toBe(200);
    expect((await ci.delete(`${ROLES}/4`)).status).toBe(404);
  });

  it("is refused while a member has it, suspended or not", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.delete(`${ROLES}/3`)).status).toBe(422);
    await ci.patch(`${ENG}/members/vic`, { role: "member" });
    expect((await ci.delete(`${ROLES}/3`)).status).toBe(200);
  });

  it("is refused while an invitation that can be accepted carries it", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.post(`${ENG}/invitations`, { email: "new@acme.test", role: "lead" });

    const before = await ci.delete(`${ROLES}/4`);
    sandbox.advance(WEEK);
    const after = await ci.delete(`${ROLES}/4`);

    expect([before.status, after.status]).toEqual([422, 200]);
    expect((await ci.get(`${ENG}/invitations`)).body.data).toMatchObject([{ status: "expired", role: null }]);
  });

  it("is refused for a system role", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.delete(`${SALES}/roles/5`)).status).toBe(422);
  });
});
