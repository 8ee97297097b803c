import { describe, expect, it } from "vitest";
import { open } from "../client.ts";
import { ACME, ENG, SALES, START } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });
const MEMBERS = `${ENG}/members`;

describe("the member list", () => {
  it("shows the user, the role and the status of each", async () => {
    const ci = as(await acme(), "ci");

    const { body } = await ci.get(MEMBERS);

    expect(body.meta.total).toBe(3);
    expect(body.data[2]).toEqual({
      id: 3,
      user: { id: "vic", email: "vic@acme.test", name: "vic" },
      role: { id: 3, slug: "viewer", name: "Viewer" },
      status: "suspended",
      joinedAt: "2026-01-01T00:00:00.000Z",
    });
  });
});

describe("adding a member", () => {
  it.each([{ roleId: 3 }, { role: "viewer" }, { roleId: 3, role: "viewer" }])(
    "takes the role as %j",
    async (role) => {
      const ci = as(await acme(), "ci");

      const { status, body } = await ci.post(MEMBERS, { userId: "nora", ...role });

      expect(status).toBe(201);
      expect(body.data).toMatchObject({
        id: 5,
        user: { id: "nora" },
        role: { id: 3, slug: "viewer" },
        status: "active",
        joinedAt: "2026-11-21T12:00:00.000Z",
      });
    },
  );

  it("gives the default role where none is named, and none where there is no default", async () => {
    const usual = as(await acme(), "ci");
    const bare = as(await open({ seed: ACME, lumoauth: { systemRoles: "none" } }), "ci");
    const { body } = await bare.post("/organizations", { name: "Bare" });

    const given = await usual.post(MEMBERS, { userId: "nora" });
    const without = await bare.post(`/organizations/${body.data.id}/members`, { userId: "nora" });

    expect(given.body.data.role).toMatchObject({ slug: "member" });
    expect(without.body.data.role).toBeNull();
  });

  it("refuses a member with 409", async () => {
    const ci = as(await acme(), "ci");

    const { status, body } = await ci.post(MEMBERS, { userId: "mia", roleId: 3 });

    expect(status).toBe(409);
    expect(body.code).toBe("duplicate_resource");
  });

  it("knows no user of elsewhere, and no role of another organization", async () => {
    const ci = as(await acme(), "ci");

    const user = await ci.post(MEMBERS, { userId: "nobody", roleId: 3 });
    const email = await ci.post(MEMBERS, { userId: "nora@acme.test", roleId: 3 });
    const foreign = await ci.post(MEMBERS, { userId: "nora", roleId: 6 });
    const slug = await ci.post(MEMBERS, { userId: "nora", role: "pilot" });
    const organization = await ci.post("/organizations/none/members", { userId: "nora" });

    expect([user, email, foreign, slug, organization].map(({ status }) => status)).toEqual([
      404, 404, 404, 404, 404,
    ]);
    expect((await ci.get(MEMBERS)).body.meta.total).toBe(3);
  });

  it.each([
    [{}, "userId"],
    [{ userId: 7 }, "userId"],
    [{ userId: "nora", roleId: "3" }, "roleId"],
    [{ userId: "nora", roleId: 3, role: "member" }, "role"],
    [{ userId: "nora", email: "nora@acme.test" }, "body"],
  ])("refuses %j and names the field", async (body, field) => {
    const answer = await as(await acme(), "ci").wrong.post(MEMBERS, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ details: [{ field }] });
  });

  it("leaves an invitation they have pending", async () => {
    const ci = as(await acme(), "ci");
    await ci.post(`${ENG}/invitations`, { email: "nora@acme.test", role: "viewer" });

    await ci.post(MEMBERS, { userId: "nora", role: "member" });

    expect((await ci.get(`${ENG}/invitations`)).body.data[0]!.status).toBe("pending");
  });
});

describe.each(["put", "patch"] as const)("changing a member by %s", (method) => {
  it("gives another role, by id or slug, and leaves the status", async () => {
    const ci = as(await acme(), "ci");

    const byId = await ci[method](`${MEMBERS}/vic`, { roleId: 4 });
    const bySlug = await ci[method](`${MEMBERS}/mia`, { role: "owner" });

    expect(byId.body.data).toMatchObject({ role: { slug: "lead" }, status: "suspended" });
    expect(bySlug.body.data).toMatchObject({ role: { slug: "owner" }, status: "active" });
  });

  it("suspends and lets in again, and leaves the role", async () => {
    const ci = as(await acme(), "ci");

    const out = await ci[method](`${MEMBERS}/mia`, { status: "suspended" });
    const back = await ci[method](`${MEMBERS}/mia`, { status: "active" });

    expect(out.body.data).toMatchObject({ status: "suspended", role: { slug: "member" } });
    expect(back.body.data.status).toBe("active");
  });

  it("refuses a role of elsewhere with 422 and people who are no members with 404", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci[method](`${MEMBERS}/mia`, { roleId: 6 })).status).toBe(422);
    expect((await ci[method](`${MEMBERS}/nora`, { roleId: 3 })).status).toBe(404);
    expect((await ci[method](`${MEMBERS}/2`, { roleId: 3 })).status).toBe(404);
  });

  it("refuses a status that does not exist", async () => {
    const answer = await as(await acme(), "ci").wrong[method](`${MEMBERS}/mia`, { status: "gone" });

    expect(answer.status).toBe(400);
  });
});

describe("removing a member", () => {
  it("leaves the tenant user and their other memberships", async () => {
    const ci = as(await acme(), "ci");

    const { status } = await ci.delete(`${MEMBERS}/mia`);

    expect(status).toBe(200);
    expect((await ci.delete(`${MEMBERS}/mia`)).status).toBe(404);
    expect((await ci.get(`${SALES}/members`)).body.data).toMatchObject([{ user: { id: "mia" } }]);
    expect((await ci.get("/users?search=mia")).body.meta.total).toBe(1);
  });
});

describe("the last owner", () => {
  const takeAway = (client: ReturnType<typeof as>, user: string) => [
    () => client.patch(`${MEMBERS}/${user}`, { status: "suspended" }),
    () => client.patch(`${MEMBERS}/${user}`, { role: "member" }),
    () => client.delete(`${MEMBERS}/${user}`),
  ];

  it("cannot be suspended, demoted or removed", async () => {
    const sandbox = await acme();
    const before = sandbox.state().lumoauth;

    for (const attempt of takeAway(as(sandbox, "ci"), "olga")) {
      const { status, body } = await attempt();
      expect(status).toBe(422);
      expect(body.code).toBe("validation_error");
    }
    expect(sandbox.state().lumoauth).toEqual(before);
  });

  it("is still the last when the other owner is suspended", async () => {
    const ci = as(await acme(), "ci");
    await ci.patch(`${MEMBERS}/vic`, { role: "owner" });

    expect((await ci.delete(`${MEMBERS}/olga`)).status).toBe(422);
    await ci.patch(`${MEMBERS}/vic`, { status: "active" });
    expect((await ci.delete(`${MEMBERS}/olga`)).status).toBe(200);
  });

  it("may stay as they are", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.patch(`${MEMBERS}/olga`, { role: "owner", status: "active" })).status).toBe(200);
  });

  it("is nobody where there never was an owner", async () => {
    const ci = as(await acme(), "ci");

    expect((await ci.delete(`${SALES}/members/mia`)).status).toBe(200);
  });

  it("goes like anybody else when the sandbox is told so", async () => {
    const ci = as(await open({ seed: ACME, lumoauth: { lastOwner: "free" } }), "ci");

    for (const attempt of takeAway(ci, "olga")) {
      expect((await attempt()).status).toBe(200);
    }
  });
});
