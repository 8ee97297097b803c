/** Diagnostics as SARIF 2.1.0, for code scanning. */
import type { Diagnostic, Location, Severity } from "../model/contract.ts";
import { compareText, sortDiagnostics } from "../model/diagnostic.ts";
import { jsonText, visible } from "./escape.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "note" };

/** A SARIF 2.1.0 log with one run: a rule per code, a result per diagnostic, both sorted. */
export function diagnosticsSarif(diagnostics: readonly Diagnostic[]): string {
  const sorted = sortDiagnostics(diagnostics);
  const codes = [...new Set(sorted.map(({ code }) => code))].sort(compareText);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "orgwright", rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: sorted.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
  return `${jsonText(JSON.stringify(log, null, 2))}\n`;
}

function rule(code: string): object {
  const words = code.replace("/", ": ").replaceAll("-", " ");
  return { id: code, name: code, shortDescription: { text: words } };
}

function result(
  { code, severity, message, why, fix, location, related = [] }: Diagnostic,
  index: number,
): object {
  const text = [message, why, fix].filter((part) => part !== undefined).map(visible);
  return {
    ruleId: code,
    ruleIndex: index,
    level: levels[severity],
    message: { text: text.join("\n") },
    ...(location === undefined ? {} : { locations: [physical(location)] }),
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((other, id) => ({ id: id + 1, ...physical(other) })) }),
  };
}

function physical({ file, line, column, endColumn, text }: Location): { readonly physicalLocation: object } {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encoded).join("/"), uriBaseId: "%SRCROOT%" },
      region: { startLine: line, startColumn: column, endColumn, snippet: { text } },
    },
  };
}

/** A lone surrogate, of which no bytes can be made, becomes U+FFFD. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, "\uFFFD"));
}
