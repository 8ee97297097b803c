import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import contract from "../../../schemas/systems/cnap.openapi.json" with { type: "json" };
import { cnap } from "../../../src/connectors/cnap/index.ts";
import {
  Group,
  Organization as OrganizationManifest,
  Project,
} from "../../../src/manifest/compiled/documents.js";
import { formatManifest } from "../../../src/manifest/format.ts";
import { parseManifests, resolve } from "../../../src/manifest/index.ts";
import { organizationTemplate, projectTemplate } from "../../../src/manifest/templates.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import type { Attributes } from "../../../src/model/contract.ts";
import type { Organization } from "../../../src/model/organization.ts";

const settings: ConnectionSettings = { name: "main", system: "cnap", endpoint: "http://127.0.0.1" };
const location = { file: "acme.yaml", line: 6, column: 3, endColumn: 13, text: "  slug: Acme" };

function organization(
  key: Partial<Organization["key"]>,
  attributes: Attributes = {},
  more: Partial<Organization> = {},
): Organization {
  return {
    name: "acme",
    connection: "main",
    key: { previousSlugs: [], ...key },
    previousNames: [],
    people: [],
    ensure: "present",
    attributes,
    origins: [location],
    manifest: null,
    ...more,
  };
}

const codes = (wish: Organization) => cnap.check(wish, settings).map(({ code }) => code);

describe("what CNAP can do", () => {
  const { organization: own, workspace, member, access, role } = cnap.kinds(settings);

  it("is everything for an organization, which is found by slug and id", () => {
    expect(own).toMatchObject({
      create: "api",
      update: "api",
      delete: "api",
      foundBy: ["slug", "id"],
      levels: 1,
    });
    expect(Object.keys(own.attributes)).toEqual(["slug", "displayName", "branding.logoUrl"]);
    expect(own.attributes["branding.logoUrl"]?.clearable).toBe(true);
  });

  it("is to end a workspace that a customer granted, and no more", () => {
    expect(workspace).toMatchObject({
      creation: "granted",
      create: { forPerson: expect.any(String) },
      update: "none",
      delete: "api",
      attributes: {},
    });
  });

  it("is members in three roles, added by id or invited, with access by membership alone", () => {
    expect(member).toMatchObject({
      rank: ["owner", "admin", "member"],
      customRoles: false,
      severalRoles: false,
      addById: true,
      impliedLevel: "admin",
      suspend: false,
      selfIsMember: true,
      invitation: { carriesAccess: false, listed: true, change: "resend", revoke: true, lifetimeDays: 7 },
    });
    expect(access).toBeUndefined();
    expect(role).toBeUndefined();
  });

  it("is wanted as the manifest says it", () => {
    const wanted = cnap.desired(organization({ slug: "acme" }, { displayName: "Acme" }), settings);

    expect(wanted).toMatchObject([
      { kind: "organization", attributes: { slug: "acme", displayName: "Acme" } },
    ]);
  });
});

describe("the check of slugs, names and logos", () => {
  it.each(["acme", "acme-corp", "a1-", "ab", "Acme", "acme corp", "-acme", "a".repeat(40), ""])(
    "takes the slug %j where the contract does",
    (slug) => {
      const { minLength, maxLength, pattern } = contract.components.schemas.NewOrganization.properties.slug;
      const fits = slug.length >= minLength && slug.length <= maxLength && new RegExp(pattern).test(slug);

      expect(codes(organization({ slug }))).toEqual(fits ? [] : ["cnap/slug"]);
    },
  );

  it("takes the names that the contract takes, and no others", () => {
    const { minLength, maxLength, pattern } = contract.components.schemas.NewOrganization.properties.name;
    const unit = fc.constantFrom(..."aZ9 éß漢😀-'&.\n_!");

    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (displayName) => {
        const length = [...displayName].length;
        const fits = length >= minLength && length <= maxLength && new RegExp(pattern, "u").test(displayName);
        expect(codes(organization({ slug: "acme" }, { displayName }))).toEqual(
          fits ? [] : ["cnap/display-name"],
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["https://acme.test/logo.png", []],
    [`https://acme.test/${"x".repeat(240)}`, ["cnap/logo-url"]],
    ["logo.png", ["cnap/logo-url"]],
    [null, []],
  ])("says of the logo %j: %j", (url, expected) => {
    expect(codes(organization({ slug: "acme" }, { "branding.logoUrl": url }))).toEqual(expected);
  });

  it("says of each where it is, as an error", () => {
    const wish = organization({ slug: "A" }, { displayName: "!", "branding.logoUrl": "x" });

    expect(cnap.check(wish, settings)).toMatchObject([
      { code: "cnap/slug", severity: "error", at: ["slug"] },
      { code: "cnap/display-name", severity: "error", at: ["displayName"] },
      { code: "cnap/logo-url", severity: "error", at: ["branding", "logoUrl"] },
    ]);
  });

  const origins = [location];
  const workspaces = (...ids: readonly (string | undefined)[]): Partial<Organization> => ({
    workspaces: {
      ownership: "exact",
      entries: ids.map((id, index) => ({
        name: `w${index}`,
        ...(id === undefined ? {} : { id }),
        attributes: {},
        ensure: "present",
        previously: [],
        origins,
      })),
    },
  });

  it.each(["present", "absent"] as const)("warns of ids of another form, where they are (%s)", (ensure) => {
    const odd = ["shop/1", "ws_", "org_acme", `ws_${"x".repeat(51)}`];
    const wish = organization({ id: "acme" }, {}, { ensure, ...workspaces(undefined, "ws_shop", ...odd) });

    expect(cnap.check(wish, settings)).toMatchObject([
      { code: "cnap/organization-id", severity: "warning", at: ["id"] },
      ...odd.map((id) => ({
        code: "cnap/workspace-id",
        severity: "warning",
        message: expect.stringContaining(id),
        location,
      })),
    ]);
  });

  it("takes ids of the documented form", () => {
    const wish = organization(
      { id: `org_${"x".repeat(50)}` },
      {},
      workspaces("ws_abc123", `ws_${"x".repeat(50)}`),
    );

    expect(codes(wish)).toEqual([]);
  });

  it("says nothing of what is not given, or goes", () => {
    expect(codes(organization({ id: "org_acme" }, {}, { origins: [] }))).toEqual([]);
    expect(codes(organization({ slug: "A" }, { displayName: "!" }, { ensure: "absent" }))).toEqual([]);
  });
});

describe("the first project", () => {
  const choice = { system: "cnap", ...cnap.example(undefined) } as const;
  const files = [projectTemplate(choice), organizationTemplate(choice)];

  it("is in canonical form, and is valid", () => {
    const checks = { Project, Organization: OrganizationManifest, Group };

    for (const file of files) {
      expect(formatManifest(file)).toBe(file);
      for (const document of parseAllDocuments(file)) {
        const value = document.toJS() as { kind: keyof typeof checks };
        expect(checks[value.kind](value)).toBe(true);
      }
    }
  });

  it("says nothing that CNAP cannot do", () => {
    const { resources, diagnostics } = wishOf(files[1] ?? "");

    expect(diagnostics).toEqual([]);
    expect(resources.map(({ address }) => address)).toContain("example/workspace/production");
  });
});

/** What a manifest comes to on CNAP, with all that is wrong with it. */
function wishOf(text: string) {
  const parsed = parseManifests([{ file: "orgs/example.yaml", text }]);
  if (!parsed.ok) return { resources: [], diagnostics: parsed.diagnostics };
  const facts = {
    title: cnap.title,
    system: cnap.system,
    kinds: cnap.kinds(settings),
    check: (each: Organization) => cnap.check(each, settings),
  };
  const { organizations, diagnostics } = resolve(parsed.value, {
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["*.yaml"],
      connections: { cnap: { system: "cnap", endpoint: settings.endpoint, token: { env: "TOKEN" } } },
    },
    now: 0,
    systems: new Map([["cnap", facts]]),
  });
  return { resources: organizations.flatMap((each) => cnap.desired(each, settings)), diagnostics };
}
