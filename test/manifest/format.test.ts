import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { formatManifest } from "../../src/manifest/format.ts";
import { yamlText } from "./format-texts.ts";

function data(text: string): unknown[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((value) => value !== null);
}

function comments(text: string): string[] {
  return (text.match(/#c\d+ [a-z]+/gu) ?? []).sort();
}

describe("formatManifest", () => {
  it("orders keys as the schema does and keeps comments with their keys", () => {
    const text = `# yaml-language-server: $schema=x.json
kind: Organization
spec:
    # people
    members:
      - role: owner
        email: "a@acme.test" # the boss
    # where
    connection: one
    slug: acme
metadata: {name: acme}
apiVersion: orgwright/v1
`;

    expect(formatManifest(text)).toBe(`# yaml-language-server: $schema=x.json
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  # where
  connection: one
  slug: acme
  # people
  members:
    - email: a@acme.test # the boss
      role: owner
`);
  });

  it("leaves a comment above its key when the section before ends with comments", () => {
    const text = `spec:
  members:
    - email: a@x.test
    # - email: b@x.test

  # who may enter
  # and where
  access: []
# below
# the line
other: 1
`;

    expect(formatManifest(text)).toBe(text);
  });

  it("orders the project file too", () => {
    const text =
      "kind: Project\nguards: {minOwners: 2}\nconnections:\n  b: {endpoint: https://x, system: signalsmith}\n  a: {token: {env: T}, system: signalsmith}\napiVersion: orgwright/v1\n";

    expect(formatManifest(text)).toBe(
      "apiVersion: orgwright/v1\nkind: Project\nconnections:\n  b: {system: signalsmith, endpoint: https://x}\n  a: {system: signalsmith, token: {env: T}}\nguards: {minOwners: 2}\n",
    );
  });

  it("puts unknown keys behind the known ones, in their order", () => {
    expect(formatManifest("kind: Group\nzeta: 1\nalpha: 2\napiVersion: x\n")).toBe(
      "apiVersion: x\nkind: Group\nzeta: 1\nalpha: 2\n",
    );
  });

  it("never sorts a list", () => {
    const text = "kind: Group\nspec:\n  members: [c@x.test, a@x.test, b@x.test]\n";

    expect(formatManifest(text)).toBe(text);
  });

  it.each([
    ["'plain'", "plain"],
    ['"it\'s"', "it's"],
    ["'#00bb55'", '"#00bb55"'],
    ['"no"', '"no"'],
    ["'Yes'", '"Yes"'],
    ['"2026-12-31"', '"2026-12-31"'],
    ["2026-12-31", "2026-12-31"],
    ['"1.0"', '"1.0"'],
    ["'say \"hi\"'", 'say "hi"'],
    ['"a: b"', '"a: b"'],
    ['"auth0|123"', "auth0|123"],
    ['""', '""'],
    ["12345678901234567890", "12345678901234567890"],
    ["1.50", "1.50"],
    ["~", "~"],
    ['"null"', '"null"'],
  ])("writes %s as %s", (before, after) => {
    expect(formatManifest(`a: ${before}\n`)).toBe(`a: ${after}\n`);
  });

  it("keeps flow style that fits a line, and opens what does not or holds comments", () => {
    const short = "a: {b: 1, c: [x, y]}\n";
    const long = `a: {${Array.from({ length: 12 }, (_, index) => `key${index}: value${index}`).join(", ")}}\n`;

    expect(formatManifest(short)).toBe(short);
    expect(formatManifest("a: {b: 1,\n   c: [x,\n y]}\n")).toBe(short);
    expect(formatManifest(long)).toMatch(/^a:\n {2}key0: value0\n {2}key1: value1\n/u);
    expect(formatManifest("a: {b: 1, # one\n  c: 2}\n")).toBe("a:\n  b: 1 # one\n  c: 2\n");
  });

  it("drops a byte order mark, carriage returns, and empty documents; ends with one line break", () => {
    expect(formatManifest("\uFEFF---\r\na: 1\r\n\r\n---\r\nb: 2\r\n---\r\n\r\n")).toBe("a: 1\n---\nb: 2\n");
  });

  it("keeps anchors and aliases, and then the order of keys", () => {
    const text = "spec:\n  members: &people [a@x.test]\n  access: *people\nkind: Group\n";

    expect(formatManifest(text)).toBe(text);
  });

  it("keeps folded and literal paragraphs", () => {
    const text = `a: >\n  ${"word ".repeat(30).trim()}\n\n  next\nb: |+\n  x\n   y\n\n`;

    const formatted = formatManifest(text) ?? "";

    expect(data(formatted)).toEqual(data(text));
    expect(formatted.split("\n").every((row) => row.length <= 110)).toBe(true);
  });

  it("leaves a text with directives, or with comments only, as it is", () => {
    expect(formatManifest("%YAML 1.2\n---\nkind: A\napiVersion: b\n")).toBe(
      "%YAML 1.2\n---\nkind: A\napiVersion: b\n",
    );
    expect(formatManifest("# nothing yet\n\n\n")).toBe("# nothing yet\n");
    expect(formatManifest("")).toBe("");
  });

  it("answers undefined for what is no YAML", () => {
    expect(formatManifest("a: [1\n")).toBeUndefined();
    expect(formatManifest("a: 1\na: 2\n")).toBeUndefined();
  });

  it("is idempotent, changes no data and loses no comment", () => {
    fc.assert(
      fc.property(yamlText, (text) => {
        const once = formatManifest(text);

        expect(once).toBeDefined();
        expect(formatManifest(once ?? "")).toBe(once);
        expect(data(once ?? "")).toEqual(data(text));
        expect(comments(once ?? "")).toEqual(comments(text));
        expect(once).not.toMatch(/\r|\n\n$|[ \t]$/u);
      }),
      { numRuns: 150 },
    );
  });

  it("does not throw for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:-[]{}#,&*!|>'\"%@ \n\t?".split("")) }), (text) => {
        const once = formatManifest(text);

        if (once !== undefined) expect(formatManifest(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});
