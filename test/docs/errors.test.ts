/** docs/errors.md lists every code that the sources give, and no other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const sources = globSync("src/**/*.ts", { cwd: root, ignore: ["src/sandbox/**", "src/manifest/compiled/**"] })
  .sort()
  .map((file) => ({ file, text: read(file) }));

/** Codes as a source spells them; where a part is a variable, all values of its type. */
function codesOf({ file, text }: { readonly file: string; readonly text: string }): readonly string[] {
  const whole = [...text.matchAll(/"([a-z]+\/[a-z-]+)"/g)]
    .map(([, code = ""]) => code)
    .filter((code) => new RegExp(`\\bcode:[^;{}]{0,160}"${code}"`).test(text));
  if (!file.startsWith("src/manifest/words/") || file.endsWith("/problem.ts")) return whole;
  const calls = [...text.matchAll(/\b(?:error|warning|note)\(\s*([^;]*?),\s*(?:\[|SYNTAX)/g)];
  const given = calls.flatMap(([, argument = ""]) => [
    ...[...argument.matchAll(/"([a-z-]+)"/g)].map(([, code = ""]) => code),
    ...[...argument.matchAll(/`([^`]*)`/g)].flatMap(([, template = ""]) => spelt(template, text)),
  ]);
  const named = [...text.matchAll(/^const CODES[^{]*\{([^}]*)\}/gm)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([a-z-]+)"/g)].map(([, code = ""]) => code),
  );
  return [...whole, ...[...given, ...named].map((code) => `manifest/${code}`)];
}

/** `unknown-${what}` with every value that the type of `what` has in the function around it. */
function spelt(template: string, text: string): readonly string[] {
  const [, variable] = /\$\{(\w+)\}/.exec(template) ?? [];
  const before = text.slice(0, text.indexOf(`\`${template}\``));
  const [type = ""] = [...before.matchAll(new RegExp(`\\b${variable}: ([^,)]+)`, "g"))]
    .map(([, found = ""]) => found)
    .slice(-1);
  const union = type.includes('"') ? type : (new RegExp(`type ${type} =([^;]*);`).exec(text)?.[1] ?? "");
  return [...union.matchAll(/"([a-z]+)"/g)].map(([, value = ""]) => template.replace(/\$\{\w+\}/, value));
}

const given = new Set(sources.flatMap(codesOf));
const documented = [...read("docs/errors.md").matchAll(/^\| `([a-z]+\/[a-z-]+)` *\|/gm)].map(
  ([, code = ""]) => code,
);

describe("docs/errors.md", () => {
  test("the sources are understood: codes of every shape are found", () => {
    expect([...given]).toEqual(
      expect.arrayContaining([
        "manifest/unknown-key",
        "manifest/unknown-level",
        "manifest/absent-role",
        "manifest/several-levels",
        "manifest/conflicting-keys",
        "manifest/tab",
        "manifest/syntax",
        "plan/impossible",
        "system/unknown-result",
        "signalsmith/slug",
      ]),
    );
  });

  test("has every code, and no code that nothing gives", () => {
    expect([...documented].sort()).toEqual([...given].sort());
  });

  test("has each code once", () => {
    expect(documented.filter((code, index) => documented.indexOf(code) !== index)).toEqual([]);
  });
});
