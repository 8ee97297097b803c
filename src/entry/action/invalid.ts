/** The end of a command whose files are not valid: the same for all of them, but for the closing words. */
import type { Diagnostic } from "../../model/contract.ts";
import { renderDiagnosticsMarkdown } from "../../report/index.ts";
import { annotateProblems } from "./annotate.ts";
import { tell } from "./outputs.ts";
import type { Ended, World } from "./world.ts";

/** Characters of the step's summary that problems may take: GitHub takes 1 MiB of all steps. */
const TEXT_LIMIT = 250_000;

/** Tells the output, the annotations and the summary what is wrong. */
export async function endInvalid(
  diagnostics: readonly Diagnostic[],
  world: World,
  message = "The manifests or the project file are not valid.",
): Promise<Ended> {
  await tell(world, { verdict: "invalid" });
  annotateProblems(diagnostics, world);
  await world.runner.summary(renderDiagnosticsMarkdown(diagnostics, { limit: TEXT_LIMIT }));
  return { reason: "invalid", message };
}
