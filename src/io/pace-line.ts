/** Whether a request only reads. Limits may count the two apart. */
export type RequestKind = "read" | "write";

/** One that waits for its turn. */
export interface Waiting {
  readonly kind: RequestKind;
  /** Higher ones go first. */
  readonly priority: number;
  readonly begin: () => void;
  readonly refuse: (reason: Error) => void;
}

/** Those that wait: by priority, then in the order in which they came. Each kind can be passed by the other, never by its own. */
export interface Line {
  add(waiting: Waiting): void;
  /** The first of these kinds, without taking it out. */
  first(kinds: readonly RequestKind[]): Waiting | undefined;
  /** Takes the first of a kind out. */
  shift(kind: RequestKind): void;
  /** Takes all of a kind out. */
  clear(kind: RequestKind): readonly Waiting[];
}

interface Numbered extends Waiting {
  readonly number: number;
}

/** An empty line. */
export function createLine(): Line {
  const lines: Record<RequestKind, Numbered[]> = { read: [], write: [] };
  let arrived = 0;
  const heads = (kinds: readonly RequestKind[]) => kinds.flatMap((kind) => lines[kind][0] ?? []);
  return {
    add: (waiting) => {
      const line = lines[waiting.kind];
      const behind = line.findLastIndex(({ priority }) => priority >= waiting.priority) + 1;
      line.splice(behind, 0, { ...waiting, number: arrived });
      arrived += 1;
    },
    first: (kinds) => heads(kinds).sort(inOrder)[0],
    shift: (kind) => {
      lines[kind].shift();
    },
    clear: (kind) => lines[kind].splice(0),
  };
}

function inOrder(a: Numbered, b: Numbered): number {
  return b.priority - a.priority || a.number - b.number;
}
