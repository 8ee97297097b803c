/** Replacing stretches of a text. */
import type { Stretch } from "../../syntax/place.ts";

/** A stretch and what comes in its place. */
export interface Splice extends Stretch {
  readonly text: string;
}

/** Why an edit is not made, in words that end a sentence; thrown inside this folder alone. */
export class Unwritable extends Error {
  override readonly name = "Unwritable";
}

/** The text with all splices made. Those at one place are made in their order; an Unwritable where two meet. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const ordered = splices
    .map((splice, index) => ({ splice, index }))
    .sort((a, b) => a.splice.start - b.splice.start || a.splice.end - b.splice.end || a.index - b.index)
    .map(({ splice }) => splice);
  let at = 0;
  const parts = ordered.map((splice) => {
    if (splice.start < at) throw new Unwritable("two edits meet at one place of the text");
    const part = `${text.slice(at, splice.start)}${splice.text}`;
    at = splice.end;
    return part;
  });
  return `${parts.join("")}${text.slice(at)}`;
}
