/** The way back from an apply: kept beside the record, and told. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Undo } from "../../index.ts";
import { writeWhole } from "../../io/files.ts";
import { planJson, renderDiagnostics, renderUndo } from "../../report/index.ts";
import { changesSomething } from "./planned.ts";
import type { Surroundings } from "./surroundings.ts";

const UNDO_FILE = ".orgwright/undo.json";

/** Writes the plan that takes the apply back and says how; where there is none, only what that costs. */
export async function tellUndo(
  { plan, diagnostics, commits }: Undo,
  { folder, err }: Surroundings,
): Promise<void> {
  const file = join(folder, UNDO_FILE);
  if (!changesSomething(plan)) {
    // What an earlier apply left would be taken for this one's.
    await rm(file, { force: true });
    const warnings = diagnostics.filter(({ severity }) => severity !== "note");
    err.write(renderDiagnostics(warnings, err.style));
    return;
  }
  await writeWhole(file, planJson(plan));
  err.write(renderUndo({ plan, diagnostics, commits, file: UNDO_FILE }, err.style));
}
