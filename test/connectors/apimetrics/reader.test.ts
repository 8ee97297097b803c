import { describe, expect, it } from "vitest";
import { opening } from "./opening.ts";
import { altering } from "./proxy.ts";
import { acmeSeed, change, contextOf, failureOf, holders, people, readAcme } from "./world.ts";

const open = opening();

const acme = {
  kind: "organization",
  id: "acme",
  slug: "acme",
  attributes: {
    slug: "acme",
    displayName: "Acme",
    "settings.requireTwoFactor": true,
    "settings.passwordExpiryDays": 90,
    "settings.tags": ["gold"],
  },
};

describe("finding an organization", () => {
  it("finds by slug, by id and by an earlier slug, each once", async () => {
    const { reader, sandbox } = await open();

    expect(await reader().find({ slug: "acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader().find({ id: "acme", slug: "acme", previousSlugs: ["acme"] })).toEqual([acme]);
    expect(await reader().find({ slug: "none", previousSlugs: ["acme"] })).toEqual([acme]);
    expect(await reader().find({ slug: "none", previousSlugs: [] })).toEqual([]);
    expect(sandbox.requests().filter(({ path }) => !path.startsWith("/api/2/organizations/"))).toEqual([]);
  });

  it("does not take a refusal for nothing there", async () => {
    const { reader } = await open({ token: "bob-token" });

    const error = await failureOf(reader().find({ slug: "acme", previousSlugs: [] }));

    expect(error.status).toBe(403);
  });

  it("lists what the credential administers", async () => {
    const ci = (await open()).reader();
    const olga = (await open({ token: "olga-token" })).reader();
    const bob = (await open({ token: "bob-token" })).reader();

    expect((await ci.organizations()).map(({ id }) => id)).toEqual(["acme"]);
    expect((await olga.organizations()).map(({ id }) => id).sort()).toEqual(["acme", "other"]);
    expect(await bob.organizations()).toEqual([]);
  });
});

describe("reading an organization", () => {
  it("gives roles, of which ADMIN makes owners and the system's own stay", async () => {
    const { roles } = await readAcme(await open());

    const told = roles.map(({ name, owner, protection }) => [name, owner, protection]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["DEFAULT", undefined, "system"],
        ["ADMIN", true, "system"],
        ["SRE", undefined, undefined],
        ["AUDIT", undefined, undefined],
      ]),
    );
    expect(roles.find(({ name }) => name === "SRE")).toMatchObject({
      id: "SRE",
      attributes: { description: "On call" },
    });
  });

  it("gives projects, which are irrevocable", async () => {
    const { workspaces } = await readAcme(await open());

    expect(workspaces).toMatchObject([
      {
        kind: "workspace",
        id: "proj_prod",
        name: "Production",
        organization: "acme",
        attributes: {
          displayName: "Production",
          "settings.tags": ["eu", "live"],
          "settings.email": "ops@acme.test",
          "settings.securityProfile": "strict",
        },
        protection: "irrevocable",
      },
      {
        id: "proj_stage",
        attributes: {
          displayName: "Staging",
          "settings.tags": null,
          "settings.email": null,
          "settings.securityProfile": null,
        },
      },
    ]);
  });

  it.each(["app_metadata.org_roles", "app_metadata", "permissions"] as const)(
    "gives members with their roles, which are in %s, and invitations",
    async (accountRoles) => {
      const { members } = await readAcme(await open({ accountRoles }));

      const told = members.map(({ id, email, roles, status }) => [id, email, roles.join("+"), status]);
      expect(told).toHaveLength(5);
      expect(told).toEqual(
        expect.arrayContaining([
          ["auth0|olga", "olga@acme.test", "DEFAULT+ADMIN", "active"],
          ["auth0|alice", "Alice@acme.test", "DEFAULT+SRE+AUDIT", "active"],
          ["auth0|bob", "bob@acme.test", "DEFAULT", "active"],
          ["ci@clients", undefined, "DEFAULT+ADMIN", "active"],
          ["inv_nina", "nina@acme.test", "DEFAULT+SRE", "invited"],
        ]),
      );
      expect(members.filter(({ expiresAt }) => expiresAt !== undefined)).toEqual([]);
    },
  );

  it("refuses to go on with a member whose roles nobody tells, and names the account", async () => {
    const error = await failureOf(readAcme(await open({ accountRoles: "absent" })));

    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toContain("auth0|");
    expect(error.message).not.toContain("ci@clients");
  });

  it("knows its own roles and those of service accounts by other lists", async () => {
    const seed = {
      ...acmeSeed,
      organizations: [
        {
          id: "acme",
          name: "Acme",
          members: [{ account: "auth0|olga", roles: ["ADMIN"] }],
          service_accounts: [{ name: "ci", roles: ["SRE"] }],
          roles: [{ id: "SRE" }],
        },
      ],
      projects: [],
    };

    const world = await open({ accountRoles: "absent", token: "olga-token", seed });

    expect((await people(world)).toSorted()).toEqual([
      "ci@clients DEFAULT+SRE active",
      "olga@acme.test DEFAULT+ADMIN active",
    ]);
  });

  it("gives access of accounts, roles and people who are only invited to a project", async () => {
    const world = await open();

    expect((await holders(world)).toSorted()).toEqual([
      "proj_prod Alice@acme.test EDITOR",
      "proj_prod ci@clients MANAGER",
      "proj_prod nora@partner.test VIEWER",
      "proj_prod olga@acme.test OWNER",
      "proj_prod role:SRE ANALYST",
      "proj_prod role:SRE EDITOR",
      "proj_prod xena@partner.test VIEWER",
      "proj_stage olga@acme.test OWNER",
    ]);
    const { access } = await readAcme(world);
    expect(access.find(({ id }) => id === "inv_xena")?.subject).toEqual({
      type: "person",
      id: "inv_xena",
      email: "xena@partner.test",
    });
    expect(access.find(({ id }) => id === "grant_alice")?.subject).toEqual({
      type: "person",
      id: "auth0|alice",
      email: "Alice@acme.test",
    });
  });

  it("takes an invite to a project without a level for VIEWER", async () => {
    const alter = altering(/\/invites\/$/, (rows) => rows.map((row) => ({ ...row, access_level: null })));

    expect(await holders(await open({ alter }))).toContain("proj_prod xena@partner.test VIEWER");
  });

  it("asks for lists, not for single things, and sends nothing but GET", async () => {
    const world = await open();
    const reader = world.reader();
    const [found] = await reader.find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");

    await reader.read(found);
    await reader.read(found);

    const paths = world.sandbox.requests().map(({ path }) => path.replace(/\?.*/, ""));
    expect(world.sandbox.requests().every(({ method, status }) => method === "GET" && status === 200)).toBe(
      true,
    );
    expect(paths.filter((path) => path.endsWith("/account/projects"))).toHaveLength(1);
    expect(paths).toHaveLength(1 + 1 + 2 * 7);
  });
});

describe("the credential's own account", () => {
  it("is nobody where a service account asks, and service accounts are marked", async () => {
    const { members, access, selfIsNobody } = await readAcme(await open());

    expect(selfIsNobody).toBe(true);
    expect(members.filter(({ protection }) => protection !== undefined)).toMatchObject([
      { id: "ci@clients", protection: "service-account" },
    ]);
    expect(access.filter(({ protection }) => protection !== undefined)).toMatchObject([
      { id: "grant_ci", protection: "service-account" },
    ]);
  });

  it("is the person who asks", async () => {
    const { members, access, selfIsNobody } = await readAcme(await open({ token: "olga-token" }));

    expect(selfIsNobody).toBeUndefined();
    expect(members.flatMap(({ id, protection = "none" }) => (protection === "self" ? [id] : []))).toEqual([
      "auth0|olga",
    ]);
    expect(access.flatMap(({ id, protection = "none" }) => (protection === "self" ? [id] : []))).toEqual([
      "grant_olga",
      "grant_stage",
    ]);
  });

  it("is nobody too where service accounts are not listed among the accounts", async () => {
    const { members, selfIsNobody } = await readAcme(await open({ serviceAccountRows: "hidden" }));

    expect(selfIsNobody).toBe(true);
    expect(members.map(({ id }) => id)).not.toContain("ci@clients");
  });
});

describe("the audit log", () => {
  it("tells who did what since an instant, oldest first", async () => {
    const world = await open();
    const [found] = await world.reader().find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");
    const client = world.writer();
    const before = new Date(Date.now() - 60_000).toISOString();
    for (const name of ["OPS", "DEV"]) {
      const address = `acme/role/${name}`;
      const create = change({ address, kind: "role", action: "create", after: {} });
      await client.write(create, contextOf(create));
    }

    const history = (await world.reader().history?.(found, before)) ?? [];
    const later = await world.reader().history?.(found, new Date(Date.now() + 60_000).toISOString());

    expect(history).toHaveLength(2);
    expect(history.every(({ actor, at }) => actor === "ci@clients" && at >= before)).toBe(true);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).sort());
    expect(later).toEqual([]);
  });

  it.each([
    [{ created: null, action: "x" }, "an entry without its time"],
    [{ action: "x" }, "an entry without its time"],
    [{ created: "yesterday", action: "x" }, "an entry without its time"],
  ])("is an error where an entry does not say when: %j", async (row, message) => {
    const alter = altering(/\/audits\//, () => [row]);
    const { reader } = await open({ alter });
    const [found] = await reader().find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");

    await expect(reader().history?.(found, "2026-01-01T00:00:00Z")).rejects.toThrow(message);
  });

  it("takes what is there, in whatever order, an instant without a zone for UTC", async () => {
    const rows = [
      {
        id: "1",
        created: "2026-03-01T00:00:00.123456",
        email: "olga@acme.test",
        account_id: "auth0|olga",
        action: "a",
      },
      { id: "2", created: "2025-01-01T00:00:00Z", action: "too early" },
      { id: "3", created: "2026-02-01T00:00:00+01:00", account_id: "auth0|bob", object: "SRE" },
    ];
    const { reader } = await open({ alter: altering(/\/audits\//, () => rows) });
    const [found] = await reader().find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");

    expect(await reader().history?.(found, "2026-01-01T00:00:00Z")).toEqual([
      { at: "2026-01-31T23:00:00.000Z", actor: "auth0|bob", action: "unknown", target: "SRE" },
      { at: "2026-03-01T00:00:00.123Z", actor: "olga@acme.test", action: "a" },
    ]);
  });
});
