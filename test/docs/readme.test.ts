/** README.md cannot rot: what it shows is what the built command says. Needs dist/, as `npm test` makes it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { generated, generatedGuide } from "../../scripts/readme.mjs";
import { check, connectors, parseManifests, parseProject } from "../../src/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md");
const folder = mkdtempSync(join(tmpdir(), "orgwright-docs-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, block = ""]) => block,
  );
}

function orgwright(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], { encoding: "utf8" });
}

const [manifest = "", projectFile = ""] = blocks(readme, "yaml");

describe("docs/github-action.md", () => {
  test("its tables are those of action.yml (`node scripts/readme.mjs`)", () => {
    const guide = read("docs/github-action.md");

    expect(guide).toBe(generatedGuide(guide));
  });
});

describe("README.md", () => {
  test("its plan, commands and systems are what the command says (`node scripts/readme.mjs`)", async () => {
    expect(readme).toBe(await generated(readme));
  });

  test("its manifest means something to its project file", () => {
    const project = parseProject({ file: "orgwright.yaml", text: projectFile }, Object.values(connectors));
    const documents = parseManifests([{ file: "orgs/acme.yaml", text: manifest }]);

    expect(project).toMatchObject({ ok: true, diagnostics: [] });
    expect(documents).toMatchObject({ ok: true, diagnostics: [] });
    if (!project.ok || !documents.ok) return;
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(
      check({ project: project.value.value, documents: documents.value, connectors, now }).diagnostics,
    ).toEqual([]);
  });

  test("is short where it promises to be", () => {
    expect(manifest.trim().split("\n").length).toBeLessThanOrEqual(21);
  });

  test("names every command and every exit code of `--help`", () => {
    const { stdout } = orgwright("--help");
    const list = (heading: string) => (stdout.split(`${heading}\n`)[1] ?? "").split("\n\n")[0] ?? "";
    const first = (text: string) => [...text.matchAll(/^ {2}(\S+)/gm)].map(([, word = ""]) => word);
    const commands = first(list("Commands:"));
    const codes = first(list("Exit codes, worst first:"));

    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((name) => !readme.includes(`\`orgwright ${name}`))).toEqual([]);
    expect([...readme.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => code)).toEqual(codes);
  });

  test("calls only commands and options that there are", () => {
    const calls = blocks(readme, "sh").flatMap((block) => [...block.matchAll(/orgwright (\w+)(.*)$/gm)]);

    expect(calls.length).toBeGreaterThan(3);
    for (const [, name = "", rest = ""] of calls) {
      const { stdout, status } = orgwright(name, "--help");
      expect(status, name).toBe(0);
      const options = [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
    }
  });
});

describe("docs/errors.md", () => {
  test("its example is what the command says of a slip of the pen in the README's manifest", () => {
    mkdirSync(join(folder, "orgs"));
    writeFileSync(join(folder, "orgwright.yaml"), projectFile);
    writeFileSync(join(folder, "orgs/acme.yaml"), manifest.replace("role: owner", "role: ownr"));
    const { stdout, status } = orgwright("validate", "-C", folder);
    const [example = ""] = blocks(read("docs/errors.md"), "text");

    expect(status).toBe(3);
    expect(`$ orgwright validate\n${stdout}`).toBe(example);
  });
});
