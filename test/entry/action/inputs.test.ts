/** action.yml and the code say the same: inputs with their defaults, outputs, reasons of failure. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inputNames, readInputs } from "../../../src/entry/action/inputs.ts";
import { openStage } from "./stage.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly required: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

const root = join(import.meta.dirname, "../../..");
const action = parse(await readFile(join(root, "action.yml"), "utf8")) as ActionFile;

/** The environment for inputs, as the runner makes it. */
function environmentOf(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

const needed = { command: "plan", token: "a-token" };

describe("action.yml", () => {
  test("has the inputs that the code reads, with the same defaults", () => {
    const defaults = Object.fromEntries(
      Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ""]),
    );

    expect(Object.keys(action.inputs)).toEqual(inputNames);
    expect(action.inputs["token"]?.default).toMatch(/^\$\{\{ *github\.token *\}\}$/);
    expect(readInputs(environmentOf({ ...defaults, ...needed }))).toEqual(readInputs(environmentOf(needed)));
    for (const [name, value] of Object.entries(defaults)) {
      const without = { ...defaults, ...needed, [name]: "" };
      if (name === "token" || name === "command")
        expect(() => readInputs(environmentOf(without)), `${name}: ${value}`).toThrow(name);
    }
  });

  test("has every output that the code sets by name, and every reason of failure", async () => {
    const sources = await Promise.all(
      ["outputs", "plan", "apply", "verify", "drift", "show-plan", "show-apply", "sink", "run", "world"].map(
        (name) => readFile(join(root, "src/entry/action", `${name}.ts`), "utf8"),
      ),
    );
    const [, union = ""] = /type FailureReason =([^;]+);/.exec(sources.join("\n")) ?? [];
    const reasons = [...union.matchAll(/"([\w-]+)"/g)].map(([, reason]) => reason);
    const described = action.outputs["failure-reason"]?.description ?? "";

    expect(reasons.length).toBeGreaterThan(5);
    expect([...described.matchAll(/`([\w-]+)`/g)].map(([, reason]) => reason)).toEqual(reasons);
    const named = [...sources.join("\n").matchAll(/runner\.output\(\s*"([\w-]+)"/g)].map(([, name]) => name);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(named));
  });

  test("is explained input by input and reason by reason", async () => {
    const guide = await readFile(join(root, "docs/github-action.md"), "utf8");
    const described = action.outputs["failure-reason"]?.description ?? "";
    const reasons = [...described.matchAll(/`([\w-]+)`/g)].map(([, reason]) => reason);
    const [, failing = ""] = guide.split(/^## When a step fails$/m);

    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(guide).toContain(`| \`${name}\``);
    for (const reason of reasons) expect(failing).toContain(`\`${reason}\``);
  });
});

describe("inputs", () => {
  test.each([
    ["command", "destroy"],
    ["working-directory", "../elsewhere"],
    ["working-directory", "/etc"],
    ["scope", "some"],
    ["unreviewed", "yes"],
    ["digests", "abc"],
    ["comment", "sometimes"],
    ["labels", "yes"],
    ["check-run-id", "mine"],
    ["status-context", "x".repeat(101)],
    ["record-branch", "../main"],
    ["record-branch", "a..b"],
    ["issues", "all"],
  ])("%s cannot be %s", (name, value) => {
    expect(() => readInputs(environmentOf({ ...needed, [name]: value }))).toThrow(`\`${name}\``);
  });

  test("lists are taken apart at commas and line breaks; folders lose what means nothing", () => {
    const read = readInputs(
      environmentOf({ ...needed, organizations: " acme, beta\ngamma,\n", "working-directory": "./teams/a/" }),
    );

    expect(read).toMatchObject({ organizations: ["acme", "beta", "gamma"], "working-directory": "teams/a" });
  });

  test("that cannot be used are named all at once, before anything is asked of anybody", async () => {
    const stage = await openStage();
    const inputs = { comment: "sometimes", labels: "perhaps", digests: "abc" };

    const result = await stage.step("plan", { name: "schedule" }, { inputs });

    expect(result.outputs).toEqual({ "failure-reason": "configuration" });
    for (const name of Object.keys(inputs)) expect(result.log).toContain(`\`${name}\``);
    expect(stage.github.requests()).toEqual([]);
  });
});
