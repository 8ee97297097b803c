/** What a step leaves in files for the runner. */
import { describe, expect, test } from "vitest";
import { runProgram } from "./action.ts";

const appending = (variable: string, text: string) =>
  `appendFileSync(env.${variable}, ${JSON.stringify(text)});`;

describe("files of pairs", () => {
  test("hold lines and blocks; the last value of a name counts", async () => {
    const text = "a=1\n\nb<<EOF\nfirst\n\nx=y\nEOF\nc=p=q\nd==\na=2\ne<<X\nX\nf=<<no\n";
    const { outputs, conclusion } = await runProgram(appending("GITHUB_OUTPUT", text));

    expect(outputs).toEqual({ a: "2", b: "first\n\nx=y", c: "p=q", d: "=", e: "", f: "<<no" });
    expect(conclusion).toBe("success");
  });

  test("become state, environment and path of later steps", async () => {
    const { state, environment, path } = await runProgram(
      [
        appending("GITHUB_STATE", "s<<_\n1\n_\n"),
        appending("GITHUB_ENV", "E=2"),
        appending("GITHUB_PATH", "/first\n\n/second\n"),
      ].join("\n"),
    );

    expect({ state, environment, path }).toEqual({
      state: { s: "1" },
      environment: { E: "2" },
      path: ["/second", "/first"],
    });
  });

  test.each([
    ["GITHUB_OUTPUT", "no pair\n", "Invalid format 'no pair'"],
    ["GITHUB_OUTPUT", "=x\n", "Name must not be empty"],
    ["GITHUB_OUTPUT", "a<<EOF\nvalue\n", "Matching delimiter not found 'EOF'"],
    ["GITHUB_OUTPUT", "a<<\nvalue\n", "delimiter must not be empty"],
  ])("%s with %o fails the step; what stands before counts", async (variable, text, why) => {
    const { outputs, conclusion, annotations } = await runProgram(
      appending(variable, `first=1\n${text}last=2\n`),
    );

    expect({ outputs, conclusion }).toEqual({ outputs: { first: "1" }, conclusion: "failure" });
    expect(annotations.at(-1)).toMatchObject({ level: "error", message: expect.stringContaining(why) });
  });

  test("cannot set NODE_OPTIONS", async () => {
    const { environment, annotations } = await runProgram(appending("GITHUB_ENV", "Node_Options=--x\nA=1\n"));

    expect(environment).toEqual({ A: "1" });
    expect(annotations).toEqual([{ level: "error", message: expect.stringContaining("NODE_OPTIONS") }]);
  });

  test("may be gone", async () => {
    const { outputs, conclusion } = await runProgram(
      'import { rmSync } from "node:fs"; rmSync(env.GITHUB_OUTPUT); rmSync(env.GITHUB_STEP_SUMMARY);',
    );

    expect({ outputs, conclusion }).toEqual({ outputs: {}, conclusion: "success" });
  });
});

describe("limits", () => {
  const filling = (variable: string, head: string, bytes: number) =>
    `appendFileSync(env.${variable}, ${JSON.stringify(head)} + "x".repeat(${bytes}));`;

  test("a summary of 1 MiB is taken", async () => {
    const { summary, conclusion } = await runProgram(filling("GITHUB_STEP_SUMMARY", "", 1024 * 1024));

    expect(summary).toHaveLength(1024 * 1024);
    expect(conclusion).toBe("success");
  });

  test("a longer summary is dropped with an error, and the step does not fail", async () => {
    const { summary, conclusion, annotations } = await runProgram(
      filling("GITHUB_STEP_SUMMARY", "é", 1024 * 1024 - 1),
    );

    expect({ summary, conclusion }).toEqual({ summary: "", conclusion: "success" });
    expect(annotations[0]).toMatchObject({ level: "error", message: expect.stringContaining("1024k") });
  });

  test.each([
    [512 * 1024 - 1, "success", ["a"]],
    [512 * 1024, "failure", []],
  ])("outputs of %i characters: %s", async (characters, conclusion, names) => {
    const result = await runProgram(filling("GITHUB_OUTPUT", "a=", characters));

    expect({ conclusion: result.conclusion, names: Object.keys(result.outputs) }).toEqual({
      conclusion,
      names,
    });
  });
});
