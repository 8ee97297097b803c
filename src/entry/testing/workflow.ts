/** A team's own workflow, run without GitHub: which inputs, variables and permissions its job gives to the Action. */
import { resolve } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../model/errors.ts";
import type { ActionEvent, ActionResult, ActionRun } from "./action-run.ts";
import { contextOf } from "./context.ts";
import { type Contexts, evaluate, filledIn, isTrue } from "./expression.ts";
import { permissionsOf, type TokenPermissions } from "./permissions.ts";
import { runAction } from "./run-action.ts";
import { starts } from "./starts.ts";
import { filterOf, type JobFile, readWorkflowFile, type Values, type WorkflowFile } from "./workflow-file.ts";

/** Which part of a workflow is meant. */
export interface WorkflowOptions {
  /** Key of the job. Default: the only one that uses the Action. */
  readonly job?: string;
  /** How the Action's steps start. Default `orgwright/orgwright@`. */
  readonly uses?: string;
}

/** A run of the workflow's job: what GitHub would have brought. What the workflow itself says is taken from there. */
export interface JobRun extends Omit<ActionRun, "inputs" | "masked"> {
  /** The secrets that the job can see, by name. Runs of forks and of Dependabot see none, as on GitHub. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Configuration variables, by name. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Outputs of the job's other steps, which are not run, by the step's id. */
  readonly steps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A workflow's job that uses the Action. */
export interface WorkflowJob {
  readonly name: string;
  /** The environment that it names, whose secrets it sees. */
  readonly environment: string | undefined;
  /** What its token may do; for the fake GitHub's `accounts`. */
  readonly permissions: TokenPermissions;
  /** The same for a run of a fork or of Dependabot. */
  readonly permissionsOfForks: TokenPermissions;
  /** Runs the Action as the job would; undefined when the event, a condition or a filter lets it not start. */
  run(run: JobRun): Promise<ActionResult | undefined>;
}

/** Reads a workflow's job that uses the Action. Throws a ConfigurationError when there is none, or several and none is named. */
export async function readWorkflow(file: string, options: WorkflowOptions = {}): Promise<WorkflowJob> {
  const workflow = await readWorkflowFile(file);
  const uses = options.uses ?? "orgwright/orgwright@";
  const name = jobNamed(workflow, { file, uses, job: options.job });
  const job = workflow.jobs[name] ?? {};
  return {
    name,
    environment: job.environment,
    permissions: permissionsOf(workflow, name, { readOnly: false }),
    permissionsOfForks: permissionsOf(workflow, name, { readOnly: true }),
    run: async (run) => {
      const start = startOf(workflow, name, { run, uses });
      return start === undefined ? undefined : await runAction(start);
    },
  };
}

interface Wanted {
  readonly file: string;
  readonly uses: string;
  readonly job: string | undefined;
}

function jobNamed({ jobs }: WorkflowFile, { file, uses, job }: Wanted): string {
  const having = Object.keys(jobs).filter((name) => stepOf(jobs[name] ?? {}, uses) !== undefined);
  const [first, ...others] = job === undefined ? having : having.filter((name) => name === job);
  if (first === undefined) {
    const which = job === undefined ? "no job" : `no job ${job}`;
    throw new ConfigurationError(
      `${file} has ${which} with a step that uses ${uses}…`,
      having.length === 0
        ? "Give `uses` as its steps start."
        : `Give one of ${having.join(", ")} as \`job\`.`,
    );
  }
  if (others.length === 0) return first;
  throw new ConfigurationError(
    `${file} has several jobs with the Action`,
    `Give one of ${having.join(", ")} as \`job\`.`,
  );
}

function stepOf({ steps = [] }: JobFile, uses: string) {
  return steps.find((step) => step.uses?.startsWith(uses));
}

function startOf(
  workflow: WorkflowFile,
  name: string,
  { run, uses }: { readonly run: JobRun; readonly uses: string },
): ActionRun | undefined {
  const { secrets: given = {}, vars: _vars, steps: _steps, event, github, environment = {}, ...rest } = run;
  const job = workflow.jobs[name] ?? {};
  const step = stepOf(job, uses);
  if (step === undefined || !starts(workflow, event)) return undefined;
  const secrets = isStrange(event) ? {} : given;
  const action: ActionRun = {
    ...rest,
    action: resolve(run.action),
    event,
    github: { workflow: workflow.name ?? name, ...github, job: name },
  };
  const contexts = contextsOf(workflow, action, { ...run, secrets });
  if (!holds(job.if, contexts) || !holds(step.if, contexts)) return undefined;
  const env = variablesOf([workflow.env, job.env, step.env], contexts);
  return {
    ...action,
    inputs: filledOf(step.with ?? {}, { ...contexts, env }),
    environment: { ...environment, ...env },
    masked: Object.values(secrets),
  };
}

/** Each level sees the one above it, and goes before it. */
function variablesOf(
  levels: readonly (Values | undefined)[],
  contexts: Contexts,
): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const values of levels)
    Object.assign(known, filledOf(values ?? {}, { ...contexts, env: { ...known } }));
  return known;
}

function contextsOf(
  workflow: WorkflowFile,
  action: ActionRun,
  { secrets = {}, vars = {}, steps = {} }: JobRun,
): Contexts {
  const { token, ...github } = contextOf(action);
  return {
    github: { ...github, token, event: action.event.payload },
    secrets: { ...secrets, GITHUB_TOKEN: token },
    vars,
    inputs: inputsOf(workflow, action.event),
    steps: Object.fromEntries(Object.entries(steps).map(([id, outputs]) => [id, { outputs }])),
    env: {},
    job: {},
    runner: {},
  };
}

/** What a run by hand was given, and the defaults of the rest. Other events have no inputs. */
function inputsOf(workflow: WorkflowFile, { name, payload }: ActionEvent): Contexts {
  const declared = name === "workflow_dispatch" ? filterOf(workflow, name)?.inputs : undefined;
  const { inputs } = z.object({ inputs: z.record(z.string(), z.unknown()).nullish() }).parse(payload);
  const defaults = Object.entries(declared ?? {}).map(([key, value]) => [key, value?.default ?? ""]);
  return { ...Object.fromEntries(defaults), ...inputs };
}

const stranger = z.object({
  sender: z.object({ login: z.string() }).optional(),
  pull_request: z
    .object({
      head: z.object({ repo: z.object({ full_name: z.string() }).nullish() }),
      base: z.object({ repo: z.object({ full_name: z.string() }) }),
    })
    .optional(),
});

/** Whether GitHub keeps secrets from the run: a pull request of a fork, or one that Dependabot has opened. */
function isStrange({ payload }: ActionEvent): boolean {
  const { success, data } = stranger.safeParse(payload);
  if (!success) return false;
  const { sender, pull_request: pull } = data;
  return (
    sender?.login === "dependabot[bot]" ||
    (pull !== undefined && pull.head.repo?.full_name !== pull.base.repo.full_name)
  );
}

function holds(condition: string | boolean | undefined, contexts: Contexts): boolean {
  if (typeof condition !== "string") return condition ?? true;
  const [, inside = condition] = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition) ?? [];
  return isTrue(evaluate(inside, contexts));
}

function filledOf(values: Values, contexts: Contexts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, filledIn(String(value ?? ""), contexts)]),
  );
}
