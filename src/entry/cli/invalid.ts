/** Diagnostics on the way of a command that wanted to do something else. */
import type { Diagnostic } from "../../model/contract.ts";
import { renderDiagnostics } from "../../report/index.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Surroundings } from "./surroundings.ts";

/** Shows why a command does not start. */
export function invalid(diagnostics: readonly Diagnostic[], { err }: Surroundings): ExitCode {
  err.write(renderDiagnostics(diagnostics, err.style));
  return exit.invalid;
}

/** Shows warnings about single files that are valid; those on what the files mean together are in the plan. */
export function warn(diagnostics: readonly Diagnostic[], { err }: Surroundings): void {
  if (diagnostics.length > 0) err.write(`${renderDiagnostics(diagnostics, err.style)}\n`);
}
