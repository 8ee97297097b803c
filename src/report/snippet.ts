/** A source line under its number, with carets under the stretch that is meant. */
import type { Location } from "../model/contract.ts";
import { visible } from "./escape.ts";
import { type Line, line } from "./layout.ts";
import { columns, graphemes, tone } from "./spans.ts";

const tab = "    ";
const edge = "…";

/** The two rows of a place: the source with its line number, and the carets; cut to the width around the mark. */
export function snippet(location: Location, indent: number, width: number): readonly Line[] {
  const { lead, marked, rest } = parts(location);
  const number = String(location.line);
  const room = Math.max(20, width - indent - number.length - 3);
  const shownLead = tailOf(lead, Math.max(room - columns(marked) - Math.min(columns(rest), 12), 8));
  const shownMarked = headOf(marked, room - columns(shownLead));
  const shownRest = headOf(rest, room - columns(shownLead) - columns(shownMarked));
  const carets = "^".repeat(Math.max(1, columns(shownMarked)));
  const gap = " ".repeat(columns(shownLead));
  return [
    line(indent, tone("faint", `${number} │ `), shownLead, tone("strong", shownMarked), shownRest),
    line(indent, tone("faint", `${" ".repeat(number.length)} │ `), gap, tone("danger", carets)),
  ];
}

function parts({ text, column, endColumn }: Location): Readonly<Record<"lead" | "marked" | "rest", string>> {
  const start = Math.min(column - 1, text.length);
  const end = Math.max(start, Math.min(endColumn - 1, text.length));
  return {
    lead: shown(text.slice(0, start)),
    marked: shown(text.slice(start, end)),
    rest: shown(text.slice(end).trimEnd()),
  };
}

function shown(text: string): string {
  return visible(text.replaceAll("\t", tab));
}

function headOf(text: string, width: number): string {
  return columns(text) <= width ? text : fitting(graphemes(text), width - 1).join("") + edge;
}

function tailOf(text: string, width: number): string {
  if (columns(text) <= width) return text;
  return (
    edge +
    fitting([...graphemes(text)].reverse(), width - 1)
      .reverse()
      .join("")
  );
}

function fitting(segments: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const segment of segments) {
    used += columns(segment);
    if (used > width) break;
    taken.push(segment);
  }
  return taken;
}
