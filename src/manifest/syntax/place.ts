/** The shape of a document in its text: where each key, value and list item stands. */
import type { Path } from "./source.ts";

/** A stretch of text: offsets in UTF-16 units, the end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where a value stands, and what is inside it. */
export interface Place extends Stretch {
  readonly entries?: ReadonlyMap<string, PlacedEntry>;
  readonly items?: readonly Place[];
}

/** Where a key and its value stand. */
export interface PlacedEntry {
  readonly key: Stretch;
  readonly value: Place;
}

/** The stretch of what the path names, or of its nearest ancestor that is there (then its key, where it has one). */
export function stretchOf(root: Place, path: Path, part: "key" | "value"): Stretch {
  let place = root;
  let key: Stretch | undefined;
  for (const step of path) {
    const next = childOf(place, step);
    if (next === undefined) return key ?? place;
    place = next.value;
    key = next.key;
  }
  const wantsKey = part === "key" || place.start === place.end;
  return wantsKey && key !== undefined ? key : place;
}

function childOf(place: Place, step: string | number): { key?: Stretch; value: Place } | undefined {
  if (place.entries !== undefined) return place.entries.get(String(step));
  const item = place.items?.[Number(step)];
  return item === undefined ? undefined : { value: item };
}
