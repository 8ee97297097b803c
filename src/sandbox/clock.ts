/** The sandbox's time in milliseconds: the given clock, moved ahead by every `advance`. */
export interface Clock {
  now(): number;
  advance(ms: number): void;
}

/** A clock that runs with `source` and can be pushed ahead of it, never back. */
export function createClock(source: () => number): Clock {
  let ahead = 0;
  return {
    now: () => source() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}
