/** What comparing finds, before guards, order and ids. */
import type { Change, Diagnostic, ForPerson, Listed, Ownership, Waiting } from "../model/contract.ts";
import type { OneTimeSecret } from "../model/kinds.ts";
import type { Live } from "../model/live.ts";

/** A change in the making: what it does, not yet what follows, what it depends on, or whether it may. */
export interface Draft
  extends Pick<
    Change,
    | "address"
    | "kind"
    | "action"
    | "reason"
    | "nativeId"
    | "before"
    | "after"
    | "fields"
    | "mails"
    | "secret"
    | "origins"
    | "note"
  > {
  readonly ownership: Ownership;
  readonly live?: Live;
}

/** What waits; with the draft that it becomes, where that is known already. */
export type Held = Waiting & { readonly draft?: Draft };

/** The findings of one comparison. */
export interface Findings {
  readonly changes: readonly Draft[];
  readonly waiting: readonly Held[];
  readonly forPerson: readonly ForPerson[];
  readonly unmanaged: readonly Listed[];
  readonly observed: readonly Listed[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unchanged: number;
}

/** A draft's mark for what the system tells once, where it does. */
export function markOf(secret: OneTimeSecret | undefined): Pick<Draft, "secret"> {
  return secret === undefined ? {} : { secret };
}

/** Findings with only the given parts. */
export function found(parts: Partial<Findings>): Findings {
  return {
    changes: [],
    waiting: [],
    forPerson: [],
    unmanaged: [],
    observed: [],
    diagnostics: [],
    unchanged: 0,
    ...parts,
  };
}

/** All findings in one, in order. */
export function combine(all: readonly Findings[]): Findings {
  return {
    changes: all.flatMap(({ changes }) => changes),
    waiting: all.flatMap(({ waiting }) => waiting),
    forPerson: all.flatMap(({ forPerson }) => forPerson),
    unmanaged: all.flatMap(({ unmanaged }) => unmanaged),
    observed: all.flatMap(({ observed }) => observed),
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
    unchanged: all.reduce((sum, { unchanged }) => sum + unchanged, 0),
  };
}
