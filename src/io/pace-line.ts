import type { OneChange } from "./http-change.ts";

/** Whether a request only reads. Limits may count the two apart. */
export type RequestKind = "read" | "write";

/** One that waits for its turn. */
export interface Waiting {
  readonly kind: RequestKind;
  /** Higher ones go first. */
  readonly priority: number;
  /** What it belongs to. */
  readonly change?: OneChange;
  /** Since when a write waits that must not wait too long. */
  readonly askedAt?: number;
  readonly begin: () => void;
  readonly refuse: (reason: Error) => void;
}

/** Which of those that wait. */
export type Which = (waiting: Waiting) => boolean;

/** Those that wait: by priority, then in the order in which they came. */
export interface Line {
  add(waiting: Waiting): void;
  /** The first of these, without taking it out. */
  first(which: Which): Waiting | undefined;
  remove(waiting: Waiting): void;
  /** Takes all of these out. */
  clear(which: Which): readonly Waiting[];
}

/** An empty line. */
export function createLine(): Line {
  let line: Waiting[] = [];
  return {
    add: (waiting) => {
      const behind = line.findLastIndex(({ priority }) => priority >= waiting.priority) + 1;
      line.splice(behind, 0, waiting);
    },
    first: (which) => line.find(which),
    remove: (waiting) => {
      const at = line.indexOf(waiting);
      if (at !== -1) line.splice(at, 1);
    },
    clear: (which) => {
      const cleared = new Set(line.filter(which));
      line = line.filter((waiting) => !cleared.has(waiting));
      return [...cleared];
    },
  };
}
