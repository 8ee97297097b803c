import type { Window } from "../model/pace.ts";
import { LONGEST_WAY_MS } from "./pace-transit.ts";

/** When a request counts. Until its answer tells more it may still be on its way. */
export interface Stamp {
  readonly at: number;
}

/** Sliding windows: in any stretch of a window's length there are at most so many requests. */
export interface Sliding {
  /** The first moment from `now` on at which so many more requests fit (default 1), or as many as ever do. */
  freeAt(now: number, count?: number): number;
  /** Counts a request that starts now, at the latest moment at which it can count. */
  take(now: number): Stamp;
  /** Counts it at this moment instead. */
  move(stamp: Stamp, at: number): void;
}

/** Clocks and timers count in whole milliseconds, and not all alike. */
export const MARGIN_MS = 5;

/** Keeps to all windows at once. Every window of a system holds whichever way the system counts: sliding, fixed or by tokens. */
export function slidingWindows(windows: readonly Window[]): Sliding {
  const longest = Math.max(0, ...windows.map(({ ms }) => ms)) + MARGIN_MS;
  /** By time. */
  const stamps: Stamp[] = [];

  function add(stamp: Stamp): Stamp {
    if (windows.length === 0) return stamp;
    const behind = stamps.findLastIndex(({ at }) => at <= stamp.at) + 1;
    stamps.splice(behind, 0, stamp);
    return stamp;
  }

  return {
    freeAt: (now, more = 1) =>
      windows.reduce((free, { count, ms }) => {
        const oldest = stamps.at(Math.min(more, count) - 1 - count);
        return oldest === undefined ? free : Math.max(free, oldest.at + ms + MARGIN_MS);
      }, now),
    take: (now) => {
      const kept = stamps.findIndex(({ at }) => at + longest > now);
      stamps.splice(0, kept === -1 ? stamps.length : kept);
      return add({ at: now + LONGEST_WAY_MS });
    },
    move: (stamp, at) => {
      const index = stamps.indexOf(stamp);
      if (index === -1) return;
      stamps.splice(index, 1);
      add({ at });
    },
  };
}
