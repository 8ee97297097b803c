/** How a state stands in an issue: compressed, in a hidden last line, and never longer than there is room for. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import { type Item, type State, wholeOf } from "./state.ts";

/** Characters that a state may have in an issue of 65,536. */
const MOST_CHARACTERS = 24_000;
/** Bytes of the text, so that nobody's edit inflates without end. */
const MOST_BYTES = 4 * 1024 * 1024;

const item = z.tuple([z.string(), z.string(), z.string()]);
const memory = z.strictObject({
  pull: z.int().positive().exactOptional(),
  commit: z.string().exactOptional(),
});
const known = z.strictObject({
  fingerprint: z.string(),
  items: z.array(item),
  adopt: memory.exactOptional(),
});
const schema = z.strictObject({
  looked: z.iso.datetime(),
  closed: z.literal(true).exactOptional(),
  earlier: z.literal(true).exactOptional(),
  whole: z.string().exactOptional(),
  // Pairs, not a record: zod leaves out of a record what is called __proto__.
  organizations: z.array(z.tuple([z.string(), known])).transform((pairs) => Object.fromEntries(pairs)),
});

/**
 * A state as it stands at the end of an issue. Where there is no room for all of it, addresses go first, then first
 * sights, and at last everything but one fingerprint, which always has room.
 */
export function hiddenState(state: State): string {
  const lesser = [
    () => packed(state, (items) => items),
    () => packed(state, (items) => items.map(([key, , since]): Item => [key, "", since])),
    () => packed(state, () => []),
  ];
  for (const pack of lesser) {
    const text = pack();
    if (text.length <= MOST_CHARACTERS) return lineOf(text);
  }
  return lineOf(packed({ ...state, whole: wholeOf(state), organizations: {} }, () => []));
}

function lineOf(text: string): string {
  return `<!-- orgwright:state ${text} -->`;
}

function packed(state: State, less: (items: readonly Item[]) => readonly Item[]): string {
  const organizations = Object.entries(state.organizations).map(
    ([name, each]) => [name, { ...each, items: less(each.items) }] as const,
  );
  const text = Buffer.from(JSON.stringify({ ...state, organizations }));
  return deflateRawSync(text, { level: 9 }).toString("base64");
}

const HIDDEN = /\n?<!-- orgwright:state ([A-Za-z0-9+/=]*) -->\s*$/u;

/** The state at the end of an issue; one that cannot be read is as none. */
export function stateOf(body: string): State | undefined {
  try {
    const bytes = Buffer.from(HIDDEN.exec(body)?.[1] ?? "", "base64");
    return schema.parse(JSON.parse(inflateRawSync(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8")));
  } catch {
    return undefined;
  }
}

/** A body without the state at its end. */
export function withoutState(body: string): string {
  return body.replace(HIDDEN, "");
}
