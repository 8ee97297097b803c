import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facts } from "../../../src/connections.ts";
import { cantila } from "../../../src/connectors/cantila/index.ts";
import { organizationTemplate, parseManifests, resolve } from "../../../src/manifest/index.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import type { Attributes, Project } from "../../../src/model/contract.ts";
import type { Organization } from "../../../src/model/organization.ts";

const settings: ConnectionSettings = { name: "main", system: "cantila", endpoint: "http://127.0.0.1" };
const location = { file: "acme.yaml", line: 6, column: 3, endColumn: 13, text: "  slug: Acme" };
const organization = (
  attributes: Attributes,
  key: Pick<Organization["key"], "slug" | "id"> = { slug: "acme" },
): Organization => ({
  name: "acme",
  connection: "main",
  key: { ...key, previousSlugs: [] },
  previousNames: [],
  people: [],
  ensure: "present",
  attributes,
  origins: [location],
  manifest: null,
});

describe("what Cantila can do", () => {
  it("is what any dialect can while none is named", () => {
    const auto = cantila.kinds(settings);

    expect(auto).toEqual(cantila.kinds({ ...settings, dialect: "auto" }));
    expect(auto.member?.rank).toEqual(["owner", "admin", "developer", "viewer", "member"]);
    expect(auto.organization.attributes).toEqual(
      cantila.kinds({ ...settings, dialect: "server" }).organization.attributes,
    );
    expect(cantila.dialects[0]).toBe("auto");
  });

  it.each([
    ["server", ["owner", "admin", "developer", "viewer"], 4, "needed"],
    ["documented", ["owner", "admin", "member"], 2, undefined],
    ["auto", ["owner", "admin", "developer", "viewer", "member"], 4, "needed"],
  ] as const)("in %s", (dialect, rank, looks, need) => {
    const {
      organization: account,
      member,
      role,
      workspace,
      access,
    } = cantila.kinds({ ...settings, dialect });

    expect(member).toMatchObject({ rank, attributes: { roles: { values: rank } }, ownerRoles: ["owner"] });
    expect(Object.keys(account.attributes).filter((name) => name.startsWith("branding."))).toHaveLength(
      looks,
    );
    expect(account).toMatchObject({ create: "api", update: "api", levels: 2, foundBy: ["slug", "id"] });
    expect([typeof account.createTop, typeof account.delete]).toEqual(["object", "object"]);
    expect(account.secret?.need).toBe("discardable");
    expect(member?.invitation.token?.need).toBe(need);
    expect([role, workspace, access]).toEqual([undefined, undefined, undefined]);
  });
});

describe("the check", () => {
  it.each(["acme", "acme-corp", "a1-", "9-9", "a".repeat(40)])(
    "takes or refuses the handle %s as Cantila does",
    (slug) => {
      const fits = slug !== "a1-";

      expect(cantila.check(organization({}, { slug }), settings)).toHaveLength(fits ? 0 : 1);
    },
  );

  it.each(["Acme", "ac", "acme corp", "acme_corp", "-acme", "acme-", "a".repeat(41), "", "acc_acme"])(
    "refuses the handle %j at its line",
    (slug) => {
      expect(cantila.check(organization({}, { slug }), settings)).toMatchObject([
        { code: "cantila/handle", severity: "error", at: ["slug"] },
      ]);
    },
  );

  it.each([
    ["branding.primaryColor", "#00bb55", undefined],
    ["branding.primaryColor", "#0B5", undefined],
    ["branding.accentColor", null, undefined],
    ["branding.accentColor", "green", "cantila/color"],
    ["branding.primaryColor", "", "cantila/color"],
    ["branding.primaryColor", "#00bb55ff", "cantila/color"],
    ["branding.primaryColor", "00bb55", "cantila/color"],
    ["branding.logoUrl", "https://acme.test/logo.png", undefined],
    ["branding.logoUrl", "http://acme.test/logo.png", undefined],
    ["branding.logoUrl", "ftp://acme.test/logo.png", "cantila/logo"],
    ["branding.logoUrl", "logo.png", "cantila/logo"],
    ["branding.logoUrl", "", "cantila/logo"],
    ["branding.logoUrl", `https://acme.test/${"x".repeat(500)}`, "cantila/logo"],
    ["branding.displayName", "x".repeat(64), undefined],
    ["branding.displayName", "x".repeat(65), "cantila/display-name"],
    ["branding.displayName", "", "cantila/display-name"],
    ["branding.displayName", null, undefined],
  ])("says of %s %j: %s", (name, value, code) => {
    const found = cantila.check(organization({ [name]: value }), settings);

    const at = ["branding", name.replace("branding.", "")];
    expect(found.map((each) => [each.code, each.at])).toEqual(code === undefined ? [] : [[code, at]]);
  });

  it.each([
    ["acc_acme", undefined, 0],
    ["acc_acme", "acme", 0],
    ["acc_acme", "bolt", 1],
    ["acc_acme", "Not a handle", 0],
    ["acme", undefined, 1],
    ["ACC_acme", undefined, 1],
    ["acc_ACME", undefined, 1],
    ["acc_acme ", undefined, 1],
    ["acc acme", undefined, 1],
    ["acc_ä", undefined, 1],
    ["acc_", undefined, 1],
  ])("of the id %j with the slug %j finds %d mistakes at the id", (id, slug, count) => {
    const key = { id, ...(slug === undefined ? {} : { slug }) };

    const found = cantila.check(organization({}, key), settings).filter(({ code }) => code === "cantila/id");

    expect(found.map(({ severity, at }) => [severity, at])).toEqual(
      Array.from({ length: count }, () => ["error", ["id"]]),
    );
  });

  it.each([
    ["Acme", 0],
    ["Acme & Söhne", 0],
    [" Acme", 1],
    ["Acme ", 1],
    ["\u00a0Acme", 1],
    ["  ", 1],
    ["", 1],
  ])("of the account's name %j finds %d mistakes", (displayName, count) => {
    const found = cantila.check(organization({ displayName }), settings);

    expect(found.map(({ code, at }) => [code, at])).toEqual(
      Array.from({ length: count }, () => ["cantila/name", ["displayName"]]),
    );
  });
});

describe("what is desired", () => {
  const attributesOf = (attributes: Attributes) =>
    cantila.desired(organization(attributes), settings)[0]?.attributes ?? {};

  it("has colors in six small digits, and null for what shall not be set", () => {
    expect(
      attributesOf({ displayName: "ACME", "branding.primaryColor": "#0B5", "branding.accentColor": null }),
    ).toEqual({
      slug: "acme",
      displayName: "ACME",
      "branding.primaryColor": "#00bb55",
      "branding.accentColor": null,
    });
  });

  it("changes nothing but the way colors are written, and changes that once", () => {
    const hex = fc.stringMatching(/^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$/);
    fc.assert(
      fc.property(hex, fc.string({ minLength: 1 }), (color, name) => {
        const attributes = Object.freeze({ "branding.primaryColor": color, "branding.displayName": name });
        const once = attributesOf(attributes);

        expect(once["branding.displayName"]).toBe(name);
        expect(once["branding.primaryColor"]).toMatch(/^#[0-9a-f]{6}$/);
        expect(attributesOf(once)).toEqual(once);
      }),
    );
  });
});

describe("the example", () => {
  it.each([undefined, ...cantila.dialects])("of %s passes validate", (dialect) => {
    const { endpoint, connection, spec } = cantila.example(dialect);
    const named = connection.find((line) => line.startsWith("dialect:"))?.split(" ")[1];
    const text = organizationTemplate({ system: "cantila", endpoint, connection, spec });
    const parsed = parseManifests([{ file: "orgs/example.yaml", text }]);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    const project: Project = {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["*.yaml"],
      connections: { cantila: { system: "cantila", endpoint, token: { env: "T" } } },
    };
    const systems = facts({ project, connectors: { cantila } });

    const { diagnostics } = resolve(parsed.value, { project, now: 0, systems });

    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(named).toBe(dialect ?? "auto");
  });
});
