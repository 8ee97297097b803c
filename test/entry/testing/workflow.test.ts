/** A team's workflow, as its job calls the Action. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type JobRun, readWorkflow } from "../../../src/entry/testing/index.ts";
import { folderWith } from "../../io/folder.ts";
import { actionWith, github, push } from "./action.ts";

const examples = join(import.meta.dirname, "../../../examples/workflows");
const sha = (digit: string) => digit.repeat(40);
const repository = { default_branch: "main" };

function pullRequest({ from = "acme/organizations", by = "alice", action = "opened" } = {}) {
  const base = { ref: "main", sha: sha("b"), repo: { full_name: "acme/organizations" } };
  const head = { ref: "topic", sha: sha("a"), repo: { full_name: from } };
  return {
    name: "pull_request",
    payload: { action, sender: { login: by }, pull_request: { number: 7, head, base } },
  };
}

const pushed = { ...push, payload: { ...push.payload, repository } };
const byHand = (inputs: object, ref = "refs/heads/main") => ({
  name: "workflow_dispatch",
  sha: sha("a"),
  ref,
  payload: { inputs, ref, repository },
});

/** Runs the example's job with an action that only tells what it was given. */
async function seen(file: string, run: Pick<JobRun, "event"> & Partial<JobRun>) {
  const job = await readWorkflow(join(examples, file));
  const action = await actionWith(
    "console.log(JSON.stringify(env));",
    "{command: {}, scope: {}, organizations: {}, digests: {}, unreviewed: {}}",
  );
  const result = await job.run({ action, github, secrets: { SIGNALSMITH_TOKEN: "s3cret" }, ...run });
  return result && { ...result, given: JSON.parse(result.rawStdout) as Readonly<Record<string, string>> };
}

describe("the examples", () => {
  test("plan.yml gives its secret to the Action and nowhere else, masked", async () => {
    const result = await seen("plan.yml", { event: pullRequest() });

    expect(result?.given).toMatchObject({
      INPUT_COMMAND: "plan",
      SIGNALSMITH_TOKEN: "s3cret",
      GITHUB_WORKFLOW: "Orgwright plan",
      GITHUB_JOB: "plan",
    });
    expect(result?.log).not.toContain("s3cret");
    expect(result?.annotations).toEqual([]);
  });

  test.each([{ from: "mallory/organizations" }, { by: "dependabot[bot]" }])(
    "plan.yml gives no secret to %o",
    async (whose) => {
      const result = await seen("plan.yml", { event: pullRequest(whose) });

      expect(result?.given["SIGNALSMITH_TOKEN"]).toBe("");
      expect(result?.masks).toEqual([github.token]);
    },
  );

  test("apply.yml takes what somebody has given by hand", async () => {
    const inputs = { organizations: "acme", digests: "d", unreviewed: "stop" };

    expect((await seen("apply.yml", { event: byHand(inputs) }))?.given).toMatchObject({
      INPUT_COMMAND: "apply",
      INPUT_ORGANIZATIONS: "acme",
      INPUT_DIGESTS: "d",
      INPUT_UNREVIEWED: "stop",
    });
    expect((await seen("apply.yml", { event: byHand({}) }))?.given).toMatchObject({
      INPUT_ORGANIZATIONS: "",
      INPUT_UNREVIEWED: "stop",
    });
  });

  test("apply.yml stops at what is unreviewed on a push, which has no inputs", async () => {
    expect((await seen("apply.yml", { event: pushed }))?.given).toMatchObject({
      INPUT_ORGANIZATIONS: "",
      INPUT_UNREVIEWED: "stop",
    });
  });

  test.each([
    ["apply.yml", byHand({}, "refs/heads/topic")],
    ["apply.yml", { ...pushed, payload: { ...pushed.payload, ref: "refs/heads/topic" } }],
    ["apply.yml", pullRequest()],
    ["plan.yml", pullRequest({ action: "labeled" })],
    ["drift.yml", byHand({}, "refs/heads/topic")],
  ])("%s does not start for %o", async (file, event) => {
    expect(await seen(file, { event })).toBeUndefined();
  });

  test.each(["due.yml", "drift.yml", "ghes/due.yml", "ghes/drift.yml"])(
    "%s starts on schedule, whose event names no branch",
    async (file) => {
      const event = {
        name: "schedule",
        payload: { schedule: "1 1 * * *" },
        sha: sha("a"),
        ref: "refs/heads/main",
      };

      expect((await seen(file, { event }))?.conclusion).toBe("success");
    },
  );

  test("apply-vault.yml takes the token from another step", async () => {
    const result = await seen("apply-vault.yml", { event: pushed, steps: { vault: { token: "of-vault" } } });

    expect(result?.given["SIGNALSMITH_TOKEN"]).toBe("of-vault");
  });

  test("say what their token may do, and may not in a fork's run", async () => {
    const job = await readWorkflow(join(examples, "plan.yml"));

    expect(job).toMatchObject({ name: "plan", environment: "orgwright-plan" });
    expect(job.permissions).toEqual({
      metadata: "read",
      contents: "read",
      pull_requests: "write",
      statuses: "write",
    });
    expect(job.permissionsOfForks).toEqual({
      metadata: "read",
      contents: "read",
      pull_requests: "read",
      statuses: "read",
    });
  });
});

describe("a workflow", () => {
  const step = "steps: [{uses: orgwright/orgwright@v1, with: {command: plan}}]";
  const fileWith = async (text: string) => join(await folderWith({ "w.yml": text }), "w.yml");

  test.each([
    [
      "permissions: read-all",
      {
        metadata: "read",
        actions: "read",
        checks: "read",
        contents: "read",
        issues: "read",
        pull_requests: "read",
        statuses: "read",
      },
    ],
    ["permissions: {issues: write, checks: none}", { metadata: "read", issues: "write" }],
    ["permissions: {}", { metadata: "read" }],
    ["name: x", { metadata: "read", contents: "read" }],
  ])("with %s on top gives its jobs that", async (top, permissions) => {
    const job = await readWorkflow(await fileWith(`on: push\n${top}\njobs: {a: {${step}}}`));

    expect(job.permissions).toEqual(permissions);
  });

  test.each([
    ["branches: [release/*, '!release/old']", "refs/heads/release/new", true],
    ["branches: [release/*, '!release/old']", "refs/heads/release/old", false],
    ["branches: main", "refs/tags/v1", false],
    ["branches-ignore: [main]", "refs/heads/main", false],
    ["branches-ignore: [main]", "refs/heads/topic", true],
    ["tags: [v*]", "refs/heads/main", false],
    ["tags: [v*]", "refs/tags/v1", true],
    ["tags: [v*]", "refs/tags/w1", false],
  ])("on push with %s and %s: started %o", async (filter, ref, started) => {
    const job = await readWorkflow(await fileWith(`on: {push: {${filter}}}\njobs: {a: {${step}}}`));
    const action = await actionWith("");
    const result = await job.run({
      action,
      github,
      event: { name: "push", payload: { ref, after: sha("a") } },
    });

    expect(result !== undefined).toBe(started);
  });

  test("has variables of workflow, job and step, the nearest first, and variables of the repository", async () => {
    const value = "$" + "{{ env.B }}-$" + "{{ vars.V }}";
    const text = `on: [push]\nenv: {A: top, B: top}\njobs:\n  a:\n    env: {B: job}\n    steps:\n      - uses: ./\n        env: {C: "${value}"}`;
    const job = await readWorkflow(await fileWith(text), { uses: "./" });
    const action = await actionWith("console.log(env.A, env.B, env.C, env.HTTPS_PROXY);");
    const result = await job.run({
      action,
      github,
      event: push,
      vars: { V: "v" },
      environment: { HTTPS_PROXY: "p", A: "own" },
    });

    expect(result?.rawStdout).toBe("top job job-v p\n");
  });

  test.each([
    ["jobs: {a: {steps: []}}", {}, "no job with a step"],
    [`jobs: {a: {${step}}, b: {${step}}}`, {}, "several jobs"],
    [`jobs: {a: {${step}}}`, { job: "b" }, "no job b"],
    ["jobs: []", {}, "is no workflow"],
  ])("%s with %o is refused", async (text, options, why) => {
    await expect(readWorkflow(await fileWith(`on: push\n${text}`), options)).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining(why),
    });
  });

  test("is asked for one of its jobs", async () => {
    const file = await fileWith(`on: push\njobs: {a: {${step}}, b: {${step}}}`);

    expect((await readWorkflow(file, { job: "b" })).name).toBe("b");
  });
});
