/** What an error of the YAML library most probably means, told from the line at which it was found. */
import type { ErrorCode } from "yaml";
import type { Problem } from "../words/problem.ts";
import * as words from "../words/syntax.ts";
import type { Found } from "./build.ts";
import type { Stretch } from "./place.ts";

const JOINED = /^(\s*(?:- +)*)(["']?[\w.-]+["']?):[^\s:/]/;

/** The codes that the library gives when colons, spaces or indentation confuse it. */
const CONFUSED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "BLOCK_AS_IMPLICIT_KEY",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
]);

/** The problem behind the library's error at an offset. */
export function mistakeAt(text: string, code: ErrorCode, reported: Stretch): Found {
  const stretch = onText(text, reported);
  if (!CONFUSED.has(code)) return { problem: words.syntaxError(code), stretch };
  const lineStart = text.lastIndexOf("\n", stretch.start - 1) + 1;
  const lineEnd = text.indexOf("\n", stretch.start);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const [, indent = "", key] = JOINED.exec(line) ?? [];
  if (key !== undefined) {
    const start = lineStart + indent.length;
    return { problem: words.missingSpace(key), stretch: { start, end: start + key.length + 1 } };
  }
  return { problem: problemOn(line, code, stretch.start - lineStart), stretch };
}

/** A place on an empty line is about the next line that is none. */
function onText(text: string, { start, end }: Stretch): Stretch {
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(start, start + 1000))?.[0].length ?? 0;
  const isLineStart = start === 0 || text[start - 1] === "\n";
  return isLineStart && start + blank < text.length
    ? { start: start + blank, end: end + blank }
    : { start, end };
}

function problemOn(line: string, code: ErrorCode, column: number): Problem {
  const isEmptyOrItem = /^\s*(?:-\s.*)?$/.test(line);
  const hasColon = /:(?:\s|$)/.test(line);
  if (!hasColon && !isEmptyOrItem) return words.missingColon();
  if (isEmptyOrItem || line.slice(0, column).trim() === "") return words.syntaxError("BAD_INDENT");
  if (code !== "BLOCK_AS_IMPLICIT_KEY") return words.syntaxError(code);
  return /:(?:\s|$)/.test(line.slice(column)) ? words.syntaxError(code) : words.indentedBelowValue();
}

/** Where a whole document seems to follow without `---`, that is the one problem and not each repeated key. */
export function withoutEchoes(found: readonly Found[], text: string): readonly Found[] {
  const second = found.find(
    ({ problem, stretch }) =>
      problem.code === "manifest/duplicate-key" &&
      /^apiVersion$/.test(text.slice(stretch.start, stretch.end)),
  );
  if (second === undefined) return found;
  const earlier = found.filter(({ stretch }) => stretch.start < second.stretch.start);
  return [...earlier, { problem: words.missingSeparator(), stretch: second.stretch }];
}
