import { describe, expect, it } from "vitest";
import { acme, NOW } from "./acme.ts";
import { as, etagOf, match, memberEtag } from "./client.ts";

const ACME = "/organizations/org_1";
const MEMBERS = `${ACME}/members`;

async function roles(client: ReturnType<typeof as>) {
  const { data } = (await client.get(MEMBERS)).body;
  return Object.fromEntries(data.map(({ user_id, role }) => [user_id, role]));
}

describe("the member list", () => {
  it("shows each person with role and an etag of their own, to every member", async () => {
    const mia = as(await acme(), "mia");

    const { data } = (await mia.get(MEMBERS)).body;

    expect(data.map(({ user_id }) => user_id)).toEqual(["olga", "adam", "mia"]);
    expect(data[1]).toEqual({
      user_id: "adam",
      name: "adam",
      email: "adam@acme.test",
      image: null,
      role: "admin",
      joined_at: Date.UTC(2026, 0, 1) / 1000,
      updated_at: Date.UTC(2026, 0, 1) / 1000,
      etag: expect.any(String),
    });
    expect(new Set([await etagOf(mia, ACME), ...data.map(({ etag }) => etag)]).size).toBe(4);
  });

  it("is 403 for outsiders, also where there is no organization: it lists no 404", async () => {
    const nora = as(await acme(), "nora");

    expect((await nora.get(MEMBERS)).status).toBe(403);
    expect((await nora.get("/organizations/org_9/members")).status).toBe(403);
  });
});

describe("adding a member", () => {
  it("wants the organization's etag, tells nothing, and gives `member` by default", async () => {
    const sandbox = await acme();
    const adam = as(sandbox, "adam");

    const { status, body } = await adam.post(MEMBERS, { user_id: "nora" }, match(await etagOf(adam, ACME)));

    expect([status, body]).toEqual([201, { ok: true }]);
    expect(await roles(adam)).toMatchObject({ nora: "member" });
    expect(sandbox.state().cnap.organizations[0]?.members[3]).toMatchObject({ joined_at: NOW });
  });

  it("changes the organization's etag, so that the next one must read it again", async () => {
    const olga = as(await acme(), "olga");
    const etag = await etagOf(olga, ACME);

    const statuses = [
      (await olga.post(MEMBERS, { user_id: "nora" }, match(etag))).status,
      (await olga.post(MEMBERS, { user_id: "gus" }, match(etag))).status,
      (await olga.post(MEMBERS, { user_id: "gus" }, match(await etagOf(olga, ACME)))).status,
    ];

    expect(statuses).toEqual([201, 409, 201]);
  });

  it("may leave the organization's etag alone", async () => {
    const olga = as(await acme({ memberChangesBumpOrganization: false }), "olga");
    const etag = await etagOf(olga, ACME);

    await olga.post(MEMBERS, { user_id: "nora" }, match(etag));
    await olga.patch(`${MEMBERS}/nora`, { role: "admin" }, match(await memberEtag(olga, "org_1", "nora")));
    await olga.delete(`${MEMBERS}/nora`, match(await memberEtag(olga, "org_1", "nora")));

    expect(await etagOf(olga, ACME)).toBe(etag);
  });

  it("is refused for members of it (409), for nobody (400), and to plain members (403)", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    const add = async (who: string, body: unknown) =>
      (await as(sandbox, who).post(MEMBERS, body, match(await etagOf(olga, ACME)))).status;

    expect(await add("olga", { user_id: "mia" })).toBe(409);
    expect(await add("olga", { user_id: "nobody" })).toBe(400);
    expect(await add("olga", { user_id: "nora", role: "boss" })).toBe(400);
    expect(await add("olga", { email: "nora@acme.test" })).toBe(400);
    expect(await add("mia", { user_id: "nora" })).toBe(403);
    expect(await add("gus", { user_id: "nora" })).toBe(403);
  });
});

describe("changing a role", () => {
  it("wants the member's etag, not the organization's", async () => {
    const olga = as(await acme(), "olga");
    const promote = (etag: string) => olga.patch(`${MEMBERS}/mia`, { role: "admin" }, match(etag));

    const wrong = await promote(await etagOf(olga, ACME));
    const right = await promote(await memberEtag(olga, "org_1", "mia"));

    expect([wrong.status, right.status, right.body]).toEqual([409, 200, { ok: true }]);
    expect(await roles(olga)).toEqual({ olga: "owner", adam: "admin", mia: "admin" });
  });

  it("is for owners alone", async () => {
    const sandbox = await acme();
    const adam = as(sandbox, "adam");
    const etag = await memberEtag(adam, "org_1", "mia");

    expect((await adam.patch(`${MEMBERS}/mia`, { role: "admin" }, match(etag))).status).toBe(403);
    expect((await as(sandbox, "mia").patch(`${MEMBERS}/mia`, { role: "owner" }, match(etag))).status).toBe(
      403,
    );
  });

  it("never leaves an organization without an owner", async () => {
    const olga = as(await acme(), "olga");
    const demote = async () =>
      olga.patch(`${MEMBERS}/olga`, { role: "member" }, match(await memberEtag(olga, "org_1", "olga")));

    const alone = await demote();
    await olga.patch(`${MEMBERS}/adam`, { role: "owner" }, match(await memberEtag(olga, "org_1", "adam")));
    const second = await demote();

    expect([alone.status, second.status]).toEqual([400, 200]);
    expect(alone.body.errors[0]?.code).toBe(7007);
    expect(await roles(olga)).toMatchObject({ olga: "member", adam: "owner" });
  });

  it("knows who is no member, and what is no role", async () => {
    const olga = as(await acme(), "olga");

    expect((await olga.patch(`${MEMBERS}/nora`, { role: "admin" }, match("1"))).status).toBe(404);
    expect((await olga.patch(`${MEMBERS}/mia`, { role: "boss" }, match("1"))).status).toBe(400);
    expect((await olga.patch(`${MEMBERS}/mia`, {}, match("1"))).status).toBe(400);
  });
});

describe("removing a member", () => {
  it("takes every managed workspace from them, and nothing that is their own", async () => {
    const sandbox = await acme();
    const mia = as(sandbox, "mia");
    const seen = async () => (await mia.get("/workspaces")).body.data.map(({ name }) => name);
    const before = await seen();

    const adam = as(sandbox, "adam");
    const { status } = await adam.delete(`${MEMBERS}/mia`, match(await memberEtag(adam, "org_1", "mia")));

    expect(status).toBe(204);
    expect([before, await seen()]).toEqual([["Shop", "Lab"], ["Lab"]]);
    expect((await mia.get("/workspaces/ws_1")).status).toBe(403);
  });

  it("is for owners and admins, and for oneself", async () => {
    const sandbox = await acme();
    const mia = as(sandbox, "mia");

    const other = await mia.delete(`${MEMBERS}/adam`, match(await memberEtag(mia, "org_1", "adam")));
    const self = await mia.delete(`${MEMBERS}/mia`, match(await memberEtag(mia, "org_1", "mia")));

    expect([other.status, self.status]).toEqual([403, 204]);
  });

  it("never takes the last owner, not even at their own wish", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga");
    const remove = async (who: string) =>
      (await as(sandbox, who).delete(`${MEMBERS}/olga`, match(await memberEtag(olga, "org_1", "olga"))))
        .status;

    expect([await remove("olga"), await remove("adam")]).toEqual([400, 400]);
  });

  it("wants the member's etag, and a member", async () => {
    const olga = as(await acme(), "olga");

    expect((await olga.delete(`${MEMBERS}/mia`, match(await etagOf(olga, ACME)))).status).toBe(409);
    expect((await olga.delete(`${MEMBERS}/nora`, match("1"))).status).toBe(404);
  });
});

describe("admins and owners", () => {
  const tries = async (ownersAboveAdmins: boolean) => {
    const sandbox = await acme({ ownersAboveAdmins });
    const adam = as(sandbox, "adam");
    const add = await adam.post(MEMBERS, { user_id: "nora", role: "owner" }, match(await etagOf(adam, ACME)));
    const invite = await adam.post(`${ACME}/invitations`, { email: "new@acme.test", role: "owner" });
    const remove = await adam.delete(`${MEMBERS}/olga`, match(await memberEtag(adam, "org_1", "olga")));
    return [add, invite, remove].map(({ status }) => status);
  };

  it("are equal in adding and removing, as documented", async () => {
    expect(await tries(false)).toEqual([201, 201, 204]);
  });

  it("may be set apart", async () => {
    expect(await tries(true)).toEqual([403, 403, 403]);
  });
});
