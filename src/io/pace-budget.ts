/** How many requests a run may still send, over all its connections. */
export interface Budget {
  readonly most: number;
  isSpent(): boolean;
  take(): void;
  /** Told when the last one is taken. */
  onSpent(listener: () => void): void;
  /** Tells whoever gave the budget, once, that a request was not sent for want of it. */
  refuse(): void;
}

/** A budget of so many requests; `onRefused` is told once, when the first is not sent. */
export function createBudget(most: number, onRefused: () => void = () => {}): Budget {
  const listeners: (() => void)[] = [];
  let taken = 0;
  let isTold = false;
  return {
    most,
    isSpent: () => taken >= most,
    take: () => {
      taken += 1;
      if (taken === most) for (const listener of listeners) listener();
    },
    onSpent: (listener) => {
      listeners.push(listener);
    },
    refuse: () => {
      if (isTold) return;
      isTold = true;
      onRefused();
    },
  };
}
