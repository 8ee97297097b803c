/** Every folder under examples/ does what its README says, word for word. Needs dist/, as `npm test` makes it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, openSandbox } from "../entry/cli.ts";
import { copyOf, moveTo, openShell, type Step, stepsOf } from "./story.ts";

const root = join(import.meta.dirname, "../../examples");
const examples = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "orgwright.yaml")))
  .map(({ name }) => name);

/** What every example shows, in this order: the plan is empty after an apply, and drift is found and mended. */
const PLOT = [
  "sandbox",
  "export",
  "validate",
  "plan",
  "apply",
  "plan",
  "drift",
  "curl",
  "drift",
  "apply",
  "import",
  "plan",
];

const silence: Ended = { code: 0, stdout: "", stderr: "" };

describe.each(examples)("examples/%s", (name) => {
  const readme = readFileSync(join(root, name, "README.md"), "utf8");

  test("has a port of its own, the same in all of its files", () => {
    const files = ["README.md", "orgwright.yaml"].map((file) => readFileSync(join(root, name, file), "utf8"));
    const ports = new Set(files.flatMap((text) => text.match(/(?<=--port |127\.0\.0\.1:)\d+/g) ?? []));
    const others = examples
      .filter((other) => other !== name)
      .map((other) => readFileSync(join(root, other, "orgwright.yaml"), "utf8"));

    expect(ports.size).toBe(1);
    expect(others.filter((text) => text.includes(`127.0.0.1:${[...ports][0]}`))).toEqual([]);
  });

  test("tells the whole story", () => {
    const verbs = stepsOf(readme).map(({ typed }) => verbOf(typed));

    expect(inOrder(verbs)).toEqual(PLOT);
  });

  test("does what its README says", { timeout: 180_000 }, async () => {
    const folder = await copyOf(join(root, name));
    const seed = JSON.parse(await readFile(join(folder, "sandbox.json"), "utf8"));
    await moveTo(await openSandbox(seed), folder);
    const [serve, ...steps] = stepsOf(await readFile(join(folder, "README.md"), "utf8"));
    const type = openShell(folder);

    expect(serve?.typed).toMatch(/^orgwright sandbox --seed sandbox\.json --port \d+$/);
    expect(await type("orgwright fmt --check")).toEqual(silence);
    for (const step of steps) hold(step, await type(step.typed));

    hold({ typed: "orgwright drift", code: 0, seen: "No drift" }, await type("orgwright drift"));
    hold({ typed: "validate", code: 0, seen: "Valid" }, await type("orgwright -C imported validate"));
    expect(await type("orgwright -C imported fmt --check")).toEqual(silence);
    const { stdout } = await type("orgwright -C imported plan --format json");
    const plan: { organizations: { connection: string }[] } = JSON.parse(stdout);
    expect(plan).toMatchObject({ verdict: "empty" });
    expect(new Set(plan.organizations.map(({ connection }) => connection))).toEqual(
      connectionsOf(await readFile(join(folder, "orgwright.yaml"), "utf8")),
    );
  });
});

function connectionsOf(project: string): ReadonlySet<string> {
  const [, block = ""] = /^connections:\n((?: .*\n)+)/m.exec(project) ?? [];
  return new Set(block.match(/(?<=^ {2})\w+(?=:$)/gm));
}

function hold({ typed, code, seen }: Step, ended: Ended) {
  const all = `$ ${typed}\n${ended.stdout}${ended.stderr}(exit ${ended.code})`;
  expect(all).toContain(seen);
  expect(all).toMatch(new RegExp(`\\(exit ${code}\\)$`));
}

function verbOf(typed: string): string {
  return /orgwright (?:-C \w+ )?(\w+)/.exec(typed)?.[1] ?? typed.split(" ")[0] ?? "";
}

/** The longest beginning of the plot that the verbs tell, whatever stands between. */
function inOrder(verbs: readonly string[]): readonly string[] {
  let told = 0;
  for (const verb of verbs) if (verb === PLOT[told]) told += 1;
  return PLOT.slice(0, told);
}
