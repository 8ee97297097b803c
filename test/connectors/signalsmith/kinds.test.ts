import { describe, expect, it } from "vitest";
import { connectors } from "../../../src/connectors/index.ts";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import type { Organization } from "../../../src/model/organization.ts";

const settings: ConnectionSettings = { name: "main", system: "signalsmith", endpoint: "http://127.0.0.1" };

describe("what SignalSmith can do", () => {
  it("is the guide's when no dialect is named", () => {
    expect(signalsmith.kinds(settings)).toEqual(signalsmith.kinds({ ...settings, dialect: "guide" }));
  });

  it.each([
    ["guide", "link", "object", "in-place"],
    ["reference-a", "create", "string", "resend"],
    ["reference-b", "create", "string", "resend"],
  ] as const)("in %s", (dialect, creation, deletion, change) => {
    const { organization, workspace, member, access, role } = signalsmith.kinds({ ...settings, dialect });

    expect(workspace?.creation).toBe(creation);
    expect(typeof organization.delete).toBe(deletion);
    expect(member?.invitation).toMatchObject({ carriesAccess: true, listed: true, revoke: true, change });
    expect(access?.customLevels).toBe(creation === "create");
    expect(role).toBeUndefined();
  });

  it("leaves pending people alone where the guide hides them", () => {
    const { member } = signalsmith.kinds({ ...settings, pendingMembers: "hidden" });

    expect(member?.invitation).toMatchObject({ listed: false, revoke: false, change: "none" });
  });

  it("is registered under its name", () => {
    expect(Object.entries(connectors).every(([name, { system }]) => name === system)).toBe(true);
    expect(signalsmith.dialects[0]).toBe("guide");
  });
});

describe("the check", () => {
  const location = { file: "acme.yaml", line: 6, column: 3, endColumn: 13, text: "  slug: Acme" };
  const organization = (slug: string): Organization => ({
    name: "acme",
    connection: "main",
    key: { slug, previousSlugs: [] },
    previousNames: [],
    people: [],
    ensure: "present",
    attributes: {},
    origins: [location],
    manifest: null,
  });

  it.each(["acme", "acme-corp", "a1-2"])("takes the slug %s", (slug) => {
    expect(signalsmith.check(organization(slug), settings)).toEqual([]);
  });

  it.each(["Acme", "acme corp", "acme_corp", "-acme", "acme--corp"])(
    "warns of the slug %s at its line",
    (slug) => {
      expect(signalsmith.check(organization(slug), settings)).toMatchObject([
        { code: "signalsmith/slug", severity: "warning", at: ["slug"] },
      ]);
    },
  );
});
