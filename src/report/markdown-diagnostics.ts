/** Problems of manifests as GitHub Markdown, each with its source line, for a comment. */
import type { Diagnostic, Severity } from "../model/contract.ts";
import { sortDiagnostics } from "../model/diagnostic.ts";
import { characters, fitted } from "./budget.ts";
import { diagnosticCount } from "./diagnostics.ts";
import { fenced } from "./escape.ts";
import { layOut } from "./layout.ts";
import { block, type MarkdownRow, text } from "./markdown-parts.ts";
import { inline } from "./markdown-text.ts";
import { place } from "./naming.ts";
import { ranks } from "./ranking.ts";
import { snippet } from "./snippet.ts";
import { tone } from "./spans.ts";
import { count } from "./words.ts";

/** How problems are written. */
export interface DiagnosticsMarkdownOptions {
  /** UTF-16 units that it may have at most. */
  readonly limit: number;
  /** What stands in the heading. Default `Orgwright: the manifests cannot be used`. */
  readonly title?: string;
}

const bySeverity: Readonly<Record<Severity, number>> = {
  error: ranks.stop,
  warning: ranks.update,
  note: ranks.list,
};
const mostRelated = 4;
const widest = 100;

/** All problems by place, each with its line and what to do; errors are kept first where not all fit. */
export function renderDiagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  { limit, title = "Orgwright: the manifests cannot be used" }: DiagnosticsMarkdownOptions,
): string {
  const head = `### ${inline([title])}\n\n**${diagnosticCount(diagnostics) || "No problems"}**\n`;
  const body = {
    ...block([text(head, ranks.head), ...sortDiagnostics(diagnostics).map(row)]),
    rest: (left: readonly MarkdownRow[]) => `\n_Left out for length: ${count(left.length, "problem")}._\n`,
  };
  return fitted(body, { limit, sizeOf: characters });
}

function row(diagnostic: Diagnostic): MarkdownRow {
  const { severity, code, message, why, fix, location, related = [], address } = diagnostic;
  const where = location === undefined ? address : `${place(location)}:${location.column}`;
  const lines = [
    inline([tone("strong", severity), `: ${message} (`, tone("name", code), ")"]),
    ...(where === undefined ? [] : [inline([tone("name", where)])]),
  ];
  const after = [
    ...(why === undefined ? [] : [inline([`Why: ${why}`])]),
    ...(fix === undefined ? [] : [inline([tone("strong", "Help:"), ` ${fix}`])]),
    ...related
      .slice(0, mostRelated)
      .map((other) => inline(["See also ", tone("name", `${place(other)}:${other.column}`)])),
  ];
  const paragraph = (texts: readonly string[]): string =>
    texts.length === 0 ? "" : `\n${texts.join("<br>\n")}\n`;
  const shown = location === undefined ? "" : `\n${fenced(sourceRows(location))}`;
  return {
    text: paragraph(lines) + shown + paragraph(after),
    rank: bySeverity[severity],
    tag: { thing: "entry" },
  };
}

function sourceRows(location: NonNullable<Diagnostic["location"]>): readonly string[] {
  const style = { color: false, width: widest };
  return layOut(snippet(location, 0, widest), style)
    .trimEnd()
    .split("\n");
}
