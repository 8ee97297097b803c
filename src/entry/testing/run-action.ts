import { readActionFile } from "./action-file.ts";
import type { ActionResult, ActionRun } from "./action-run.ts";
import { type ChildEnd, runChild } from "./child.ts";
import { contextOf } from "./context.ts";
import { type Pairs, pairsOf } from "./file-commands.ts";
import { inputsOf } from "./inputs.ts";
import { LogReader } from "./log.ts";
import { createMasks, type Masks } from "./masks.ts";
import { openRunnerFolder, type RunnerFolder, readFileCommands } from "./runner-folder.ts";
import { variablesOf } from "./variables.ts";

/** GitHub takes a step's summary of up to 1 MiB. */
const SUMMARY_BYTES = 1024 * 1024;
/** GitHub takes a job's outputs of up to 1 MB, counted in UTF-16. */
const OUTPUT_BYTES = 1024 * 1024;
const TIMEOUT_MS = 120_000;

/**
 * Runs an action's main program as GitHub's runner would, on this machine. What the action does wrong is in the result; a
 * ConfigurationError is for what cannot be run at all. The steps `pre` and `post` are not run.
 */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const action = await readActionFile(run.action);
  const context = contextOf(run);
  const inputs = inputsOf(action, run.inputs ?? {}, context);
  const folder = await openRunnerFolder(run);
  try {
    const masks = createMasks([run.github.token, ...Object.values(run.secrets ?? {}), ...(run.masked ?? [])]);
    const log = new LogReader({ masks, workspace: folder.workspace, debug: run.debug ?? false });
    for (const warning of inputs.warnings) log.report("warning", warning);
    const ended = await runChild({
      program: run.node ?? process.execPath,
      args: [action.main],
      folder: folder.workspace,
      environment: variablesOf(run, context, { folder, inputs: inputs.variables }),
      timeoutMs: run.timeoutMs ?? TIMEOUT_MS,
      signal: run.signal,
      onLine: (line) => log.take(line),
    });
    return await resultOf(ended, { log, masks, folder });
  } finally {
    await folder.remove();
  }
}

interface Step {
  readonly log: LogReader;
  readonly masks: Masks;
  readonly folder: RunnerFolder;
}

async function resultOf(ended: ChildEnd, { log, masks, folder }: Step): Promise<ActionResult> {
  const files = await readFileCommands(folder.files);
  if (ended.timedOut) log.fail("The action has timed out.");
  const [output, environment, state] = [
    taken("output", files.output, log),
    withoutNodeOptions(taken("env", files.env, log), log),
    taken("state", files.state, log),
  ];
  const summary = summaryOf(files.step_summary, log, masks);
  const before = log.reading();
  const outputs = withinLimit({ ...Object.fromEntries(before.outputs), ...output }, log);
  const { lines, annotations, annotationsDropped, broken } = log.reading();
  return {
    conclusion: ended.exitCode === 0 && !broken ? "success" : "failure",
    exitCode: ended.exitCode,
    timedOut: ended.timedOut,
    outputs,
    summary,
    annotations,
    annotationsDropped,
    masks: masks.all(),
    log: lines.map((line) => `${line}\n`).join(""),
    rawStdout: ended.stdout,
    rawStderr: ended.stderr,
    state: { ...Object.fromEntries(before.state), ...state },
    environment,
    path: linesOf(files.path).reverse(),
  };
}

function taken(name: string, text: string, log: LogReader): Pairs {
  const { pairs, problem } = pairsOf(text);
  if (problem !== undefined) log.fail(`Unable to process file command '${name}' successfully.`, problem);
  return pairs;
}

function withoutNodeOptions(pairs: Pairs, log: LogReader): Pairs {
  const blocked = Object.keys(pairs).filter((name) => name.toUpperCase() === "NODE_OPTIONS");
  if (blocked.length === 0) return pairs;
  log.report("error", "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
  return Object.fromEntries(Object.entries(pairs).filter(([name]) => !blocked.includes(name)));
}

function summaryOf(text: string, log: LogReader, masks: Masks): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= SUMMARY_BYTES) return text.split("\n").map(masks.apply).join("\n");
  const got = Math.floor(bytes / 1024);
  log.report(
    "error",
    `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_BYTES / 1024}k, got ${got}k.`,
  );
  return "";
}

function withinLimit(outputs: Pairs, log: LogReader): Pairs {
  const characters = Object.entries(outputs).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  if (characters * 2 <= OUTPUT_BYTES) return outputs;
  log.fail(`The outputs are over the limit of ${OUTPUT_BYTES / 1024}k.`);
  return {};
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
