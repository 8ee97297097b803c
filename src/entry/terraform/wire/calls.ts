/** The calls that are being answered: what the end of the process waits for. */

/** Keeps count of what runs. */
export interface Calls {
  /** Runs it, and counts it until it is settled. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs, and at the latest after so many milliseconds. */
  settled(atMostMs: number): Promise<void>;
}

/** A count at zero. */
export function countCalls(): Calls {
  const running = new Set<Promise<unknown>>();
  return {
    run: async (work) => {
      const call = work();
      running.add(call);
      try {
        return await call;
      } finally {
        running.delete(call);
      }
    },
    settled: async (atMostMs) => await atMost(atMostMs, Promise.allSettled(running)),
  };
}

/** Resolves with the work or after so many milliseconds, whichever is first. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((done) => {
    timer = setTimeout(done, milliseconds);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
