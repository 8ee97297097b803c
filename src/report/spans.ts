/** Stretches of text with a tone: what every report is made of before it becomes terminal text or Markdown. */
import stringWidth from "string-width";
import { visible } from "./escape.ts";
import type { Tone } from "./style.ts";

/** A stretch of text; a plain string has no tone. `whole` ones are not broken at their spaces. */
export type Span = string | { readonly text: string; readonly tone: Tone; readonly whole?: boolean };

/** A stretch of text with a tone. */
export function tone(name: Tone, text: string): Span {
  return { text, tone: name };
}

/** A stretch that stays on one row where it can. */
export function whole(name: Tone, text: string): Span {
  return { text, tone: name, whole: true };
}

/** Facts behind each other with a dot between, broken only between two of them; empty ones are left out. */
export function facts(items: readonly (readonly [Tone, string])[]): readonly Span[] {
  const shown = items.filter(([, text]) => text !== "");
  return shown.flatMap(([name, text], index) => [
    ...(index === 0 ? [] : [" "]),
    whole(name, index === shown.length - 1 ? text : `${text} ·`),
  ]);
}

/** A stretch without its tone. */
export function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}

/** The tone of a stretch, if it has one. */
export function toneOf(span: Span): Tone | undefined {
  return typeof span === "string" ? undefined : span.tone;
}

/** The same stretches with neighbours of one tone as one. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && toneOf(last) === toneOf(span)) {
      result[result.length - 1] = withText(last, textOf(last) + textOf(span));
    } else {
      result.push(span);
    }
  }
  return result;
}

/** The same stretch with other text. */
export function withText(span: Span, text: string): Span {
  return typeof span === "string" ? text : { ...span, text };
}

/** Columns that text takes when shown. */
export function columns(text: string): number {
  const shown = visible(text);
  return /^[ -~]*$/.test(shown) ? shown.length : stringWidth(shown);
}

/** Columns that stretches take together. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + columns(textOf(span)), 0);
}

/** What is missing to so many columns, as spaces. */
export function padding(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columns(text)));
}

/** The smallest parts of text that are shown as one. */
export function graphemes(text: string): readonly string[] {
  return [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
}
