/** `orgwright apply`: makes the systems what the manifests say. */
import { resolve } from "node:path";
import { reconcile, shownOf } from "../../index.ts";
import { commitOf } from "../../io/git.ts";
import { openSecrets } from "../../io/secrets-out.ts";
import type { Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { renderDiagnostics, renderOutcome, renderPlan } from "../../report/index.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exit, exitOfOutcome } from "./exit.ts";
import { invalid, warn } from "./invalid.ts";
import { changesSomething, secretsNeeded } from "./planned.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { writingProgress } from "./progress.ts";
import { readPlan } from "./saved-plan.ts";
import type { Surroundings } from "./surroundings.ts";

interface ApplyValues {
  readonly plan?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly yes?: true | undefined;
  readonly scope?: "all" | "due" | undefined;
  readonly "secrets-out"?: string | undefined;
}

/** Plans, shows the plan, asks, writes, and says what was done. */
export async function apply(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: ApplyValues },
  world: Surroundings,
): Promise<ExitCode> {
  if (values.yes !== true && world.ask === undefined) throw nobodyToAsk();
  if (values.plan !== undefined && rest.length > 0) throw planAndPaths();
  const reviewed = await reviewedPlan(values, world);
  const prepared = await prepare({ paths: rest, only: values.only }, world);
  if (!prepared.ok) return invalid(prepared.diagnostics, world);
  const secretsOut = values["secrets-out"];
  const secrets = secretsOut === undefined ? undefined : await secretsFile(secretsOut, prepared, world);
  const result = await reconcile({
    ...prepared.request,
    ...(reviewed === undefined ? {} : asReviewed(reviewed)),
    ...(values.scope === undefined ? {} : { scope: values.scope }),
    writing: { ...(await writing(values, prepared, world)), ...(secrets === undefined ? {} : { secrets }) },
  }).finally(() => secrets?.close());
  if (!result.valid) return invalid(result.diagnostics, world);
  warn(prepared.loaded.diagnostics, world);
  if (result.outcome === undefined) {
    world.err.write("Nothing was applied.\n");
    return exit.failed;
  }
  world.out.write(renderOutcome(result.outcome, result.plan, world.out.style));
  const { unremembered = [] } = result;
  if (unremembered.length === 0) return exitOfOutcome(result.outcome);
  world.err.write(renderDiagnostics(unremembered, world.err.style));
  return exit.failed;
}

async function secretsFile(path: string, { loaded }: Prepared, { folder }: Surroundings) {
  return await openSecrets(resolve(folder, path), { recipients: loaded.project.secrets?.recipients });
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
    confirm: async (plan: Plan) => {
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

async function reviewedPlan({ plan, only }: ApplyValues, world: Surroundings): Promise<Plan | undefined> {
  if (plan === undefined) return undefined;
  const saved = await readPlan(resolve(world.folder, plan), plan);
  const organizations = saved.organizations.filter(({ name }) => only?.includes(name) ?? true);
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
