/** Something that goes wrong on the wire for the requests that it fits. */
export interface FakeFault {
  /** Default: every method. */
  readonly method?: string;
  /** Held against the path below the root of the API, without the query; GraphQL's is `/graphql`. */
  readonly path: RegExp;
  /** How many requests it hits. Default 1. */
  readonly times?: number;
  /** How many requests that fit go through before. Default 0. */
  readonly after?: number;
  /** Answered instead of what the fake would say; without it only the other effects happen. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. Default: a message for the status. */
  readonly body?: unknown;
  /** Whether the fake does what it was asked before the fault shows. Default `undone`. */
  readonly work?: "done" | "undone";
  readonly delayMs?: number;
  /** Whether the connection is cut instead of an answer. */
  readonly hangUp?: boolean;
}

/** The faults still to come. */
export interface FakeFaults {
  add(fault: FakeFault): void;
  /** Ends all faults. */
  clear(): void;
}

/** Faults, and which of them a request meets. */
export interface FaultBox extends FakeFaults {
  /** The first fault that fits and has hits left; counts the request under every fault that fits. */
  take(method: string, path: string): FakeFault | undefined;
}

/** No faults yet. */
export function createFaults(): FaultBox {
  let faults: { readonly fault: FakeFault; seen: number }[] = [];
  return {
    add: (fault) => {
      faults.push({ fault, seen: 0 });
    },
    clear: () => {
      faults = [];
    },
    take: (method, path) => {
      const fitting = faults.filter(({ fault }) => fits(fault, method, path));
      for (const entry of fitting) {
        entry.seen += 1;
      }
      return fitting.find(hits)?.fault;
    },
  };
}

function hits({ fault: { after = 0, times = 1 }, seen }: { fault: FakeFault; seen: number }): boolean {
  return seen > after && seen <= after + times;
}

function fits({ method, path }: FakeFault, asked: string, at: string): boolean {
  // A global pattern remembers where it last matched; here each request begins anew.
  return (method === undefined || method === asked) && at.search(path) >= 0;
}
