import type { CantilaState, IdPrefix } from "./state.ts";

/** The next id of its kind, never used before. */
export function issueId(state: CantilaState, prefix: IdPrefix): string {
  state.issued[prefix] += 1;
  return `${prefix}_${state.issued[prefix]}`;
}

/** Counts an id somebody chose as given out, so that `issueId` never makes it again. */
export function reserveId(state: CantilaState, id: string): void {
  const [, prefix, number] = /^([a-z]+)_(\d+)$/.exec(id) ?? [];
  if (isIdPrefix(state, prefix)) {
    state.issued[prefix] = Math.max(state.issued[prefix], Number(number));
  }
}

/** An account's id, which follows from its handle. */
export function accountId(handle: string): string {
  return `acc_${handle}`;
}

/** The handle that an account's id or a handle in any letter case means. */
export function handleOf(reference: string): string {
  return reference.startsWith("acc_") ? reference.slice("acc_".length) : reference.toLowerCase();
}

/** The secret of a key, as long as the real ones, from its id. */
export function rawKeyOf(id: string): string {
  return `ctk_live_${Number(id.slice("key_".length)).toString(16).padStart(48, "0")}`;
}

function isIdPrefix(state: CantilaState, prefix: string | undefined): prefix is IdPrefix {
  return prefix !== undefined && Object.hasOwn(state.issued, prefix);
}
