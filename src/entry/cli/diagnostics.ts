/** The formats of diagnostics. */
import type { Diagnostic } from "../../model/contract.ts";
import {
  diagnosticsGithub,
  diagnosticsJson,
  diagnosticsSarif,
  renderDiagnostics,
  type Style,
} from "../../report/index.ts";

/** How diagnostics can be printed. */
export type DiagnosticsFormat = "text" | "json" | "github" | "sarif";

/** The diagnostics as asked for. */
export function shownDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: DiagnosticsFormat,
  style: Style,
): string {
  switch (format) {
    case "json":
      return diagnosticsJson(diagnostics);
    case "github":
      return diagnosticsGithub(diagnostics);
    case "sarif":
      return diagnosticsSarif(diagnostics);
    case "text":
      return renderDiagnostics(diagnostics, style);
    default:
      throw format satisfies never;
  }
}
