/** Requests that belong together: all that one change sends, with what is looked at for it. */
import { AsyncLocalStorage } from "node:async_hooks";

/** A change under way, as its requests see it. */
export interface OneChange {
  /** Whether one of its writes is under way or may have done something: then it is to come to its end. */
  isBegun(): boolean;
  /** Whether all of its work is over. */
  isOver(): boolean;
  /** Told when it is. */
  onOver(listener: () => void): void;
  /** A write is handed to the network; to be called with whether it may have done something. */
  writes(): (mayBeDone: boolean) => void;
  /** A read is sent. */
  reads(): void;
  /** It waited too long, so it is begun again: what it read so far it reads once more. */
  waitedTooLong(): void;
  /** How many reads are likely to come at once, where none of a new beginning was sent yet; else 0. */
  readsAhead(): number;
}

const changes = new AsyncLocalStorage<OneChange>();

/**
 * Does all requests of one change. Once a write of it was handed to the network, and was not answered as one that did
 * nothing, neither the run's end nor its budget keeps the rest of the change from being sent. A first write that waited
 * for its turn too long is refused as late; begun again within the same work, the change goes before all others.
 * Gives and throws what the work does. Within another change it is a change of its own.
 */
export async function asOneChange<T>(work: () => Promise<T>): Promise<T> {
  const { change, end } = createChange();
  try {
    return await changes.run(change, work);
  } finally {
    end();
  }
}

/** The change that is under way here; undefined outside of any. */
export function currentChange(): OneChange | undefined {
  return changes.getStore();
}

/** Whether something is begun that is to come to its end. */
export function isBegun(change: OneChange | undefined): boolean {
  return change?.isBegun() === true;
}

function createChange(): { readonly change: OneChange; readonly end: () => void } {
  const listeners: (() => void)[] = [];
  let isOver = false;
  let doing = 0;
  let reads = 0;
  let mostReads = 0;
  const change: OneChange = {
    isBegun: () => doing > 0,
    isOver: () => isOver,
    onOver: (listener) => {
      listeners.push(listener);
    },
    writes: () => {
      doing += 1;
      return (mayBeDone) => {
        if (!mayBeDone) doing -= 1;
      };
    },
    reads: () => {
      reads += 1;
    },
    waitedTooLong: () => {
      mostReads = Math.max(mostReads, reads);
      reads = 0;
    },
    readsAhead: () => (reads === 0 ? mostReads : 0),
  };
  const end = () => {
    isOver = true;
    for (const listener of listeners) listener();
  };
  return { change, end };
}
