/** `orgwright plan`: what an apply would do. */
import { resolve } from "node:path";
import { reconcile } from "../../index.ts";
import { writeWhole } from "../../io/files.ts";
import type { Plan } from "../../model/contract.ts";
import { planJson, renderPlan } from "../../report/index.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exitOfPlan } from "./exit.ts";
import { type PlanFormat, shownAs } from "./formats.ts";
import { invalid, warn } from "./invalid.ts";
import { type PaceValues, runLimits } from "./pace-options.ts";
import { changesSomething, secretsNeeded } from "./planned.ts";
import { prepare } from "./prepare.ts";
import type { Surroundings } from "./surroundings.ts";

interface PlanValues extends PaceValues {
  readonly out?: string | undefined;
  readonly format?: PlanFormat | undefined;
  readonly only?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly shard?: string | undefined;
  readonly "detailed-exitcode"?: true | undefined;
}

/** Plans and shows the plan; nothing that it opens can write. */
export async function plan(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: PlanValues },
  world: Surroundings,
): Promise<ExitCode> {
  const prepared = await prepare({ ...values, paths: rest, limits: runLimits(values) }, world);
  if (!prepared.ok) return invalid(prepared.diagnostics, world);
  const result = await reconcile(prepared.request);
  if (!result.valid) return invalid(result.diagnostics, world);
  warn(prepared.loaded.diagnostics, world);
  if (values.out !== undefined) await writeWhole(resolve(world.folder, values.out), planJson(result.plan));
  world.out.write(shownAs(values.format, result.plan, renderPlan, world.out.style));
  if (values.out !== undefined) world.err.write(`\nSaved.${howToApply(result.plan, values.out)}\n`);
  return exitOfPlan(result.plan, values["detailed-exitcode"] === true);
}

function howToApply(plan: Plan, file: string): string {
  if (!changesSomething(plan)) return "";
  const secrets = secretsNeeded(plan).length === 0 ? "" : " --secrets-out FILE";
  return ` To apply exactly this: orgwright apply --plan ${file}${secrets}`;
}
