/** `orgwright drift`: how live differs from the manifests, and who moved. */
import { reconcile } from "../../index.ts";
import { renderDrift } from "../../report/index.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exitOfDrift } from "./exit.ts";
import { type PlanFormat, shownAs } from "./formats.ts";
import { invalid, warn } from "./invalid.ts";
import { type PaceValues, runLimits } from "./pace-options.ts";
import { prepare } from "./prepare.ts";
import type { Surroundings } from "./surroundings.ts";

interface DriftValues extends PaceValues {
  readonly format?: PlanFormat | undefined;
  readonly only?: readonly string[] | undefined;
  readonly shard?: string | undefined;
}

/** Compares and shows the difference; nothing that it opens can write. */
export async function drift(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: DriftValues },
  world: Surroundings,
): Promise<ExitCode> {
  const prepared = await prepare({ ...values, paths: rest, limits: runLimits(values) }, world);
  if (!prepared.ok) return invalid(prepared.diagnostics, world);
  const result = await reconcile({ ...prepared.request, history: true });
  if (!result.valid) return invalid(result.diagnostics, world);
  warn(prepared.loaded.diagnostics, world);
  world.out.write(shownAs(values.format, result.plan, renderDrift, world.out.style));
  return exitOfDrift(result.plan);
}
