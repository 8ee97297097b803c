import { type Fault, parseFaults } from "./faults.ts";

/** The faults still to come; every request passes by. */
export interface FaultQueue {
  /** Counts this request under every fault it matches, and gives the first one that hits it. */
  take(method: string, path: string): Fault | undefined;
  /** Starts over with another spec; an empty one ends all faults. */
  replace(spec: string): void;
}

/** A queue that begins with `spec`; throws a FaultSpecError when it cannot be read. */
export function createFaultQueue(spec: string): FaultQueue {
  let queue = start(spec);
  return {
    take: (method, path) => {
      const matching = queue.filter(({ fault }) => matches(fault, method, path));
      for (const entry of matching) {
        entry.seen += 1;
      }
      return matching.find(({ fault, seen }) => fault.hits(seen))?.fault;
    },
    replace: (next) => {
      queue = start(next);
    },
  };
}

function start(spec: string): { readonly fault: Fault; seen: number }[] {
  return parseFaults(spec).map((fault) => ({ fault, seen: 0 }));
}

function matches(fault: Fault, method: string, path: string): boolean {
  return (fault.method === "*" || fault.method === method) && path.includes(fault.path);
}
