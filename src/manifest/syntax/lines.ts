/** From offsets in a text to lines and columns. */
import { LineCounter } from "yaml";
import type { Location } from "../../model/contract.ts";
import type { Stretch } from "./place.ts";

/** Makes Locations of one file. */
export interface Lines {
  locate(stretch: Stretch): Location;
}

/** Lines of `file`; `text` is what is shown, which may have other letters than what was parsed, never another length. */
export function linesOf(file: string, text: string): Lines {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) counter.addNewLine(at + 1);
  return {
    locate({ start, end }) {
      const { line } = counter.linePos(Math.min(start, text.length));
      const lineStart = counter.lineStarts[line - 1] ?? 0;
      const lineText = text.slice(lineStart, counter.lineStarts[line] ?? text.length).replace(/[\r\n]+$/, "");
      const column = Math.min(start - lineStart, lineText.length) + 1;
      const behind = Math.min(end - lineStart, lineText.length) + 1;
      return { file, line, column, endColumn: Math.max(column, behind), text: lineText };
    },
  };
}
