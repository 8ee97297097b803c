import { describe, expect, it } from "vitest";
import { type SandboxSeed, SandboxSeedError, startSandbox } from "../../../src/sandbox/index.ts";
import { controls, open } from "../client.ts";
import { ACME, ENG, organizationId, START } from "./acme.ts";
import { as } from "./client.ts";

async function problems(lumoauth: unknown): Promise<readonly string[]> {
  const error = await startSandbox({ seed: { lumoauth } as SandboxSeed }).catch((thrown: unknown) => thrown);
  return error instanceof SandboxSeedError ? error.problems : [];
}

it("without a seed there is a tenant with one key and one organization that has an owner", async () => {
  const sandbox = await open();
  const client = as(sandbox, "sandbox", { tenant: "sandbox" });

  expect(sandbox.credentials().lumoauth).toEqual([{ token: "sandbox", account: "sandbox/sandbox" }]);
  const { body } = await client.get(`/organizations/${organizationId(1)}/members`);
  expect(body.data).toMatchObject([{ user: { email: "owner@sandbox.test" }, role: { slug: "owner" } }]);
});

describe("a short seed", () => {
  it("is filled in, the same way every time", async () => {
    const seed: SandboxSeed = {
      lumoauth: {
        tenants: [
          {
            slug: "acme-corp",
            keys: [{ token: "ci" }],
            organizations: [
              {
                name: "Acme Corp",
                roles: [{ name: "On Call", isDefault: true }],
                members: [{ user: "olga@acme.test", role: "owner" }, { user: "MIA@acme.test" }],
                invitations: [{ email: "new@acme.test", role: "member" }],
              },
            ],
          },
        ],
      },
    };

    const { lumoauth } = (await open({ seed, now: () => START })).state();

    const [tenant] = lumoauth.tenants;
    expect(tenant!.keys).toEqual([{ token: "ci", name: "key-1", scopes: ["admin:read", "admin:write"] }]);
    expect(tenant!.users.map(({ id, email, name }) => [id.at(-1), email, name])).toEqual([
      ["1", "olga@acme.test", "olga"],
      ["2", "MIA@acme.test", "MIA"],
    ]);
    const organization = tenant!.organizations[0]!;
    expect(organization).toMatchObject({ id: organizationId(1), slug: "acme-corp", isActive: true });
    expect(organization.roles.map(({ id, slug, isDefault }) => [id, slug, isDefault])).toEqual([
      [1, "owner", false],
      [2, "member", false],
      [3, "on-call", true],
    ]);
    expect(organization.members.map(({ id, role, status }) => [id, role, status])).toEqual([
      [1, 1, "active"],
      [2, 3, "active"],
    ]);
    expect(organization.invitations[0]).toEqual({
      id: 1,
      email: "new@acme.test",
      role: 2,
      status: "pending",
      invitedBy: "seed",
      createdAt: "2026-11-21T12:00:00.000Z",
      expiresAt: "2026-11-28T12:00:00.000Z",
      sends: 1,
    });
    expect(lumoauth).toEqual((await open({ seed, now: () => START })).state().lumoauth);
  });

  it("never has an id it chose itself given out again", async () => {
    const organizations = [
      { name: "A" },
      { id: organizationId(7), name: "B", roles: [{ id: 20, name: "R" }] },
      { id: "mine", name: "C" },
    ];

    const { tenants, issued } = (
      await open({ seed: { lumoauth: { tenants: [{ slug: "t", organizations }], issued: { role: 30 } } } })
    ).state().lumoauth;

    expect(tenants[0]!.organizations.map(({ id }) => id)).toEqual([
      organizationId(8),
      organizationId(7),
      "mine",
    ]);
    expect(tenants[0]!.organizations[0]!.roles.map(({ id }) => id)).toEqual([31, 32]);
    expect(issued).toMatchObject({ organization: 8, role: 34 });
  });

  it("may hold an invitation that has run out", async () => {
    const invitations = [{ email: "a@b.test", status: "expired" as const }];
    const organizations = [{ name: "A", invitations }];

    const sandbox = await open({
      seed: { lumoauth: { tenants: [{ slug: "acme-corp", keys: [{ token: "ci" }], organizations }] } },
      now: () => START,
    });

    const { body } = await as(sandbox, "ci").get(`${ENG}/invitations`);
    expect(body.data).toMatchObject([{ status: "expired", expiresAt: "2026-11-21T12:00:00.000Z" }]);
  });
});

describe("a state", () => {
  it("has no roles but those it names, unlike a short seed", async () => {
    const organizations = [{ name: "A", roles: [] }];
    const rolesOf = async (issued: object) => {
      const seed = { lumoauth: { tenants: [{ slug: "t", organizations }], ...issued } };
      const { tenants } = (await open({ seed })).state().lumoauth;
      return tenants[0]!.organizations[0]!.roles.map(({ slug }) => slug);
    };

    expect(await rolesOf({})).toEqual(["owner", "member"]);
    expect(await rolesOf({ issued: {} })).toEqual([]);
  });

  it("is a seed of itself", async () => {
    const sandbox = await open({ seed: ACME, now: () => START });
    const ci = as(sandbox, "ci");
    await ci.post(`${ENG}/invitations`, { email: "nina@acme.test", role: "lead" });
    await ci.post("/organizations", { name: "New", metadata: { tier: "gold" } });
    const state = sandbox.state();

    const status = (await controls(sandbox).put("/state", state)).status;

    expect(status).toBe(204);
    expect(sandbox.state()).toEqual(state);
  });
});

describe("a bad seed", () => {
  it("is refused with every problem of its shape, each with its place", async () => {
    const found = await problems({
      tenants: [
        {
          slug: "t",
          keys: [{ token: "k", scopes: ["admin:all"] }],
          organizations: [{ name: "A", members: [{ user: "a@b.test", status: "gone" }], colour: "red" }],
        },
        {},
      ],
    });

    expect(found).toHaveLength(4);
    expect(found.join("\n")).toContain("lumoauth.tenants.0.keys.0.scopes.0");
    expect(found.join("\n")).toContain("lumoauth.tenants.0.organizations.0.members.0.status");
    expect(found.join("\n")).toContain("colour");
    expect(found.join("\n")).toContain("lumoauth.tenants.1.slug");
  });

  it("is refused with every reference to nothing and everything that is there twice", async () => {
    const found = await problems({
      tenants: [
        {
          slug: "t",
          keys: [{ token: "k", name: "K" }],
          users: [
            { id: "a", email: "a@b.test" },
            { id: "a", email: "A@B.test" },
          ],
          organizations: [
            {
              name: "A",
              roles: [
                { id: 9, name: "Owner", slug: "boss", isDefault: true },
                { name: "X", isDefault: true },
              ],
              members: [{ user: "a", role: "pilot" }, { user: "a" }, { user: "nobody", role: 99 }],
              invitations: [{ id: 1, email: "x@b.test", role: 98 }],
            },
            { name: "A", roles: [{ id: 9, name: "Y" }], invitations: [{ id: 1, email: "y@b.test" }] },
            { name: "!" },
          ],
        },
        { slug: "t", keys: [{ token: "k", name: "K" }] },
      ],
    });

    expect(found).toEqual([
      "lumoauth: organization a: there is no role pilot",
      "lumoauth: tenant t is there twice",
      "lumoauth: the token of key k is there twice",
      "lumoauth: user id a is there twice",
      "lumoauth: role id 9 is there twice",
      "lumoauth: invitation id 1 is there twice",
      "lumoauth: tenant t: user a@b.test is there twice",
      "lumoauth: tenant t: organization slug a is there twice",
      "lumoauth: organization a: role name owner is there twice",
      "lumoauth: organization a: two roles are the default",
      "lumoauth: organization a: member a is there twice",
      "lumoauth: organization a: there is no user nobody",
      "lumoauth: organization a: member nobody has role 99, which does not exist",
      "lumoauth: organization a: the invitation of x@b.test has role 98, which does not exist",
      "lumoauth: organization !: no slug can be made from this name, give one",
    ]);
  });
});
