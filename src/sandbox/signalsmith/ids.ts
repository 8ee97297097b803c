import type { IdPrefix, SignalSmithState } from "./state.ts";

/** The next id of its kind, never used before. */
export function issueId(state: SignalSmithState, prefix: IdPrefix): string {
  state.issued[prefix] += 1;
  return `${prefix}_${state.issued[prefix]}`;
}

/** Counts an id somebody chose as given out, so that `issueId` never makes it again. */
export function reserveId(state: SignalSmithState, id: string): void {
  const [, prefix, number] = /^(acc|org|ws|mem|inv|role)_(\d+)$/.exec(id) ?? [];
  if (isIdPrefix(state, prefix)) {
    state.issued[prefix] = Math.max(state.issued[prefix], Number(number));
  }
}

/** A name as a URL-friendly identifier: `Acme Corp` gives `acme-corp`. */
export function slugify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function isIdPrefix(state: SignalSmithState, prefix: string | undefined): prefix is IdPrefix {
  return prefix !== undefined && Object.hasOwn(state.issued, prefix);
}
