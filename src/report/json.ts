/** The outputs that machines read: formatVersion and schema in schemas/, two-space indent, one line break at the end. */
import type { Diagnostic, DiagnosticReport, Outcome, Plan } from "../model/contract.ts";
import { compareText, sortDiagnostics } from "../model/diagnostic.ts";
import { jsonText } from "./escape.ts";
import { outcomeShape, planShape, reportShape, type Shape } from "./shapes.ts";

/** The plan as JSON with its keys in the schema's order: the same bytes for equal plans. */
export function planJson(plan: Plan): string {
  return text(plan, planShape);
}

/** The outcome as JSON with its keys in the schema's order. */
export function outcomeJson(outcome: Outcome): string {
  return text(outcome, outcomeShape);
}

/** All diagnostics by place, without doubles, with their counts. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const sorted = sortDiagnostics(diagnostics);
  const report: DiagnosticReport = {
    formatVersion: 1,
    errors: sorted.filter(({ severity }) => severity === "error").length,
    warnings: sorted.filter(({ severity }) => severity === "warning").length,
    diagnostics: sorted,
  };
  return text(report, reportShape);
}

function text(value: unknown, shape: Shape): string {
  return `${jsonText(JSON.stringify(ordered(value, shape), null, 2))}\n`;
}

function ordered(value: unknown, shape: Shape | null): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, shape));
  if (typeof value !== "object" || value === null) return value;
  const inner = new Map(Object.entries(value));
  const keys = shape === null ? [...inner.keys()].sort(compareText) : Object.keys(shape);
  return Object.fromEntries(
    keys.filter((key) => inner.has(key)).map((key) => [key, ordered(inner.get(key), shape?.[key] ?? null)]),
  );
}
