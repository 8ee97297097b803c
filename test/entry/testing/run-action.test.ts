/** What an action finds around it when the runner starts it. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ActionRun, runAction } from "../../../src/entry/testing/index.ts";
import { folderWith } from "../../io/folder.ts";
import { actionWith, github, push, runProgram } from "./action.ts";

/** An expression as workflows and defaults have it. */
const expression = (text: string) => `\${{ ${text} }}`;
const sha = (digit: string) => digit.repeat(40);

/** The environment that an action sees. */
async function environmentOf(more: Partial<ActionRun> & { declared?: string } = {}) {
  const { rawStdout } = await runProgram("console.log(JSON.stringify(env));", more);
  return JSON.parse(rawStdout) as Readonly<Record<string, string>>;
}

function inputsIn(environment: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith("INPUT_")));
}

describe("inputs", () => {
  const declared = `{plan-file: {default: out.json}, token: {default: '${expression("github.token")}'}, two words: {default: 7}, none: {required: true}, bare: }`;

  test("have their defaults, filled from the context; an absent required one is nothing to the runner", async () => {
    const environment = await environmentOf({ declared });

    expect(inputsIn(environment)).toEqual({
      "INPUT_PLAN-FILE": "out.json",
      INPUT_TOKEN: "job-token-5e1f",
      INPUT_TWO_WORDS: "7",
    });
  });

  test("are what was given, empty too, whatever the case", async () => {
    const environment = await environmentOf({
      declared,
      inputs: { "Plan-File": "", none: "x", token: "mine" },
    });

    expect(inputsIn(environment)).toEqual({
      "INPUT_PLAN-FILE": "",
      INPUT_NONE: "x",
      INPUT_TOKEN: "mine",
      INPUT_TWO_WORDS: "7",
    });
  });

  test("that are unknown or deprecated are warnings, and are given", async () => {
    const result = await runProgram("console.log(env.INPUT_WRONG);", {
      declared: "{old: {deprecationMessage: use new}, new: {}}",
      inputs: { wrong: "w", old: "o" },
    });

    expect(result.annotations).toEqual([
      { level: "warning", message: "Unexpected input(s) 'wrong', valid inputs are ['old', 'new']" },
      { level: "warning", message: "Input 'old' has been deprecated with message: use new" },
    ]);
    expect(result.rawStdout).toBe("w\n");
  });

  test("with an expression that is not known are refused", async () => {
    const run = runProgram("", { declared: `{x: {default: '${expression("hashFiles(1)")}'}}` });

    await expect(run).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("hashFiles(1)"),
      fix: expect.stringContaining("`x`"),
    });
  });
});

describe("the environment", () => {
  test("says what GitHub says, and has the token nowhere", async () => {
    const environment = await environmentOf({
      github: { ...github, runId: "77", runAttempt: "2", workflow: "plan", job: "live" },
      environment: { HTTPS_PROXY: "http://proxy.test" },
      secrets: { SIGNALSMITH_TOKEN: "s3cret" },
    });

    expect(environment).toMatchObject({
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "alice",
      GITHUB_API_URL: github.apiUrl,
      GITHUB_BASE_REF: "",
      GITHUB_EVENT_NAME: "push",
      GITHUB_GRAPHQL_URL: github.graphqlUrl,
      GITHUB_HEAD_REF: "",
      GITHUB_JOB: "live",
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_REF_TYPE: "branch",
      GITHUB_REPOSITORY: "acme/organizations",
      GITHUB_REPOSITORY_OWNER: "acme",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_RUN_ID: "77",
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_SHA: sha("a"),
      GITHUB_WORKFLOW: "plan",
      HTTPS_PROXY: "http://proxy.test",
      SIGNALSMITH_TOKEN: "s3cret",
    });
    expect(Object.values(environment)).not.toContain(github.token);
  });

  test("has nothing of the own process but PATH", async () => {
    process.env["ORGWRIGHT_CANARY"] = "canary";
    try {
      const environment = await environmentOf();

      expect(environment["ORGWRIGHT_CANARY"]).toBeUndefined();
      expect(environment["HOME"]).not.toBe(process.env["HOME"]);
      expect(environment["PATH"]).toBe(process.env["PATH"]);
    } finally {
      delete process.env["ORGWRIGHT_CANARY"];
    }
  });

  test("cannot be told otherwise about the run", async () => {
    const environment = await environmentOf({
      environment: { GITHUB_REPOSITORY: "evil/other", RUNNER_TEMP: "/" },
    });

    expect(environment["GITHUB_REPOSITORY"]).toBe("acme/organizations");
    expect(environment["RUNNER_TEMP"]).not.toBe("/");
  });

  const branch = (ref: string, digit: string) => ({ ref, sha: sha(digit) });
  const pull = { number: 7, head: branch("topic", "c"), base: branch("main", "d") };
  test.each([
    [
      "pull_request",
      { pull_request: { ...pull, merge_commit_sha: sha("e") } },
      sha("e"),
      "refs/pull/7/merge",
    ],
    ["pull_request", { pull_request: pull }, sha("c"), "refs/pull/7/merge"],
    [
      "merge_group",
      {
        merge_group: {
          head_sha: sha("f"),
          head_ref: "refs/heads/gh-readonly-queue/main/pr-7-x",
          base_ref: "refs/heads/main",
          base_sha: sha("d"),
        },
      },
      sha("f"),
      "refs/heads/gh-readonly-queue/main/pr-7-x",
    ],
  ])("knows commit and ref of %s by its payload", async (name, payload, commit, ref) => {
    const environment = await environmentOf({ event: { name, payload } });

    expect([environment["GITHUB_SHA"], environment["GITHUB_REF"]]).toEqual([commit, ref]);
    expect(environment["GITHUB_BASE_REF"]).toBe(name === "pull_request" ? "main" : "");
  });

  test("needs commit and ref for an event that tells none", async () => {
    const event = { name: "schedule", payload: { schedule: "17 5 * * *" } };

    await expect(runProgram("", { event })).rejects.toMatchObject({ fix: "Give `github.sha`." });
    await expect(runProgram("", { event, github: { ...github, sha: sha("a") } })).rejects.toMatchObject({
      fix: "Give `github.ref`.",
    });
    const given = await environmentOf({
      event,
      github: { ...github, sha: sha("b"), ref: "refs/heads/main" },
    });
    expect(given["GITHUB_SHA"]).toBe(sha("b"));
    const told = await environmentOf({ event: { ...event, sha: sha("c"), ref: "refs/heads/main" } });
    expect([told["GITHUB_SHA"], told["GITHUB_REF_NAME"]]).toEqual([sha("c"), "main"]);
  });

  test("refuses a payload that is none of GitHub's", async () => {
    const run = runProgram("", {
      event: { name: "pull_request", payload: { pull_request: { number: "7" } } },
    });

    await expect(run).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("number"),
    });
  });
});

describe("a run", () => {
  test("has the payload in a file, and works in the workspace", async () => {
    const workspace = await folderWith({ "orgwright.yaml": "here" });
    const { rawStdout } = await runProgram(
      'console.log(readFileSync(env.GITHUB_EVENT_PATH, "utf8")); console.log(readFileSync("orgwright.yaml", "utf8"));',
      { workspace },
    );

    expect(rawStdout).toBe(`${JSON.stringify(push.payload)}\nhere\n`);
  });

  test("leaves RUNNER_TEMP when it was given, and nothing else", async () => {
    const temporary = await folderWith({});
    const program =
      'appendFileSync(env.RUNNER_TEMP + "/plan.json", "{}"); appendFileSync(env.GITHUB_OUTPUT, "at=" + env.GITHUB_WORKSPACE + "\\ntemp=" + env.RUNNER_TEMP);';
    const kept = await runProgram(program, { temporary });
    const removed = await runProgram(program);

    expect(existsSync(join(temporary, "plan.json"))).toBe(true);
    expect(existsSync(kept.outputs["at"] ?? "")).toBe(false);
    expect(existsSync(removed.outputs["temp"] ?? "")).toBe(false);
  });

  test.each([
    ["process.exitCode = 3;", 3],
    ['process.kill(process.pid, "SIGTERM"); await new Promise(() => setInterval(() => {}, 1000));', null],
  ])("that ends with %s failed", async (program, exitCode) => {
    const result = await runProgram(program);

    expect(result).toMatchObject({ conclusion: "failure", exitCode, timedOut: false });
  });

  test("that takes too long is ended", async () => {
    const result = await runProgram("setInterval(() => {}, 1000);", { timeoutMs: 50 });

    expect(result).toMatchObject({ conclusion: "failure", exitCode: null, timedOut: true });
    expect(result.annotations.at(-1)?.message).toContain("timed out");
  });

  test("is ended by a signal, with what it started", async () => {
    const temporary = await folderWith({});
    const file = join(temporary, "pid");
    const lost = new AbortController();
    const running = runProgram(
      `import { spawn } from "node:child_process";
       const { pid } = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
       appendFileSync(env.RUNNER_TEMP + "/pid", String(pid) + ".");
       setInterval(() => {}, 1000);`,
      { temporary, signal: lost.signal },
    );
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("."));
    lost.abort();

    expect(await running).toMatchObject({ conclusion: "failure", exitCode: null, timedOut: false });
    await until(() => isGone(Number.parseInt(readFileSync(file, "utf8"), 10)));
  });

  test("on a Node that is not there is refused", async () => {
    await expect(runProgram("", { node: "/nowhere/node" })).rejects.toThrow("ENOENT");
  });

  test.each([
    [{}, "There is no action.yml"],
    [{ "action.yml": "runs: [" }, "is not YAML"],
    [{ "action.yml": "name: x" }, "is not an action's file"],
    [{ "action.yml": "runs: {using: composite, steps: []}" }, "using: composite"],
    [{ "action.yaml": "runs: {using: node24}" }, "no `main`"],
  ])("of a folder with %o is refused", async (files, message) => {
    const run = runAction({ action: await folderWith(files), event: push, github });

    await expect(run).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining(message),
    });
  });
});

/** Another Node of the machine, when npm can bring it without a network: the path of its binary. */
function node24(): string | undefined {
  try {
    const script = "process.stdout.write(process.execPath)";
    return execFileSync("npx", ["-y", "node@24", "--eval", script], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    });
  } catch {
    return undefined;
  }
}

describe("the Node that is asked for", () => {
  const node = node24();

  test.skipIf(node === undefined)("runs the bundle", async () => {
    const { outputs } = await runProgram('appendFileSync(env.GITHUB_OUTPUT, "v=" + process.versions.node);', {
      ...(node === undefined ? {} : { node }),
    });

    expect(outputs["v"]).toMatch(/^24\./);
  });

  test("is the own one by default", async () => {
    const action = await actionWith('appendFileSync(env.GITHUB_OUTPUT, "v=" + process.versions.node);');
    const { outputs } = await runAction({ action, event: push, github });

    expect(outputs["v"]).toBe(process.versions.node);
  });
});

/** Waits for something that happens sooner or later; if it does not, the test runs out of time. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
