import { describe, expect, it } from "vitest";
import { parseManifests } from "../../src/manifest/index.ts";
import { read } from "../../src/manifest/syntax/read.ts";
import type { Diagnostic } from "../../src/model/contract.ts";
import { acme, shortly } from "./fixture.ts";

const diagnose = (text: string): readonly Diagnostic[] => read({ file: "f.yaml", text }).diagnostics;
const codes = (text: string): readonly string[] => diagnose(text).map(shortly);
const values = (text: string): readonly unknown[] =>
  read({ file: "f.yaml", text }).documents.map(({ value }) => value);

describe("one mistake in the YAML is one diagnostic, at its place", () => {
  it.each([
    ["a tab", "a:\n\tb: 1\n", "tab@2"],
    ["a tab further down", "a:\n  - x\n\t- y\n", "tab@3"],
    ["an open double quote, where it opens", 'a: 1\nb: "x\nc: 1\n', "unclosed@2"],
    ["an open quote with an escape at the end", 'a: "x\\"\n', "unclosed@1"],
    ["an open single quote", "a: 'it''s\nb: 1\n", "unclosed@1"],
    ["an open bracket", "a: 1\nb: [1, 2\nc: 3\n", "unclosed@2"],
    ["an open brace", "b: {a: 1\nc: 3\n", "unclosed@1"],
    ["a second colon", "a: b: c\n", "syntax@1"],
    ["no space behind a colon", "a:1\nb: 2\n", "missing-space@1"],
    ["no space behind the last colon", "b: 2\na:1\n", "missing-space@2"],
    ["no colon", "b: 2\na 1\n", "missing-colon@2"],
    ["a line too far to the right", "a: 1\n  b: 2\n", "indentation@1"],
    ["a line too far to the left", "a:\n  - b: 1\n c: 2\n", "indentation@3"],
    ["a line too far to the left, below an empty one", "a:\n    - b: 1\n\n   - c: 2\n", "indentation@4"],
    [
      "a document that no line separates",
      "apiVersion: 1\nkind: x\napiVersion: 1\nkind: y\n",
      "missing-separator@3",
    ],
    ["wrong indentation", "a: x # y\n  z: 1", "indentation@2"],
    ["a reserved character", "a: @x\n", "syntax@1"],
    ["an unknown escape", 'a: "\\q"\n', "syntax@1"],
    ["a closing bracket too many", "a: 1\n}\n", "syntax@2"],
    ["a list among keys", "a: 1\n- b\n", "indentation@2"],
    ["a key that occurs twice", "a: 1\nb: 2\na: 3\n", "duplicate-key@3"],
    ["a number as key", "2024: admin\n", "key-not-text@1"],
    ["nothing as key", ": admin\n", "key-not-text@1"],
    ["a list as key", "? [a]\n: 1\n", "key-not-text@1"],
    ["a merge key", "a: &a {b: 1}\nc:\n  <<: *a\n", "merge-key@3"],
    ["a tag", "a: !secret x\n", "unknown-tag@1"],
    ["a foreign type", "a: !!binary aGk=\n", "unknown-tag@1"],
    ["YAML 1.1", "%YAML 1.1\n---\na: yes\n", "yaml-version@1"],
    ["an alias of nothing", "a: *b\n", "unknown-alias@1"],
    ["an alias in itself", "a: &a [*a]\n", "circular-alias@1"],
    ["a control character", "a: 1\nb: \u0000\n", "forbidden-character@2"],
    ["text that turns its direction", "a: x\u202ey\n", "forbidden-character@1"],
    ["the same by an escape", 'a: "x\\u202Ey"\n', "forbidden-character@1"],
    ["half a character by an escape", 'a: "\\uD800"\n', "forbidden-character@1"],
    ["the same in a key", '"\\u202E": 1\n', "forbidden-character@1"],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual([expected]);
  });

  it("names the first key too when a key occurs twice", () => {
    expect(diagnose("a: 1\na: 2\n")[0]?.related).toMatchObject([{ line: 1, column: 1, endColumn: 2 }]);
  });

  it("suggests the alias that was meant", () => {
    expect(diagnose("a: &people 1\nb: *poeple\n")[0]?.fix).toBe("Did you mean `people`?");
  });
});

describe("bounds", () => {
  it("refuses what nests too deep, without composing it", () => {
    expect(codes("[".repeat(200_000))).toEqual(["too-deep@1"]);
    expect(codes("- ".repeat(200_000))).toEqual(["too-deep@1"]);
    expect(codes(`${"{a: ".repeat(40)}1${"}".repeat(40)}`)).toEqual(["too-deep@1"]);
  });

  it("refuses a file over one mebi", () => {
    expect(codes(`a: ${"x".repeat(1024 * 1024)}`)).toEqual(["too-large@1"]);
  });

  it("stops an alias bomb", () => {
    const floors = Array.from(
      { length: 30 },
      (_, floor) => `a${floor + 1}: &a${floor + 1} [*a${floor}, *a${floor}]`,
    );
    const started = performance.now();
    expect(codes(["a0: &a0 [x, x]", ...floors].join("\n"))).toEqual(["too-many-aliases@14"]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("shows 200 problems of a file and counts the rest", () => {
    const keys = Array.from({ length: 300 }, (_, key) => `key${key}: 1`).join("\n");
    const parsed = parseManifests([
      {
        file: "a.yaml",
        text: `apiVersion: orgwright/v1\nkind: Group\nmetadata: {name: a}\nspec: {members: []}\n${keys}\n`,
      },
    ]);
    expect(parsed.diagnostics).toHaveLength(201);
    expect(parsed.diagnostics).toContainEqual(
      expect.objectContaining({
        code: "manifest/too-many-problems",
        message: "The file has 100 more problems, which are not shown.",
      }),
    );
  });
});

describe("what YAML may do", () => {
  it("repeats values by aliases, which stand where they are used", () => {
    const [document] = read({ file: "f.yaml", text: "a: &a\n  b: 1\nc: *a\n" }).documents;
    expect(document?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(document?.locate(["c"])).toMatchObject({ line: 3, column: 4, endColumn: 6 });
    expect(document?.locate(["c", "b"])).toMatchObject({ line: 2, column: 6 });
  });

  it("takes the last anchor of a name", () => {
    expect(values("a: &a 1\nb: &a 2\nc: *a\n")).toEqual([{ a: 1, b: 2, c: 2 }]);
  });

  it("holds several documents, empty ones among them", () => {
    expect(values("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n")).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values("")).toEqual([]);
    expect(values("# only a comment\n")).toEqual([]);
  });

  it("reads YAML 1.2: words like yes and no, and dates, are text", () => {
    expect(values("a: yes\nb: 2026-12-31\nc: 0x1F\nd: !!str 12\n")).toEqual([
      { a: "yes", b: "2026-12-31", c: 31, d: "12" },
    ]);
  });

  it("takes keys like __proto__ as keys", () => {
    const [value] = values("__proto__: {polluted: true}\nconstructor: 1\n");
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("counts columns behind a byte order mark, and lines with carriage returns, as editors do", () => {
    const [problem] = diagnose("\ufeffa: 1\r\nb: [\r\n");
    expect(problem?.location).toEqual({ file: "f.yaml", line: 2, column: 4, endColumn: 5, text: "b: [" });
  });

  it("counts columns in UTF-16 units", () => {
    const [document] = read({ file: "f.yaml", text: '{"🙂": 1, b: 2}\n' }).documents;
    expect(document?.locate(["b"], "key")).toMatchObject({ column: 11, endColumn: 12 });
  });
});

describe("locate", () => {
  const [document] = read({ file: "f.yaml", text: "a:\n  - b: 1\n    c:\n  - {d: 2}\n" }).documents;

  it.each([
    [["a", 0, "b"], "value", { line: 2, column: 8, endColumn: 9 }],
    [["a", 0, "b"], "key", { line: 2, column: 5, endColumn: 6 }],
    [["a", 0], "value", { line: 2, column: 5, endColumn: 9 }],
    [["a", 1], "value", { line: 4, column: 5, endColumn: 11 }],
    [["a", 1, "d", "x"], "value", { line: 4, column: 6, endColumn: 7 }],
    [["a", 0, "c"], "value", { line: 3, column: 5, endColumn: 6 }],
    [["a", 9], "value", { line: 1, column: 1, endColumn: 2 }],
    [["nowhere"], "value", { line: 1, column: 1, endColumn: 3 }],
    [[], "value", { line: 1, column: 1, endColumn: 3 }],
  ] as const)("%j %s", (path, part, expected) => {
    expect(document?.locate(path, part)).toMatchObject(expected);
  });
});

it("reports documents with good YAML beside one with a mistake", () => {
  const parsed = parseManifests([{ file: "f.yaml", text: `a: [b\n---\nkind: Grup\n---\n${acme("")}` }]);
  expect(parsed.diagnostics.map(shortly)).toEqual(["unclosed@1", "api-version@3", "unknown-kind@3"]);
});
