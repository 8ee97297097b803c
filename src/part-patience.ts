/** How long a part waits for others of the same run that have not come yet. */

/** How long a part goes on waiting for those that have not come yet. */
export interface Patience {
  isOver(): boolean;
  /** Resolves when it is over; begins with the first wait. */
  end(): Promise<void>;
}

/** Patience for so many milliseconds from the first wait on; 0 is none. */
export function patienceOf(ms: number): Patience {
  let isOver = ms === 0;
  let ending: Promise<void> | undefined;
  const begin = () =>
    new Promise<void>((resolve) => {
      setTimeout(() => {
        isOver = true;
        resolve();
      }, ms);
    });
  return {
    isOver: () => isOver,
    end: () => {
      ending ??= begin();
      return ending;
    },
  };
}
