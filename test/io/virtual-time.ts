import { setImmediate as breathe } from "node:timers/promises";
import type { Time } from "../../src/io/pace-clock.ts";

/** Time that passes only when everybody sleeps, and then at once. */
export interface VirtualTime extends Time {
  /** How much has truly passed, whatever `now` shows. */
  passed(): number;
  /** Sets what `now` shows ahead, or back. */
  jump(ms: number): void;
  /** Lets time pass until the work is done; throws when nobody sleeps any more and it is not. */
  until<T>(work: Promise<T>): Promise<T>;
  /** How long each sleep was to be, in their order. */
  readonly slept: readonly number[];
}

/** Virtual time that begins at an instant. It stands still while the true world is busy. */
export function virtualTime(start = 1_700_000_000_000, isBusy: () => boolean = () => false): VirtualTime {
  let passed = 0;
  let shift = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const slept: number[] = [];

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    slept.push(ms);
    return new Promise((resolve) => {
      const sleeper = { at: passed + ms, wake: resolve };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        sleepers.delete(sleeper);
        resolve();
      });
    });
  }

  function pass(): boolean {
    const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
    if (next === undefined) return false;
    sleepers.delete(next);
    passed = Math.max(passed, next.at);
    next.wake();
    return true;
  }

  return {
    slept,
    now: () => start + passed + shift,
    passed: () => passed,
    jump: (ms) => {
      shift += ms;
    },
    sleep,
    until: async (work) => {
      let isDone = false;
      const finish = () => {
        isDone = true;
      };
      work.then(finish, finish);
      for (;;) {
        await breathe();
        if (isDone) return await work;
        if (isBusy()) continue;
        if (!pass()) throw new Error("nobody sleeps, and the work is not done");
      }
    },
  };
}

/** Time in which every sleep is over at once, for work that waits for more than time. */
export function instantTime(): InstantTime {
  let now = 1_700_000_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms) => {
      await Promise.resolve();
      slept.push(ms);
      now += ms;
    },
  };
}

interface InstantTime extends Time {
  readonly slept: readonly number[];
}
