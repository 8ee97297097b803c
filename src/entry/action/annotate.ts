/** Annotations at the lines of the manifests. */
import type { Diagnostic, Location, Plan } from "../../model/contract.ts";
import { annotationCommands, diagnosticsGithub, planAnnotations } from "../../report/index.ts";
import type { World } from "./world.ts";

/** What the runner shows of each level for one step. */
const PER_LEVEL = 10;

/** Annotates what causes each change, the riskiest first. */
export function annotate(plan: Plan, { inputs, runner }: World): void {
  if (!inputs.annotations) return;
  const annotations = planAnnotations(plan).map((each) => ({
    ...each,
    file: inRepository(each.file, inputs["working-directory"]),
  }));
  const { commands, left } = annotationCommands(annotations, { perLevel: PER_LEVEL });
  runner.commands(commands);
  if (left > 0)
    runner.info(`${left} more annotations are left out: GitHub shows ${PER_LEVEL} of each level.`);
}

/** Annotates what is wrong with the files. */
export function annotateProblems(diagnostics: readonly Diagnostic[], { inputs, runner }: World): void {
  const located = (place: Location) => ({
    ...place,
    file: inRepository(place.file, inputs["working-directory"]),
  });
  runner.commands(
    diagnosticsGithub(
      diagnostics.map((each) =>
        each.location === undefined ? each : { ...each, location: located(each.location) },
      ),
    ),
  );
}

/** Annotations name files from the top of the repository, manifests from the project's folder. */
function inRepository(file: string, folder: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}
