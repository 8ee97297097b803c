import type { CnapState, IdPrefix } from "./state.ts";

/** The next id of its kind, never used before. */
export function issueId(state: CnapState, prefix: IdPrefix): string {
  state.issued[prefix] += 1;
  return `${prefix}_${state.issued[prefix]}`;
}

/** The next etag; no two things ever have the same, so that a mixed-up one is noticed. */
export function issueEtag(state: CnapState): string {
  state.issued.etag += 1;
  return String(state.issued.etag);
}

/** Counts an id or an etag somebody chose as given out, so that it is never made again. */
export function reserve(state: CnapState, chosen: string): void {
  const [, prefix = "etag", number] = /^(?:(user|org|orgi|ws|op)_)?(\d{1,15})$/.exec(chosen) ?? [];
  if (number !== undefined && isCounted(state, prefix)) {
    state.issued[prefix] = Math.max(state.issued[prefix], Number(number));
  }
}

function isCounted(state: CnapState, prefix: string): prefix is keyof CnapState["issued"] {
  return Object.hasOwn(state.issued, prefix);
}
