import { createClock } from "./clock.ts";
import { createFaultQueue } from "./fault-queue.ts";
import { createRequestLog, type SandboxRequest } from "./request-log.ts";
import { plant } from "./seed.ts";
import { listen } from "./server.ts";
import { createSignalSmith, type SignalSmithOptions } from "./signalsmith/index.ts";
import type { SignalSmithSeed } from "./signalsmith/seed.ts";
import type { SignalSmithState } from "./signalsmith/state.ts";
import type { Pace, System } from "./system.ts";

/** What each system starts with; a system that is left out starts with its own small example. */
export interface SandboxSeed {
  readonly signalsmith?: SignalSmithSeed;
}

/** What each system holds: plain JSON, and itself a seed. */
export interface SandboxState {
  readonly signalsmith: SignalSmithState;
}

/** How a sandbox behaves; every setting has a default. */
export interface SandboxOptions extends SignalSmithOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  readonly seed?: SandboxSeed;
  /** Time before each reply. Default 0. */
  readonly latencyMs?: number;
  /** Default: as each system documents. 0 turns the limit off, and the burst limit too unless that is given. */
  readonly requestsPerMinute?: number;
  /** Default: as each system documents. 0 turns the limit off. */
  readonly burstPerSecond?: number;
  /** Faults to inject, such as `429@3,slow@6:2000,500@1=POST:/members/invite`; see `parseFaults`. */
  readonly faults?: string;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The base URL of each system's API. */
  readonly endpoints: { readonly signalsmith: string };
  /** Every request so far, in order of arrival. */
  requests(): readonly SandboxRequest[];
  /** A copy of everything held. */
  state(): SandboxState;
  /** Moves the clock ahead. */
  advance(ms: number): void;
  /** Drops open connections and leaves nothing running. */
  close(): Promise<void>;
}

/**
 * Starts the local servers that behave like the systems, on loopback; throws a SandboxSeedError or a FaultSpecError
 * before it listens when the seed or the faults cannot be read.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createClock(options.now ?? Date.now);
  const signalsmith = createSignalSmith(options, clock.now);
  const systems: readonly System[] = [signalsmith];
  plant(systems, options.seed);

  const log = createRequestLog();
  const faults = createFaultQueue(options.faults ?? "");
  const closing = new AbortController();
  const premises = { clock, faults, log, latencyMs: options.latencyMs ?? 0, closing: closing.signal };
  const paces = new Map(systems.map((system) => [system, paceOf(system, options)]));
  const server = await listen(options.port ?? 0, paces, premises);

  return {
    url: server.url,
    endpoints: { signalsmith: server.url + signalsmith.prefix },
    requests: log.entries,
    state: () => ({ signalsmith: signalsmith.state() }),
    advance: clock.advance,
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}

function paceOf({ pace }: System, { requestsPerMinute, burstPerSecond }: SandboxOptions): Pace {
  return {
    perMinute: requestsPerMinute ?? pace.perMinute,
    perSecond: burstPerSecond ?? (requestsPerMinute === 0 ? 0 : pace.perSecond),
  };
}
