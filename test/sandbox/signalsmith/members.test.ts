import { describe, expect, it } from "vitest";
import { as, open } from "../client.ts";
import { ACME } from "./acme.ts";

const acme = () => open({ seed: ACME });
const MEMBERS = "/organizations/org_1/members";
const invitation = { email: "new@acme.test", org_role: "member" };

describe("the member list", () => {
  it("shows each person with the columns of the directory", async () => {
    const mia = as(await acme(), "mia");

    const { body } = await mia.get(MEMBERS);

    expect(body.pagination).toEqual({ page: 1, page_size: 20, total: 4 });
    expect(body.data[3]).toEqual({
      id: "mem_4",
      account_id: "dana",
      email: "dana@acme.test",
      name: "dana",
      org_role: "member",
      status: "active",
      workspaces: 1,
      last_active: "2026-11-20T08:00:00Z",
      joined_at: "2026-01-01T00:00:00.000Z",
    });
  });

  const crowd = () => {
    const people = Array.from({ length: 230 }, (_, index) => ({
      account: `p${index}@acme.test`,
      role: "member" as const,
    }));
    const organizations = [
      { name: "Big", members: [{ account: "olga@acme.test", role: "owner" as const }, ...people] },
    ];
    const tokens = [{ token: "olga", account: "olga@acme.test" }];
    return open({ seed: { signalsmith: { tokens, organizations } } });
  };

  it("comes in pages of at most 100", async () => {
    const olga = as(await crowd(), "olga");

    const sizes: number[][] = [];
    for (const page of [1, 2, 3, 4]) {
      const { body } = await olga.get(`${MEMBERS}?page=${page}&page_size=100`);
      sizes.push([body.data.length, body.pagination.page_size, body.pagination.total]);
    }

    expect(sizes).toEqual([
      [100, 100, 231],
      [100, 100, 231],
      [31, 100, 231],
      [0, 100, 231],
    ]);
  });

  it("gives 100 rows to who asks for more, which the contract does not allow", async () => {
    const { endpoints } = await crowd();

    const response = await fetch(`${endpoints.signalsmith}${MEMBERS}?page_size=500`, {
      headers: { Authorization: "Bearer olga" },
    });

    expect(await response.json()).toMatchObject({ pagination: { page_size: 100, total: 231 } });
  });

  it.each(["page=0", "page=x", "page_size=-1", "page_size=1.5"])("refuses ?%s", async (query) => {
    const olga = as(await acme(), "olga");

    expect((await olga.get(`${MEMBERS}?${query}`)).status).toBe(400);
  });

  it("is a bare array, and the workspace list is paged, when the sandbox is told so", async () => {
    const array = as(await open({ seed: ACME, signalsmith: { lists: "array" } }), "olga");
    const paged = as(await open({ seed: ACME, signalsmith: { lists: "paged" } }), "olga");

    expect((await array.get(MEMBERS)).body).toHaveLength(4);
    expect((await paged.get("/organizations/org_1/workspaces")).body.pagination.total).toBe(2);
  });
});

describe("people who were invited, in the guide", () => {
  it("are rows of the list, which PUT changes and DELETE cancels", async () => {
    const olga = as(await acme(), "olga");
    await olga.post(`${MEMBERS}/invite`, invitation);

    const row = (await olga.get(MEMBERS)).body.data[4]!;
    const changed = await olga.put(`${MEMBERS}/${row.id}`, { org_role: "admin" });
    const cancelled = await olga.delete(`${MEMBERS}/${row.id}`);

    expect(row).toMatchObject({
      invitation_id: "inv_1",
      status: "invited",
      org_role: "member",
      joined_at: null,
    });
    expect(changed.body).toMatchObject({ status: "invited", org_role: "admin" });
    expect(cancelled.status).toBe(204);
    expect((await olga.get(MEMBERS)).body.data).toHaveLength(4);
  });

  it("are nowhere to be seen when hidden, though a second invitation is refused", async () => {
    const olga = as(await open({ seed: ACME, signalsmith: { pendingMembers: "hidden" } }), "olga");
    await olga.post(`${MEMBERS}/invite`, invitation);

    const list = await olga.get(MEMBERS);
    const again = await olga.post(`${MEMBERS}/invite`, invitation);
    const removal = await olga.delete(`${MEMBERS}/inv_1`);

    expect(list.body.pagination.total).toBe(4);
    expect([again.status, removal.status]).toEqual([409, 404]);
  });
});

describe("changing a role", () => {
  it.each(["org_role", "role"])("takes the body key %s", async (key) => {
    const olga = as(await acme(), "olga");

    const { status, body } = await olga.put(`${MEMBERS}/mem_3`, { [key]: "admin" });

    expect(status).toBe(200);
    expect(body).toMatchObject({ id: "mem_3", org_role: "admin" });
  });

  it("lets an admin neither make nor touch an owner", async () => {
    const adam = as(await acme(), "adam");

    const promotion = await adam.put(`${MEMBERS}/mem_3`, { org_role: "owner" });
    const demotion = await adam.put(`${MEMBERS}/mem_1`, { org_role: "member" });
    const removal = await adam.delete(`${MEMBERS}/mem_1`);
    const allowed = await adam.put(`${MEMBERS}/mem_3`, { org_role: "admin" });

    expect([promotion.status, demotion.status, removal.status, allowed.status]).toEqual([403, 403, 403, 200]);
  });

  it("lets a member do nothing", async () => {
    const mia = as(await acme(), "mia");

    expect((await mia.put(`${MEMBERS}/mem_4`, { org_role: "admin" })).status).toBe(403);
    expect((await mia.delete(`${MEMBERS}/mem_4`)).status).toBe(403);
    expect((await mia.post(`${MEMBERS}/invite`, invitation)).status).toBe(403);
  });

  it("refuses unknown roles and unknown people", async () => {
    const olga = as(await acme(), "olga");

    const role = await olga.put(`${MEMBERS}/mem_3`, { org_role: "king" });
    const person = await olga.put(`${MEMBERS}/mem_99`, { org_role: "admin" });

    expect(role.status).toBe(400);
    expect(role.body.error).toContain("org_role");
    expect(person.status).toBe(404);
  });

  it("does not protect the last owner: the documents do not say so", async () => {
    const olga = as(await acme(), "olga");

    expect((await olga.put(`${MEMBERS}/mem_1`, { org_role: "member" })).status).toBe(200);
  });
});

describe("removing a member", () => {
  it("removes them from every linked workspace too, even where they were direct members", async () => {
    const sandbox = await acme();
    const olga = as(sandbox, "olga", "ws_1");

    const { status } = await olga.delete(`${MEMBERS}/mem_4`);

    expect(status).toBe(204);
    expect((await olga.get(MEMBERS)).body.pagination.total).toBe(3);
    const people = await olga.get("/workspaces/ws_1/members");
    expect(people.body.data.map(({ id }: { id: string }) => id)).toEqual(["olga", "mia"]);
  });

  it("leaves their access to workspaces elsewhere", async () => {
    const sandbox = await acme();

    await as(sandbox, "olga").delete(`${MEMBERS}/mem_1`);

    const own = await as(sandbox, "olga").get("/workspaces");
    expect(own.body.map(({ name }: { name: string }) => name)).toEqual(["Lab", "Globex Main"]);
  });
});

describe("the references", () => {
  it("address members by account, and reference-b sets roles at /role", async () => {
    const a = as(await open({ seed: ACME, signalsmith: { dialect: "reference-a" } }), "olga");
    const b = as(await open({ seed: ACME, signalsmith: { dialect: "reference-b" } }), "olga");

    expect((await a.get(MEMBERS)).body.data[2]).toMatchObject({ id: "mia", account_id: "mia" });
    expect((await a.put(`${MEMBERS}/mia`, { role: "admin" })).status).toBe(200);
    expect((await a.put(`${MEMBERS}/mem_3`, { role: "admin" })).status).toBe(404);
    expect((await b.put(`${MEMBERS}/mia/role`, { role: "admin" })).status).toBe(200);
    expect((await b.put(`${MEMBERS}/mia`, { role: "admin" })).status).toBe(405);
  });

  it("let reference-a add an account directly, which settles its invitation", async () => {
    const sandbox = await open({ seed: ACME, signalsmith: { dialect: "reference-a" } });
    const olga = as(sandbox, "olga");
    await olga.post("/organizations/org_1/invitations", { email: "nora@acme.test", org_role: "member" });

    const added = await olga.post(MEMBERS, { account_id: "nora", org_role: "admin" });
    const again = await olga.post(MEMBERS, { email: "nora@acme.test", role: "admin" });
    const nobody = await olga.post(MEMBERS, { email: "nobody@acme.test", role: "admin" });

    expect(added.body).toMatchObject({ email: "nora@acme.test", org_role: "admin", status: "active" });
    expect([added.status, again.status, nobody.status]).toEqual([201, 409, 404]);
    expect(sandbox.state().signalsmith.organizations[0]!.invitations).toEqual([]);
  });
});
