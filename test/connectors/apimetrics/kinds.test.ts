import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import { held } from "../../../src/connectors/apimetrics/roles.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import type { Attributes, Location } from "../../../src/model/contract.ts";
import type { Organization } from "../../../src/model/organization.ts";

const settings: ConnectionSettings = { name: "main", system: "apimetrics", endpoint: "http://127.0.0.1" };
const at = (line: number): Location => ({ file: "acme.yaml", line, column: 3, endColumn: 9, text: "  text" });

function organization(parts: Partial<Organization> = {}): Organization {
  return {
    name: "acme",
    connection: "main",
    key: { slug: "acme", previousSlugs: [] },
    previousNames: [],
    people: [],
    ensure: "present",
    attributes: {},
    origins: [at(1)],
    manifest: null,
    ...parts,
  };
}

const section = <Entry>(...entries: readonly Entry[]) => ({ ownership: "exact" as const, entries });
const role = (name: string, ensure: "present" | "absent" = "present", attributes: Attributes = {}) => ({
  ...{ name, ensure, attributes },
  previously: [],
  origins: [at(2)],
});
const member = (roles: readonly string[], id?: string) => ({
  identity: {
    key: "alice@acme.test",
    email: "alice@acme.test",
    aliases: [],
    ...(id === undefined ? {} : { id }),
  },
  roles,
  ensure: "present" as const,
  origins: [at(3)],
});
const grant = (subject: NonNullable<Organization["access"]>["entries"][number]["subject"]) => ({
  subject,
  workspace: "production",
  levels: ["VIEWER"],
  ensure: "present" as const,
  origins: [at(4)],
});
const workspace = (attributes: Attributes) => ({
  name: "production",
  attributes,
  ensure: "present" as const,
  previously: [],
  origins: [at(5)],
});

const codes = (parts: Partial<Organization>) =>
  apimetrics.check(organization(parts), settings).map(({ code, location }) => `${code} ${location?.line}`);

describe("what APImetrics can do", () => {
  const {
    organization: itself,
    role: roles,
    workspace: project,
    member: people,
    access,
  } = apimetrics.kinds(settings);

  it("neither makes nor deletes organizations, and never changes a role", () => {
    expect([itself.create, itself.delete].map((each) => typeof each)).toEqual(["object", "object"]);
    expect(itself.attributes["slug"]?.mode).toBe("immutable");
    expect([roles?.create, roles?.update, roles?.delete]).toEqual(["api", "none", "api"]);
  });

  it("marks what hits everybody", () => {
    const risky = Object.entries(itself.attributes).flatMap(([name, { risk }]) => (risk ? [name] : []));
    expect(risky).toEqual(["settings.requireTwoFactor", "settings.passwordExpiryDays"]);
  });

  it("invites people for ever, with roles and no access", () => {
    expect(people?.invitation).toEqual({
      carriesAccess: false,
      listed: true,
      change: "resend",
      revoke: true,
      lifetimeDays: Number.POSITIVE_INFINITY,
    });
    expect(people).toMatchObject({
      severalRoles: true,
      customRoles: true,
      ownerRoles: ["ADMIN"],
      addById: false,
    });
  });

  it("gives access to members, roles and others; projects end empty", () => {
    expect(access).toMatchObject({ severalLevels: ["role"], ownerLevel: "OWNER" });
    expect(access?.subjects).toEqual(["member", "role", "outsider"]);
    expect(project).toMatchObject({ creation: "create", endsEmpty: true });
  });
});

describe("the check", () => {
  it.each(["acme", "abc", "a1b2", "a".repeat(400)])("takes the id %s", (slug) => {
    expect(codes({ key: { slug, previousSlugs: [] } })).toEqual([]);
  });

  it.each(["ab", "Acme", "acme-corp", "acme_corp", "a".repeat(401), ""])(
    "refuses the id %j at its place",
    (slug) => {
      expect(codes({ key: { slug, previousSlugs: [] } })).toEqual(["apimetrics/slug 1"]);
      expect(codes({ key: { id: slug, previousSlugs: [] } })).toEqual(["apimetrics/slug 1"]);
    },
  );

  it.each(["SRE", "ON_CALL", "R2D2", "DEFAULT"])("takes the role %s", (name) => {
    expect(codes({ roles: section(role(name)), members: section(member([name])) })).toEqual([]);
  });

  it.each(["sre", "On_Call", "ON-CALL", "AB", "2ND", "_OPS"])(
    "refuses the role %s wherever it stands",
    (name) => {
      expect(
        codes({
          roles: section(role(name)),
          members: section(member([name])),
          access: section(grant({ type: "role", role: name })),
        }),
      ).toEqual(["apimetrics/role-name 2", "apimetrics/role-name 3", "apimetrics/role-name 4"]);
    },
  );

  it("keeps the system's own roles", () => {
    const gone = section(role("DEFAULT", "absent"), role("ADMIN", "absent"), role("SRE", "absent"));

    expect(codes({ roles: gone })).toEqual(["apimetrics/system-role 2", "apimetrics/system-role 2"]);
  });

  it("knows the form of accounts' ids", () => {
    const outsider = (id: string) =>
      section(grant({ type: "person", identity: { key: `id:${id}`, id, aliases: [] } }));

    expect(codes({ members: section(member(["SRE"], "auth0|abc")), access: outsider("ci@clients") })).toEqual(
      [],
    );
    expect(codes({ members: section(member(["SRE"], "user 9")), access: outsider("a/b") })).toEqual([
      "apimetrics/account 3",
      "apimetrics/account 4",
    ]);
  });

  it.each([
    [{ "settings.requireTwoFactor": true, "settings.passwordExpiryDays": 0, "settings.tags": ["a"] }, 0],
    [{ "settings.passwordExpiryDays": null, "settings.tags": null }, 0],
    [{ "settings.requireTwoFactor": "yes" }, 1],
    [{ "settings.requireTwoFactor": 1, "settings.passwordExpiryDays": -1 }, 2],
    [{ "settings.passwordExpiryDays": 1.5, "settings.tags": "a" }, 2],
    [{ "settings.passwordExpiryDays": "90" }, 1],
  ])("knows the form of the organization's settings: %j", (attributes, count) => {
    expect(codes({ attributes })).toEqual(Array.from({ length: count }, () => "apimetrics/setting 1"));
  });

  it("knows the form of projects' settings", () => {
    expect(
      codes({
        workspaces: section(
          workspace({ "settings.email": "a@b.test", "settings.securityProfile": "x", "settings.tags": [] }),
          workspace({ "settings.email": "", "settings.securityProfile": 5, "settings.tags": true }),
        ),
      }),
    ).toEqual(Array.from({ length: 3 }, () => "apimetrics/setting 5"));
  });
});

describe("the address of a project's notices", () => {
  it.each(["ops@acme.test", "a.b+c@mail.acme.test"])("may be %s", (email) => {
    expect(codes({ workspaces: section(workspace({ "settings.email": email })) })).toEqual([]);
  });

  it.each(["nonsense", "@acme.test", "ops@", "ops@acme", "a b@acme.test", 5, null])(
    "cannot be %j",
    (email) => {
      expect(codes({ workspaces: section(workspace({ "settings.email": email })) })).toEqual([
        "apimetrics/setting 5",
      ]);
    },
  );
});

describe("what is desired", () => {
  const attributesOf = (parts: Partial<Organization>, kind: string) =>
    apimetrics
      .desired(organization(parts), settings)
      .filter((resource) => resource.kind === kind)
      .map(({ attributes }) => attributes);

  it.each([
    [["DEFAULT"], ["DEFAULT"]],
    [
      ["DEFAULT", "ADMIN"],
      ["DEFAULT", "ADMIN"],
    ],
    [
      ["SRE", "DEFAULT", "SRE"],
      ["DEFAULT", "SRE"],
    ],
  ])("says %j as %j, which is how it is read", (roles, told) => {
    expect(attributesOf({ members: section(member(roles)) }, "member")).toEqual([{ roles: told }]);
  });

  it("says nothing where nothing is meant", () => {
    const attributes = { "settings.passwordExpiryDays": 0, "settings.tags": [], displayName: "Acme" };

    expect(attributesOf({ attributes }, "organization")).toEqual([
      { "settings.passwordExpiryDays": null, "settings.tags": null, displayName: "Acme", slug: "acme" },
    ]);
    expect(attributesOf({ roles: section(role("SRE", "present", { description: "" })) }, "role")).toEqual([
      { description: null },
    ]);
    expect(
      attributesOf({ workspaces: section(workspace({ "settings.tags": ["a", "b", "a"] })) }, "workspace"),
    ).toEqual([{ "settings.tags": ["a", "b"] }]);
  });

  it("has one resource for each level of a role, and one for a person", () => {
    const levels = ["EDITOR", "VIEWER"];
    const access = section(
      { ...grant({ type: "role", role: "SRE" }), levels },
      grant({ type: "person", identity: { key: "ext@partner.test", aliases: [] } }),
    );

    const addresses = apimetrics.desired(organization({ access }), settings).map(({ address }) => address);

    expect(addresses).toEqual([
      "acme/organization",
      "acme/access/production/role:SRE:EDITOR",
      "acme/access/production/role:SRE:VIEWER",
      "acme/access/production/ext@partner.test",
    ]);
  });

  it("reads the same roles whatever stands beside DEFAULT, however often it is read", () => {
    const names = fc.array(fc.constantFrom("DEFAULT", "ADMIN", "SRE", "AUDIT"));
    fc.assert(
      fc.property(names, (roles) => {
        expect(held(held(roles))).toEqual(held(roles));
        expect(held([...roles, "DEFAULT"])).toEqual(held(roles));
        expect(held(roles).length).toBeGreaterThan(0);
      }),
    );
  });
});
