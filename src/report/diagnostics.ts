/** Diagnostics for people: what, where with the source line, why, what to do. */
import type { Diagnostic, Severity } from "../model/contract.ts";
import { sortDiagnostics } from "../model/diagnostic.ts";
import { blank, hanging, type Line, layOut, line } from "./layout.ts";
import { place } from "./naming.ts";
import { snippet } from "./snippet.ts";
import { tone, whole } from "./spans.ts";
import type { Style, Tone } from "./style.ts";
import { count } from "./words.ts";

const tones: Readonly<Record<Severity, Tone>> = { error: "danger", warning: "warning", note: "strong" };

/** All diagnostics by place, then a line that counts them; nothing for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style: Style): string {
  if (diagnostics.length === 0) return "";
  return layOut(
    [...diagnosticLines(diagnostics, style.width), blank, line(0, diagnosticCount(diagnostics))],
    style,
  );
}

/** The diagnostics as lines, an empty one between two; `width` is the room from their indent on. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], width: number): readonly Line[] {
  return sortDiagnostics(diagnostics).flatMap((diagnostic, index) => [
    ...(index === 0 ? [] : [blank]),
    ...oneDiagnostic(diagnostic, width),
  ]);
}

/** `3 errors, 1 warning in 2 files`. */
export function diagnosticCount(diagnostics: readonly Diagnostic[]): string {
  const sorted = sortDiagnostics(diagnostics);
  const counts = (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, number: sorted.filter((one) => one.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity));
  const files = new Set(sorted.flatMap(({ location }) => (location === undefined ? [] : [location.file])));
  return counts.join(", ") + (files.size === 0 ? "" : ` in ${count(files.size, "file")}`);
}

function oneDiagnostic(diagnostic: Diagnostic, width: number): readonly Line[] {
  const { severity, code, message, why, fix, location, related = [], address } = diagnostic;
  const where = location === undefined ? address : `${place(location)}:${location.column}`;
  return [
    hanging(
      severity.length + 2,
      line(
        0,
        tone(tones[severity], `${severity}:`),
        " ",
        tone("strong", message),
        "  ",
        whole("faint", `[${code}]`),
      ),
    ),
    ...(where === undefined ? [] : [line(2, where)]),
    ...(location === undefined ? [] : snippet(location, 4, width)),
    ...labelled("why:", why),
    ...labelled("help:", fix),
    ...related.flatMap((other) => [
      line(2, "also: ", `${place(other)}:${other.column}`),
      ...snippet(other, 4, width),
    ]),
  ];
}

function labelled(label: string, text: string | undefined): readonly Line[] {
  return text === undefined ? [] : [hanging(6, line(2, tone("strong", label.padEnd(6)), text))];
}
