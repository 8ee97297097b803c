/** Breaking a line of stretches into rows. */
import { visible } from "./escape.ts";
import { columns, graphemes, type Span, spansWidth, textOf, toneOf, withText } from "./spans.ts";

/** Stretches without a place to break, and the space before them. */
interface Word {
  readonly gap: number;
  readonly width: number;
  readonly spans: readonly Span[];
}

type Row = readonly Span[];

/** Rows of at most `width` columns, those after the first shorter by `further`; too long words are cut. */
export function wrap(spans: readonly Span[], width: number, further: number): readonly Row[] {
  const result: Span[][] = [[]];
  let used = 0;
  for (const word of words(spans).flatMap((whole) => cut(whole, width - further))) {
    if (used > 0 && used + word.gap + word.width > width) {
      result.push([...word.spans]);
      used = further + word.width;
    } else {
      const gap = Math.min(word.gap, width - used - word.width);
      result.at(-1)?.push(gapBefore(word, gap, result.at(-1)?.at(-1)), ...word.spans);
      used += gap + word.width;
    }
  }
  return result;
}

/** The space before a word; within one stretch it has the stretch's tone, so that this is painted as one. */
function gapBefore({ spans: [first = ""] }: Word, gap: number, last: Span = ""): Span {
  return withText(toneOf(first) === toneOf(last) ? last : "", " ".repeat(gap));
}

function words(spans: readonly Span[]): readonly Word[] {
  const result: Word[] = [];
  let gap = 0;
  let open: Span[] = [];
  for (const piece of [...spans.flatMap(pieces), " "]) {
    if (typeof piece !== "string" || piece.trim() !== "") {
      open.push(piece);
      continue;
    }
    if (open.length > 0) {
      result.push({ gap, width: spansWidth(open), spans: open });
      open = [];
      gap = 0;
    }
    gap += piece.length;
  }
  return result;
}

/** The words of a stretch as stretches, and the spaces between them as plain strings. */
function pieces(span: Span): readonly Span[] {
  const text = visible(textOf(span));
  if (typeof span !== "string" && span.whole === true) return text === "" ? [] : [span];
  return (text.match(/ +|[^ ]+/gu) ?? []).map((piece) =>
    piece.startsWith(" ") ? piece : withText(span, piece),
  );
}

/** A word that is wider than a row, in pieces that are not. */
function cut(word: Word, width: number): readonly Word[] {
  if (word.width <= width) return [word];
  const letters = word.spans.flatMap((span) =>
    graphemes(visible(textOf(span))).map((letter) => withText(span, letter)),
  );
  const result: { gap: number; width: number; spans: Span[] }[] = [{ gap: word.gap, width: 0, spans: [] }];
  for (const letter of letters) {
    const wide = columns(textOf(letter));
    const last = result.at(-1);
    if (last !== undefined && last.width + wide <= width) {
      last.spans.push(letter);
      last.width += wide;
    } else {
      result.push({ gap: 0, width: wide, spans: [letter] });
    }
  }
  return result;
}
