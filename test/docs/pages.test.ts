/** What the pages point at is there, and closed lists of the schemas are told whole. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const pages = globSync(["*.md", "docs/*.md", "bench/*.md", "src/**/README.md"], { cwd: root }).sort();
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The anchor that a heading gets on the usual forges. */
function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function anchorsOf(page: string): readonly string[] {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading.trim()));
}

function brokenLinks(page: string): readonly string[] {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
  });
}

/** Paths of this repository in backticks; those with a variable part (CAPITALS, `*`, `…`) and generated ones are left out. */
function missingPaths(page: string): readonly string[] {
  const named = [...read(page).matchAll(/`((?:src|test|docs|schemas|scripts|examples|bench)\/[^`\s]*)`/g)];
  return named
    .map(([, path = ""]) => path)
    .filter((path) => !/[*…]|\/[A-Z]+\b(?!\.md)|<|compiled/.test(path))
    .filter((path) => !existsSync(join(root, path)));
}

describe.each(pages)("%s", (page) => {
  test("links lead somewhere", () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test("paths of the repository exist", () => {
    expect(missingPaths(page)).toEqual([]);
  });
});

describe("docs/semantics.md", () => {
  const { $defs } = JSON.parse(read("schemas/plan.schema.json")) as {
    $defs: Readonly<Record<string, unknown>>;
  };
  const page = read("docs/semantics.md");

  /** Every value of every closed list of words in the plan's schema. */
  function valuesOf(schema: unknown): readonly string[] {
    if (typeof schema !== "object" || schema === null) return [];
    return Object.entries(schema).flatMap(([key, inner]) =>
      key === "enum" && Array.isArray(inner)
        ? inner.filter((value) => typeof value === "string")
        : valuesOf(inner),
    );
  }

  test.each(Object.entries($defs).filter(([, schema]) => valuesOf(schema).length > 0))(
    "tells every value of %s",
    (name, schema) => {
      // Kinds and verbs are plain words, severities belong to docs/errors.md.
      if (["Kind", "Severity", "Effect"].includes(name)) return;
      expect(valuesOf(schema).filter((value) => !page.includes(`\`${value}\``))).toEqual([]);
    },
  );
});
