/** The price of a plan: reads are counted while it is made, writes are what its connectors say of each change. */
import type { Connected } from "./connections.ts";
import type { ReadClient } from "./model/connector.ts";
import type { Plan } from "./model/contract.ts";
import { InternalError } from "./model/errors.ts";
import { limitsAt, type Window, windowsOf } from "./model/pace.ts";
import { priced } from "./plan/price.ts";

type OpenRead = (connection: string) => ReadClient;

/** Read clients that count, and what they have counted. */
export interface CountedReads {
  readonly readClient: OpenRead;
  /** By connection. What had to be asked again counts once, so that equal input has equal counts. */
  readonly counts: () => ReadonlyMap<string, number>;
}

/** Counts the answers that were read, whatever number of attempts they took. */
export function countedReads(readClient: OpenRead): CountedReads {
  const counts = new Map<string, number>();
  return {
    readClient: (name) => {
      const client = readClient(name);
      return Object.freeze<ReadClient>({
        get: async (path, options) => {
          const reply = await client.get(path, options);
          counts.set(name, (counts.get(name) ?? 0) + 1);
          return reply;
        },
      });
    },
    counts: () => new Map(counts),
  };
}

/** What a price is made from, beside the plan. */
export interface PriceList {
  readonly connections: ReadonlyMap<string, Pick<Connected, "connector" | "settings">>;
  /** Taken right after the plan was made, before anything further is read. */
  readonly reads: ReadonlyMap<string, number>;
  /** The run's own rate, where it has one. */
  readonly maxRate?: Window;
}

/** The plan with its price; as it is where nothing would be written. */
export function withPrice(plan: Plan, { connections, reads, maxRate }: PriceList): Plan {
  const of = (name: string) => {
    const connected = connections.get(name);
    if (connected === undefined) throw new InternalError(`There is no connection ${name}.`);
    return connected;
  };
  return priced(plan, {
    reads,
    requests: (name, change) => {
      const { connector, settings } = of(name);
      return connector.requests(change, settings);
    },
    windows: (name) => {
      const { connector, settings } = of(name);
      return windowsOf(limitsAt(settings.endpoint, connector.limits(settings)), settings.pace, maxRate);
    },
  });
}
