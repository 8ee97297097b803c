import { describe, expect, test } from "vitest";
import {
  attributeName,
  attributeValue,
  brandingIn,
  manifestName,
  settingsIn,
} from "../../../../src/entry/terraform/resources/settings.ts";
import {
  branding,
  organizationSettings,
  workspaceSettings,
} from "../../../../src/entry/terraform/schemas/parts.ts";
import { ExactNumber, UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import { connectors } from "../../../../src/index.ts";
import type { KindSpec } from "../../../../src/model/kinds.ts";

/** Every attribute under a heading that any system has for a kind, in any of its dialects. */
function known(kind: "organization" | "workspace", heading: string): readonly string[] {
  const names = Object.values(connectors).flatMap((connector) =>
    [undefined, ...connector.dialects].flatMap((dialect) => {
      const settings = { name: "x", system: connector.system, endpoint: "http://127.0.0.1:1/" } as const;
      const kinds = connector.kinds(dialect === undefined ? settings : ({ ...settings, dialect } as never));
      const spec: KindSpec | undefined = kinds[kind];
      return Object.keys(spec?.attributes ?? {});
    }),
  );
  const under = names.filter((name) => name.startsWith(`${heading}.`));
  return [...new Set(under.map((name) => attributeName(name.slice(heading.length + 1))))].sort();
}

describe("the schemas have what the systems have", () => {
  test.each([
    ["organization", "settings", organizationSettings],
    ["organization", "branding", branding],
    ["workspace", "settings", workspaceSettings],
  ] as const)("%s %s", (kind, heading, schema) => {
    const all = known(kind, heading);
    expect(all.length).toBeGreaterThan(0);
    expect(Object.keys(schema).sort()).toEqual(all);
  });

  test("and every name is the same there and back", () => {
    for (const name of Object.keys({ ...organizationSettings, ...branding, ...workspaceSettings }))
      expect(attributeName(manifestName(name))).toBe(name);
  });
});

describe("what settings say", () => {
  test("each in the manifest's spelling", () => {
    expect(settingsIn({ require_two_factor: false, password_expiry_days: 90, tags: ["eu", "gold"] })).toEqual(
      { requireTwoFactor: false, passwordExpiryDays: 90, tags: ["eu", "gold"] },
    );
  });

  test("empty clears", () => {
    expect(settingsIn({ password_expiry_days: 0, tags: [] })).toEqual({
      passwordExpiryDays: null,
      tags: null,
    });
    expect(brandingIn({ logo_url: "" })).toEqual({ logoUrl: null });
  });

  test("null and unknown say nothing", () => {
    expect(settingsIn({ require_two_factor: null, password_expiry_days: UNKNOWN })).toBeUndefined();
    expect(settingsIn(null)).toBeUndefined();
    expect(settingsIn(UNKNOWN)).toBeUndefined();
    expect(settingsIn({})).toBeUndefined();
  });

  test("a set of which one is unknown does not clear the others", () => {
    expect(settingsIn({ tags: ["eu", UNKNOWN] })).toBeUndefined();
  });

  test("a number that no double holds is a number", () => {
    expect(settingsIn({ password_expiry_days: new ExactNumber("0.1") })).toEqual({ passwordExpiryDays: 0.1 });
  });
});

test("live values are attributes, and nothing is null", () => {
  expect(attributeValue(["eu"])).toEqual(["eu"]);
  expect(attributeValue(false)).toBe(false);
  expect(attributeValue(0)).toBe(0);
  expect(attributeValue(null)).toBeNull();
  expect(attributeValue(undefined)).toBeNull();
});
