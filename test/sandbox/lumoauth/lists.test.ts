import { describe, expect, it } from "vitest";
import type { SandboxSeed } from "../../../src/sandbox/index.ts";
import { controls, open } from "../client.ts";
import { ACME, ENG, organizationId, START } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });

const BIG: SandboxSeed = {
  lumoauth: {
    tenants: [
      {
        slug: "acme-corp",
        keys: [{ token: "ci" }],
        organizations: [
          {
            name: "Big",
            members: Array.from({ length: 230 }, (_, index) => ({ user: `p${index}@acme.test` })),
          },
        ],
      },
    ],
  },
};

describe("a page", () => {
  it("has 25 rows unless told otherwise, and never more than 100", async () => {
    const ci = as(await open({ seed: BIG }), "ci");

    const usual = await ci.get(`${ENG}/members`);
    const most = await ci.wrong.get(`${ENG}/members?limit=500`);

    expect([usual.body.data.length, usual.body.meta.limit]).toEqual([25, 25]);
    expect([most.body.data.length, most.body.meta.limit]).toEqual([100, 100]);
  });

  it("is followed by the next one until all rows were seen once", async () => {
    const ci = as(await open({ seed: BIG }), "ci");

    const seen = new Set<number>();
    let page = 0;
    let more = true;
    while (more) {
      page += 1;
      const { body } = await ci.get(`${ENG}/members?page=${page}&limit=100`);
      more = body.meta.hasNextPage;
      for (const { id } of body.data) {
        seen.add(id);
      }
    }

    expect([page, seen.size]).toEqual([3, 230]);
    expect((await ci.get(`${ENG}/members?page=4&limit=100`)).body.data).toEqual([]);
  });

  it.each(["page=0", "page=x", "limit=-1", "limit=1.5", "sortBy=colour", "sortBy=name&sortDir=up"])(
    "refuses ?%s",
    async (query) => {
      const ci = as(await acme(), "ci");

      expect((await ci.wrong.get(`/organizations?${query}`)).status).toBe(400);
    },
  );
});

describe("a list", () => {
  it("can be searched", async () => {
    const ci = as(await acme(), "ci");
    const found = async (path: string) => (await ci.get(path)).body.meta.total;

    expect(await found("/organizations?search=ENGINE")).toBe(1);
    expect(await found(`${ENG}/members?search=mia@`)).toBe(1);
    expect(await found(`${ENG}/roles?search=e`)).toBe(4);
    expect(await found("/users?search=nor")).toBe(1);
    expect(await found("/users?search=zzz")).toBe(0);
  });

  it("can be sorted by its columns, either way", async () => {
    const ci = as(await acme(), "ci");
    const names = async (query: string) =>
      (await ci.get(`/users?${query}`)).body.data.map(({ name }) => name);

    expect(await names("sortBy=email")).toEqual(["mia", "nora", "olga", "vic"]);
    expect(await names("sortBy=name&sortDir=desc")).toEqual(["vic", "olga", "nora", "mia"]);
    expect((await ci.get(`${ENG}/members?sortBy=joinedAt`)).status).toBe(200);
    expect((await ci.get(`${ENG}/invitations?sortBy=expiresAt`)).status).toBe(200);
  });
});

it("the user list tells the id that adding a member takes", async () => {
  const ci = as(await acme(), "ci");

  const { body } = await ci.get("/users?search=nora@acme.test");

  expect(body.data).toEqual([{ id: "nora", email: "nora@acme.test", name: "nora" }]);
});

describe("the audit log", () => {
  it("keeps every write, newest first, and no read or refusal", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.patch(`${ENG}/members/mia`, { role: "lead" });
    await ci.delete(`${ENG}/members/olga`);
    await ci.post(`${ENG}/invitations`, { email: "nina@acme.test" });
    await controls(sandbox).post("/lumoauth/invitations/accept", { email: "nina@acme.test" });

    const { body } = await ci.get("/audit-logs");

    expect(body.data.map(({ action }) => action)).toEqual([
      "invitation.accepted",
      "invitation.sent",
      "member.updated",
    ]);
    expect(body.data[2]).toEqual({
      id: 1,
      action: "member.updated",
      category: "organizations",
      actor: { type: "api_key", id: "CI", name: "CI" },
      target: { type: "member", id: 2 },
      metadata: { organizationId: expect.any(String) },
      createdAt: "2026-11-21T12:00:00.000Z",
    });
  });

  it("has an entry for each kind of write", async () => {
    const ci = as(await acme(), "ci");
    const { body } = await ci.post("/organizations", { name: "New" });
    const made = `/organizations/${body.data.id}`;
    await ci.patch(made, { name: "Newer" });
    const role = (await ci.post(`${made}/roles`, { name: "R" })).body.data.id;
    await ci.patch(`${made}/roles/${role}`, { name: "S" });
    await ci.post(`${made}/members`, { userId: "nora", roleId: role });
    await ci.delete(`${made}/members/nora`);
    await ci.delete(`${made}/roles/${role}`);
    await ci.post(`${made}/invitations`, { email: "nina@acme.test" });
    await ci.post(`${made}/invitations/1/resend`);
    await ci.delete(`${made}/invitations/1`);
    await ci.delete(made);

    const log = await ci.get("/audit-logs");

    expect(body.data.id).toBe(organizationId(3));
    expect(log.body.data.map(({ action }) => action).toReversed()).toEqual([
      "organization.created",
      "organization.updated",
      "role.created",
      "role.updated",
      "member.added",
      "member.removed",
      "role.deleted",
      "invitation.sent",
      "invitation.resent",
      "invitation.revoked",
      "organization.deleted",
    ]);
  });

  it("can be asked for one action, actor or category", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").patch(ENG, { name: "E" });
    await as(sandbox, "writer").patch(`${ENG}/members/mia`, { status: "suspended" });
    const ci = as(sandbox, "ci");
    const count = async (query: string) => (await ci.get(`/audit-logs?${query}`)).body.meta.total;

    expect(await count("action=member.updated")).toBe(1);
    expect(await count("actorId=CI")).toBe(1);
    expect(await count("actorId=key-3")).toBe(1);
    expect(await count("category=organizations")).toBe(2);
    expect(await count("category=billing")).toBe(0);
  });
});
