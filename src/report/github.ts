/** Diagnostics as GitHub workflow commands, which show up at their lines in a pull request. */
import type { Diagnostic, Location, Severity } from "../model/contract.ts";
import { sortDiagnostics } from "../model/diagnostic.ts";
import { commandMessage, commandProperty } from "./escape.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

/** One `::error file=…::…` command per diagnostic, by place; nothing in the text can start another command. */
export function diagnosticsGithub(diagnostics: readonly Diagnostic[]): string {
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => `${command(diagnostic)}\n`)
    .join("");
}

function command({ severity, code, message, why, fix, location }: Diagnostic): string {
  const properties = [...(location === undefined ? [] : placeProperties(location)), ["title", code] as const];
  const written = properties.map(([name, value]) => `${name}=${commandProperty(value)}`).join(",");
  const text = [message, why, fix].filter((part) => part !== undefined).map(commandMessage);
  return `::${commands[severity]} ${written}::${text.join("%0A")}`;
}

function placeProperties({
  file,
  line,
  column,
  endColumn,
}: Location): readonly (readonly [string, string])[] {
  return [
    ["file", file],
    ["line", String(line)],
    ["endLine", String(line)],
    ["col", String(column)],
    ["endColumn", String(endColumn)],
  ];
}
