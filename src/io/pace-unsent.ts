import type { Budget } from "./pace-budget.ts";

/** Why a request was not sent. */
export class Unsent extends Error {
  override readonly name = "Unsent";
  readonly reason: "stopped" | "budget" | "resting" | "late";

  constructor(reason: Unsent["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * A first write that is asked for is decided on what was read right before. Longer than this, which is longer than any
 * connector holds what it has read, somebody may well have changed it: then it is to be read anew.
 */
export const LONGEST_WRITE_WAIT_MS = 10_000;

/** A rest longer than this is told, not waited for. */
export const PATIENCE_MS = 300_000;

/** What ends a run before its work is done. */
export interface RunEnd {
  /** Once aborted, nothing more is sent. */
  readonly stop?: AbortSignal;
  readonly budget?: Budget;
}

/** Why nothing at all is sent any more; undefined while something may be. */
export function endOf({ stop, budget }: RunEnd): Unsent | undefined {
  if (budget?.isSpent() === true) {
    return new Unsent("budget", `the run has sent all that it may (${budget.most})`);
  }
  return stop?.aborted === true ? new Unsent("stopped", "the run is to end") : undefined;
}

/** A signal that is aborted once nothing at all is sent any more. */
export function endingOf({ stop, budget }: RunEnd): AbortSignal {
  const ending = new AbortController();
  const end = () => ending.abort();
  if (stop?.aborted === true || budget?.isSpent() === true) end();
  stop?.addEventListener("abort", end, { once: true });
  budget?.onSpent(end);
  return ending.signal;
}

/** Why a request does not wait for the system's rest; undefined where it does. */
export function restOf(ms: number): Unsent | undefined {
  if (ms <= PATIENCE_MS) return undefined;
  const minutes = Math.ceil(ms / 60_000);
  return new Unsent("resting", `the system asks to wait ${minutes} min`);
}

/** Why a write is not sent any more that has waited for its turn until then. */
export function lateOf(ms: number): Unsent {
  const seconds = Math.ceil(ms / 1000);
  return new Unsent(
    "late",
    `its turn came after ${seconds} s, and what was read before it may be old by then`,
  );
}
