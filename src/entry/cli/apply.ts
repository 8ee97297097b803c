/** `orgwright apply`: makes the systems what the manifests say. */
import { resolve } from "node:path";
import { type Reconciliation, type Resumed, reconcile, shownOf } from "../../index.ts";
import { freePath } from "../../io/files.ts";
import { commitOf } from "../../io/git.ts";
import { openSecrets } from "../../io/secrets-out.ts";
import type { Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { renderDiagnostics, renderOutcome, renderPlan } from "../../report/index.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exit, exitOfOutcome } from "./exit.ts";
import { invalid, warn } from "./invalid.ts";
import { AlreadyApplying, alone, journalOf, tellResumed, toldBusy } from "./journal.ts";
import { type PaceValues, runLimits } from "./pace-options.ts";
import { changesSomething, secretsNeeded } from "./planned.ts";
import { documentsAt, type Prepared, prepare } from "./prepare.ts";
import { writingProgress } from "./progress.ts";
import { readPlan } from "./saved-plan.ts";
import { sharded } from "./shard.ts";
import type { Surroundings } from "./surroundings.ts";
import { tellUndo } from "./undo.ts";

interface ApplyValues extends PaceValues {
  readonly plan?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly yes?: true | undefined;
  readonly scope?: "all" | "due" | undefined;
  readonly "secrets-out"?: string | undefined;
  readonly journal?: string | undefined;
}

type Given = Pick<Parsed, "rest"> & { readonly values: ApplyValues };

/** Plans, shows the plan, asks, writes, and says what was done. No second apply of the project runs meanwhile. */
export async function apply(given: Given, world: Surroundings): Promise<ExitCode> {
  const { values, rest } = given;
  if (values.yes !== true && world.ask === undefined) throw nobodyToAsk();
  if (values.plan !== undefined && rest.length > 0) throw planAndPaths();
  try {
    return await alone(values, world, () => applyAlone(given, world));
  } catch (error) {
    if (!(error instanceof AlreadyApplying)) throw error;
    toldBusy(error, world);
    return exit.failed;
  }
}

async function applyAlone({ values, rest }: Given, world: Surroundings): Promise<ExitCode> {
  const reviewed = await reviewedPlan(values, world);
  const end = stopping(world);
  const limits = runLimits(values, { stop: end.signal, onBudget: () => end.abort() });
  const prepared = await prepare({ ...values, paths: rest, limits }, world);
  if (!prepared.ok) return invalid(prepared.diagnostics, world);
  const result = await written({ values, prepared, reviewed }, end.signal, world);
  if (!result.valid) return invalid(result.diagnostics, world);
  warn(prepared.loaded.diagnostics, world);
  if (result.outcome === undefined) {
    world.err.write("Nothing was applied.\n");
    return exit.failed;
  }
  world.out.write(renderOutcome(result.outcome, result.plan, world.out.style));
  const { unremembered = [], resumed } = result;
  world.err.write(renderDiagnostics(unremembered, world.err.style));
  if (result.undo !== undefined) await tellUndo(result.undo, world);
  const isWhole = unremembered.length === 0 && (resumed?.diagnostics ?? []).length === 0;
  return isWhole ? exitOfOutcome(result.outcome) : exit.failed;
}

interface Ready {
  readonly values: ApplyValues;
  readonly prepared: Prepared;
  readonly reviewed: Plan | undefined;
}

/** Opens what a write needs, and closes it whatever becomes of it. */
async function written(ready: Ready, stop: AbortSignal, world: Surroundings): Promise<Reconciliation> {
  const { values, prepared, reviewed } = ready;
  const journal = await journalOf(values.journal, prepared.loaded.project, world);
  try {
    const secrets = await secretsFile(values, prepared, world);
    try {
      return await reconcile({
        ...prepared.request,
        earlier: journal.unended.writes,
        ...(reviewed === undefined ? {} : asReviewed(reviewed)),
        ...(values.scope === undefined ? {} : { scope: values.scope }),
        writing: {
          ...(await writing(values, prepared, world)),
          journal,
          stop,
          manifestsAt: (commit: string) => documentsAt(commit, prepared.loaded),
          ...(secrets === undefined ? {} : { secrets }),
        },
      });
    } finally {
      await secrets?.close();
    }
  } finally {
    await journal.close();
  }
}

/** Ctrl-C lets the writes under way come to their end; a second one ends the process at once. */
function stopping({ stopped, err }: Surroundings): AbortController {
  const controller = new AbortController();
  void stopped().then(() => {
    err.write(
      "Stopping: what is under way comes to its end. Ctrl-C once more ends at once; the journal knows.\n",
    );
    controller.abort();
  });
  return controller;
}

/** Nothing can be added to what is encrypted, as by a run that was cut off: it is kept, and the next file takes the rest. */
async function secretsFile({ "secrets-out": wanted }: ApplyValues, prepared: Prepared, world: Surroundings) {
  if (wanted === undefined) return undefined;
  const recipients = prepared.loaded.project.secrets?.recipients;
  const path = resolve(world.folder, wanted);
  const free = recipients === undefined ? path : await freePath(path);
  if (free !== path)
    world.err.write(`Secrets go to ${free}: ${path} is there already, and nothing can be added to it.\n`);
  return await openSecrets(free, { recipients });
}

async function writing(
  { yes, plan: saved, "secrets-out": secretsOut }: ApplyValues,
  { clients, records, loaded }: Prepared,
  world: Surroundings,
) {
  const commit = await commitOf(loaded.root, loaded.files);
  const progress = writingProgress(world.err);
  return {
    writeClient: clients.write,
    records,
    ...(commit === undefined ? {} : { commit }),
    confirm: async (plan: Plan, resumed: Resumed | undefined) => {
      tellResumed(resumed, world);
      // Nobody needs to see a reviewed plan again, unless to answer.
      if (saved === undefined || yes !== true) world.out.write(`${renderPlan(plan, world.out.style)}\n`);
      if (secretsOut === undefined) refuseSecrets(plan);
      progress.start(plan);
      return yes === true || !changesSomething(plan) || (await isConfirmed(world));
    },
    onChange: progress.step,
  };
}

async function isConfirmed({ ask }: Surroundings): Promise<boolean> {
  const answer = (await ask?.("Apply this? Only `yes` goes on: ")) ?? "";
  return answer.trim().toLowerCase() === "yes";
}

async function reviewedPlan(
  { plan, only, shard }: ApplyValues,
  world: Surroundings,
): Promise<Plan | undefined> {
  if (plan === undefined) return undefined;
  const saved = await readPlan(resolve(world.folder, plan), plan);
  const isOurs = sharded(shard);
  const organizations = saved.organizations.filter(
    ({ name }) => (only?.includes(name) ?? true) && isOurs(name),
  );
  return { ...saved, organizations };
}

/** The organizations of the saved plan, and no others. */
function asReviewed(plan: Plan) {
  return {
    only: plan.organizations.map(({ name }) => name),
    review: () => Promise.resolve({ shown: shownOf(plan) }),
  };
}

/** Told before the first write, so that an apply is not left halfway for want of a file. */
function refuseSecrets(plan: Plan): void {
  const [first, ...more] = secretsNeeded(plan);
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  throw new ConfigurationError(
    `This hands out secrets that are told once, and there is no place to keep them: ${first.secret?.name} of ${first.address}${others}`,
    "Nothing was sent. Add `--secrets-out FILE`, and deliver what is in the file afterwards.",
  );
}

function nobodyToAsk(): ConfigurationError {
  return new ConfigurationError(
    "Nobody sits at a terminal to be asked",
    "Add `--yes` where a plan was reviewed before, best with `--plan FILE`.",
  );
}

function planAndPaths(): ConfigurationError {
  return new ConfigurationError(
    "`--plan` and paths exclude each other",
    "A saved plan says itself which organizations it is about; `--only` picks some of them.",
  );
}
