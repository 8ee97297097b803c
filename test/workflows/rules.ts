/** What every workflow here has to hold, beside what actionlint knows. Each rule gives its complaints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { eventsOf, root, stepsOf, type Workflow } from "./workflow.ts";

/** A rule: what is wrong with a workflow. */
export type Rule = (workflow: Workflow) => readonly string[];

/** Stands for the commit of a release, as long as there is none. GitHub refuses it. */
export const PLACEHOLDER: string = `orgwright/orgwright@${"0".repeat(40)}`;

const action = z
  .object({ inputs: z.record(z.string(), z.object({ required: z.boolean().optional() })) })
  .parse(parse(readFileSync(join(root, "action.yml"), "utf8")));

const isExample = ({ file }: Workflow) => file.startsWith("examples/");

const leastPermissions: Rule = ({ data, text }) => [
  ...(JSON.stringify(data.permissions) === "{}" ? [] : ["no `permissions: {}` on top"]),
  ...Object.entries(data.jobs).flatMap(([name, { permissions }]) =>
    typeof permissions === "object" ? [] : [`job ${name} does not list its permissions`],
  ),
  ...[...text.matchAll(/^ +[\w-]+: (?:read|write)$/gm)].map(
    ([line]) => `${line.trim()} does not say what it is for`,
  ),
];

const pinned: Rule = (workflow) =>
  [...workflow.text.matchAll(/\buses: *(.*)$/gm)].flatMap(([, used = ""]) => {
    if (used.startsWith("./")) return [];
    if (isExample(workflow) && used.startsWith(`${PLACEHOLDER} #`) && used.includes("placeholder")) return [];
    const good = /^[\w-]+\/[\w./-]+@(?!0{40})[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used);
    return good ? [] : [`${used} is not pinned to a commit with its version behind it`];
  });

const harmlessEvents: Rule = (workflow) =>
  eventsOf(workflow)
    .filter((event) => ["pull_request_target", "workflow_run", "issue_comment"].includes(event))
    .map((event) => `${event} runs strangers' text with rights`);

const noExpressionInScripts: Rule = (workflow) =>
  stepsOf(workflow).flatMap(({ run }) => (run?.includes("${{") ? ["an expression in `run:`"] : []));

const failingPipes: Rule = (workflow) =>
  stepsOf(workflow)
    .filter(({ run, shell }) => run?.includes("|") && (shell ?? workflow.data.defaults?.run.shell) !== "bash")
    .map(() => "a pipe without `shell: bash`, whose failure nobody sees");

const knownInputs: Rule = (workflow) =>
  stepsOf(workflow)
    .filter(({ uses }) => uses?.startsWith("orgwright/orgwright@"))
    .flatMap(({ with: given = {} }) => [
      ...Object.keys(given)
        .filter((name) => !Object.hasOwn(action.inputs, name))
        .map((name) => `the Action has no input ${name}`),
      ...Object.entries(action.inputs)
        .filter(([name, { required }]) => required === true && !Object.hasOwn(given, name))
        .map(([name]) => `the Action needs the input ${name}`),
      ...(["plan", "apply", "drift", "verify"].includes(String(given["command"])) ? [] : ["no such command"]),
    ]);

const secretsInEnvironments: Rule = ({ data }) => [
  ...(JSON.stringify(data.env ?? {}).includes("secrets.") ? ["secrets for all jobs"] : []),
  ...Object.entries(data.jobs).flatMap(([name, job]) => [
    ...(JSON.stringify(job).includes("secrets.") && job.environment === undefined
      ? [`job ${name} has secrets and no environment`]
      : []),
    ...(JSON.stringify(job.env ?? {}).includes("secrets.")
      ? [`job ${name} gives secrets to all its steps`]
      : []),
  ]),
];

const bounded: Rule = ({ data }) =>
  Object.entries(data.jobs)
    .filter(([, job]) => job.uses === undefined && job["timeout-minutes"] === undefined)
    .map(([name]) => `job ${name} has no time limit`);

const noCredentialsLeft: Rule = (workflow) =>
  stepsOf(workflow)
    .filter(
      ({ uses, with: given }) =>
        uses?.startsWith("actions/checkout@") && given?.["persist-credentials"] !== false,
    )
    .map(() => "a checkout that leaves its token in the folder");

const requiredChecksStart: Rule = (workflow) =>
  isExample(workflow) && /^ +paths(-ignore)?:/m.test(workflow.text) ? ["a filter by paths"] : [];

const writersInTurn: Rule = (workflow) => {
  const { concurrency } = workflow.data;
  const commands = stepsOf(workflow).map(({ with: given }) => given?.["command"]);
  if (!commands.includes("apply") && !commands.includes("drift")) return [];
  const waits = workflow.file.includes("/ghes/") ? undefined : "max";
  return [
    ...(concurrency === undefined || concurrency.group.includes("${{") ? ["no fixed concurrency group"] : []),
    ...(concurrency?.["cancel-in-progress"] === false ? [] : ["an apply that may be cancelled"]),
    ...(concurrency?.queue === waits ? [] : [`queue is ${concurrency?.queue}, not ${waits}`]),
  ];
};

const defaultBranchOnly: Rule = (workflow) => {
  const events = eventsOf(workflow);
  if (!isExample(workflow) || !events.includes("workflow_dispatch")) return [];
  const [first] = Object.values(workflow.data.jobs);
  const condition = first?.if ?? "";
  return [
    ...(condition.includes("github.ref_name == github.event.repository.default_branch")
      ? []
      : ["can be started on any branch"]),
    // The payload of a schedule does not name the default branch, so the job would never run.
    ...(events.includes("schedule") && !condition.includes("github.event_name == 'schedule' ||")
      ? ["never runs on schedule"]
      : []),
  ];
};

/** The rules by name. */
export const rules: Readonly<Record<string, Rule>> = {
  leastPermissions,
  pinned,
  harmlessEvents,
  noExpressionInScripts,
  failingPipes,
  knownInputs,
  secretsInEnvironments,
  bounded,
  noCredentialsLeft,
  requiredChecksStart,
  writersInTurn,
  defaultBranchOnly,
};
