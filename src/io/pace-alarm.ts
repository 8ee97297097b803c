import type { Clock } from "./pace-clock.ts";

/** Rings once. */
export interface Alarm {
  /** At this moment, in place of the one set before; never for an infinite one. */
  set(at: number): void;
}

/** An alarm that is not set. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let set: { readonly at: number; readonly off: AbortController } | undefined;
  return {
    set: (at) => {
      if (set?.at === at) return;
      set?.off.abort();
      set = undefined;
      if (!Number.isFinite(at)) return;
      const mine = { at, off: new AbortController() };
      set = mine;
      void clock.sleep(at - clock.now(), mine.off.signal).then(() => {
        if (set !== mine) return;
        set = undefined;
        ring();
      });
    },
  };
}
