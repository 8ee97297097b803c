/** Diagnostics: problems as data, collected and shown together. */
import type { Diagnostic } from "./contract.ts";

/** A value, or what is wrong with the text that it came from. Warnings ride along with a value. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Whether any of them is an error. */
export function hasErrors(problems: readonly { readonly severity: string }[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** By file, line, column, code and message; those without a place first. Gives a new list without doubles. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = new Map(diagnostics.map((diagnostic) => [sortKey(diagnostic), diagnostic]));
  return [...keyed.entries()].sort(([a], [b]) => compareText(a, b)).map(([, diagnostic]) => diagnostic);
}

/** Order of text by code unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sortKey({ location, code, message, address }: Diagnostic): string {
  const place =
    location === undefined ? "" : `${location.file}\u0000${pad(location.line)}\u0000${pad(location.column)}`;
  return [place, code, address ?? "", message].join("\u0000");
}

function pad(count: number): string {
  return String(count).padStart(9, "0");
}
