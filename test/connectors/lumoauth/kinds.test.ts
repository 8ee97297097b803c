import { describe, expect, it } from "vitest";
import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import { parseManifests, resolve } from "../../../src/manifest/index.ts";
import { organizationTemplate } from "../../../src/manifest/templates.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import type { Ensure } from "../../../src/model/contract.ts";
import type { Organization } from "../../../src/model/organization.ts";

const settings: ConnectionSettings = {
  name: "main",
  system: "lumoauth",
  endpoint: "http://127.0.0.1",
  tenant: "acme-corp",
};
const location = { file: "acme.yaml", line: 6, column: 3, endColumn: 13, text: "  slug: Acme" };
const elsewhere = { ...location, line: 9 };

const organization = (slug: string, role = "viewer", ensure: Ensure = "present"): Organization => ({
  name: "acme",
  connection: "main",
  key: { slug, previousSlugs: [] },
  previousNames: [],
  people: [],
  ensure: "present",
  attributes: { displayName: "Acme", description: null },
  roles: {
    ownership: "exact",
    entries: [
      { name: role, attributes: { displayName: "Viewer" }, ensure, previously: [], origins: [elsewhere] },
    ],
  },
  members: {
    ownership: "exact",
    entries: [
      {
        identity: { key: "a@acme.test", email: "a@acme.test", aliases: [] },
        roles: [role],
        status: "suspended",
        ensure: "present",
        origins: [elsewhere],
      },
    ],
  },
  origins: [location],
  manifest: null,
});

describe("what LumoAuth can do", () => {
  it("is the same in both dialects", () => {
    const [t, orgs] = (["t", "orgs"] as const).map((dialect) => lumoauth.kinds({ ...settings, dialect }));

    expect(t).toEqual(orgs);
    expect(lumoauth.dialects).toEqual(["t", "orgs"]);
  });

  it("is organizations, roles and members, all by API", () => {
    const kinds = lumoauth.kinds(settings);

    expect(Object.keys(kinds).sort()).toEqual(["member", "organization", "role"]);
    for (const { create, update, delete: remove } of [kinds.organization, kinds.role, kinds.member].flatMap(
      (each) => each ?? [],
    )) {
      expect([create, update, remove]).toEqual(["api", "api", "api"]);
    }
    expect(kinds.member).toMatchObject({
      addById: true,
      suspend: true,
      customRoles: true,
      severalRoles: false,
    });
  });

  it("sends the key in a header of its own", () => {
    expect(lumoauth.credential).toBe("X-API-Key");
    expect(lumoauth.settings).toEqual(["tenant"]);
  });

  it.each(["t", "orgs", undefined])("has an example for %s", (dialect) => {
    const { connection, spec } = lumoauth.example(dialect);

    expect(connection).toContain(`dialect: ${dialect ?? "t"}`);
    expect(connection.some((line) => line.startsWith("tenant:"))).toBe(true);
    expect(spec).toContain("slug: example");
  });
});

describe("the example", () => {
  it.each(["t", "orgs"] as const)("is valid in %s", (dialect) => {
    const choice = { system: "lumoauth", ...lumoauth.example(dialect) } as const;
    const parsed = parseManifests([{ file: "orgs/example.yaml", text: organizationTemplate(choice) }]);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    const connection = { ...settings, dialect, token: { env: "TOKEN" } };

    const { organizations, diagnostics } = resolve(parsed.value, {
      project: {
        apiVersion: "orgwright/v1",
        kind: "Project",
        manifests: ["orgs/*.yaml"],
        connections: { lumoauth: connection },
      },
      now: 0,
      systems: new Map([
        [
          "lumoauth",
          {
            title: lumoauth.title,
            system: "lumoauth",
            kinds: lumoauth.kinds(settings),
            check: (each: Organization) => lumoauth.check(each, connection),
          },
        ],
      ]),
    });

    expect(diagnostics).toEqual([]);
    expect(organizations).toHaveLength(1);
  });
});

describe("what is wished for", () => {
  it("is taken apart as it is written", () => {
    const wanted = lumoauth.desired(organization("acme"), settings);

    expect(wanted.map(({ address, attributes }) => [address, attributes])).toEqual([
      ["acme/organization", { slug: "acme", displayName: "Acme", description: null }],
      ["acme/role/viewer", { displayName: "Viewer" }],
      ["acme/member/a@acme.test", { roles: ["viewer"], status: "suspended" }],
    ]);
  });
});

describe("the check", () => {
  it.each(["acme", "acme-corp", "a1-2"])("takes the slug %s", (slug) => {
    expect(lumoauth.check(organization(slug, slug), settings)).toEqual([]);
  });

  it.each(["Acme", "acme corp", "acme_corp", "-acme", "acme--corp"])(
    "warns of the slug %s at its line",
    (slug) => {
      const warning = { code: "lumoauth/slug", severity: "warning" };

      expect(lumoauth.check(organization(slug), settings)).toMatchObject([{ ...warning, at: ["slug"] }]);
      expect(lumoauth.check(organization("acme", slug), settings)).toMatchObject([
        { ...warning, location: elsewhere },
      ]);
      expect(lumoauth.check(organization("acme", slug, "absent"), settings)).toEqual([]);
    },
  );

  it.each([undefined, ""])("wants a tenant, and %j is none", (tenant) => {
    const { tenant: _, ...rest } = settings;

    expect(
      lumoauth.check(organization("acme"), tenant === undefined ? rest : { ...rest, tenant }),
    ).toMatchObject([{ code: "lumoauth/tenant", severity: "error", at: ["connection"] }]);
  });

  it("does not need a slug where there is an id", () => {
    const { slug: _, ...key } = { ...organization("x").key, id: "org_1" };

    expect(lumoauth.check({ ...organization("x"), key, origins: [] }, settings)).toEqual([]);
  });
});
