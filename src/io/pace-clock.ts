/** Time that only goes forwards, whatever the machine's clock does. */
import { performance } from "node:perf_hooks";
import { setTimeout as sleepFor } from "node:timers/promises";

/** Time as the clients are given it; milliseconds. */
export interface Time {
  now(): number;
  /** Ends at the latest when the signal is aborted, where it knows of signals. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The same, steady: a clock that is set back stands still instead, and a sleep is never shorter than it was to be. */
export interface Clock {
  now(): number;
  /** Resolves after so many milliseconds, and at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's time since the program began, counted on from what its clock showed then. */
export const machineTime: Time = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  sleep: async (ms, signal) => {
    // Ends when it is aborted, as it does when it is over.
    await sleepFor(Math.ceil(ms), undefined, signal && { signal }).catch(() => undefined);
  },
};

/** A steady clock over one that may jump. What was slept counts as passed, though the clock may not show it. */
export function steady(time: Time): Clock {
  let ahead = 0;
  let latest = Number.NEGATIVE_INFINITY;

  function now(): number {
    const shown = time.now() + ahead;
    if (shown < latest) ahead += latest - shown;
    latest = Math.max(latest, shown);
    return latest;
  }

  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const start = now();
    if (ms <= 0 || isAborted(signal)) return;
    await orAborted(time.sleep(ms, signal), signal);
    if (isAborted(signal)) return;
    const rest = start + ms - now();
    // A timer that rings a little early sleeps on; a clock that has not gone along is put right.
    if (rest > 0 && rest < ms / 2) await sleep(rest, signal);
    else if (rest > 0) ahead += rest;
  }

  return { now, sleep };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function orAborted(sleep: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await sleep;
  let wake = () => {};
  const aborted = new Promise<void>((resolve) => {
    wake = resolve;
    signal.addEventListener("abort", wake, { once: true });
  });
  await Promise.race([sleep, aborted]);
  signal.removeEventListener("abort", wake);
}
