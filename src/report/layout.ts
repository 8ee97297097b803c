/**
 * Lines of a terminal as data, wrapped to the width and painted at the very end. Everything passes `visible` here,
 * so that no text can move the cursor or colour what is not its own, nor command the job in whose log it stands.
 */
import { logText, visible } from "./escape.ts";
import { merged, type Span, spansWidth } from "./spans.ts";
import { type Paint, painter, type Style } from "./style.ts";
import { wrap } from "./wrap.ts";

/** A line: where it starts, how much further in it goes on when it wraps, and its stretches. */
export interface Line {
  readonly indent: number;
  readonly hang: number;
  readonly spans: readonly Span[];
}

const narrowest = 40;

/** A line at an indent; what does not fit goes on two columns further in. */
export function line(indent: number, ...spans: readonly Span[]): Line {
  return { indent, hang: 2, spans };
}

/** The same line, going on so many columns further in. */
export function hanging(hang: number, { indent, spans }: Line): Line {
  return { indent, hang, spans };
}

/** The same lines so many columns further in. */
export function indented(columns: number, lines: readonly Line[]): readonly Line[] {
  return lines.map(({ indent, hang, spans }) => ({ indent: indent + columns, hang, spans }));
}

/** An empty line. */
export const blank: Line = { indent: 0, hang: 0, spans: [] };

/** The lines with an empty one before; nothing when there are none. */
export function section(lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [blank, ...lines];
}

/** The lines as text, none wider than the style's width, each ended by a line break. */
export function layOut(lines: readonly Line[], style: Style): string {
  const paint = painter(style.color);
  const width = Math.max(narrowest, style.width);
  return logText(lines.map((one) => `${rows(one, width, paint).join("\n")}\n`).join(""));
}

function rows({ indent, hang, spans }: Line, width: number, paint: Paint): readonly string[] {
  const start = Math.min(indent, width - narrowest / 2);
  const further = Math.min(hang, width - narrowest / 2 - start);
  const fits = spansWidth(spans) <= width - start;
  return (fits ? [spans] : wrap(spans, width - start, further)).map((row, index) => {
    const text = merged(row)
      .map((span) => painted(span, paint))
      .join("");
    return `${" ".repeat(index === 0 ? start : start + further)}${text}`.trimEnd();
  });
}

function painted(span: Span, paint: Paint): string {
  return typeof span === "string" ? visible(span) : paint(visible(span.text), span.tone);
}
