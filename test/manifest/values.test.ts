/** Manifests that are values, not text: the same checks, and places as paths. */
import { describe, expect, test } from "vitest";
import { manifestValues, parseManifests, pathIn } from "../../src/manifest/index.ts";

function manifest(spec: object): object {
  return {
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "acme" },
    spec: { connection: "main", slug: "acme", ...spec },
  };
}

function told(...values: readonly unknown[]) {
  const { diagnostics } = manifestValues(values);
  return diagnostics.map(({ code, severity, message, location }) => ({
    code,
    severity,
    message,
    path: location && pathIn(location),
  }));
}

const broken = [
  { members: [{ email: "a@acme.test", role: "member", rolle: "x" }] },
  { members: [{ role: "member" }] },
  { members: [{ email: "a@acme.test", role: 7 }] },
  { members: [] },
  { members: "nobody" },
  { ownership: { members: "most" } },
  { workspaces: [{ id: "ws_1" }], unknown: true },
  { slug: 5 },
] as const;

test.each(broken)("says of a value what it says of the text: %j", (spec) => {
  const text = parseManifests([{ file: "acme.yaml", text: JSON.stringify(manifest(spec)) }]);

  const asText = text.diagnostics.map(({ code, severity, message }) => ({ code, severity, message }));
  const asValue = told(manifest(spec)).map(({ path: _, ...rest }) => rest);
  expect(asValue).toHaveLength(asText.length);
  expect(asValue).toEqual(expect.arrayContaining(asText));
});

test("what is right is the document itself, in the order given", () => {
  const parsed = manifestValues([manifest({ displayName: "A" }), manifest({ slug: "b" })]);

  expect(parsed).toMatchObject({ ok: true, diagnostics: [] });
  if (!parsed.ok) throw new Error("not ok");
  expect(parsed.value.organizations.map(({ value }) => value)).toEqual([
    manifest({ displayName: "A" }),
    manifest({ slug: "b" }),
  ]);
  expect(parsed.value.organizations.map(({ locate }) => pathIn(locate(["spec", "slug"])))).toEqual([
    [0, "spec", "slug"],
    [1, "spec", "slug"],
  ]);
});

test("a place is the manifest's number and the way from its top, whatever keys are called", () => {
  const spec = { members: [{ email: "a@acme.test", role: "member", workspaces: { 'we/"ird': 7 } }] };

  expect(told(manifest({}), manifest(spec))).toMatchObject([
    { path: [1, "spec", "members", 0, "workspaces", 'we/"ird'] },
  ]);
});

describe("never throws", () => {
  test.each([
    ["undefined", undefined],
    ["null", null],
    ["a list", []],
    ["a number", 7],
    ["a function", manifest({ displayName: () => "x" })],
    ["a symbol", manifest({ displayName: Symbol("x") })],
    ["a date", manifest({ displayName: new Date(0) })],
    ["an object without a prototype", manifest({ displayName: Object.create(null) })],
    ["no spec", { apiVersion: "orgwright/v1", kind: "Organization", metadata: { name: "a" } }],
    ["another kind", { ...manifest({}), kind: "Group" }],
  ])("for %s", (_, value) => {
    const { ok, diagnostics } = manifestValues([value]);

    expect(ok).toBe(false);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
