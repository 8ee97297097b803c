import { type ApimetricsOptions, createApimetrics } from "./apimetrics/index.ts";
import type { ApimetricsSeed } from "./apimetrics/seed.ts";
import type { ApimetricsState } from "./apimetrics/state.ts";
import { type CantilaOptions, createCantila } from "./cantila/index.ts";
import type { CantilaSeed } from "./cantila/seed.ts";
import type { CantilaState } from "./cantila/state.ts";
import { createClock } from "./clock.ts";
import { type CnapOptions, createCnap } from "./cnap/index.ts";
import type { CnapSeed } from "./cnap/seed.ts";
import type { CnapState } from "./cnap/state.ts";
import { createFaultQueue } from "./fault-queue.ts";
import type { Paces } from "./intake.ts";
import { createLumoAuth, type LumoAuthOptions } from "./lumoauth/index.ts";
import type { LumoAuthSeed } from "./lumoauth/seed.ts";
import type { LumoAuthState } from "./lumoauth/state.ts";
import { createRequestLog, type SandboxRequest } from "./request-log.ts";
import { plant } from "./seed.ts";
import { listen } from "./server.ts";
import { createSignalSmith, type SignalSmithOptions } from "./signalsmith/index.ts";
import type { SignalSmithSeed } from "./signalsmith/seed.ts";
import type { SignalSmithState } from "./signalsmith/state.ts";
import type { Credential, Pace, System } from "./system.ts";

/** What each system starts with; a system that is left out starts with its own small example. */
export interface SandboxSeed {
  readonly signalsmith?: SignalSmithSeed;
  readonly cnap?: CnapSeed;
  readonly lumoauth?: LumoAuthSeed;
  readonly cantila?: CantilaSeed;
  readonly apimetrics?: ApimetricsSeed;
}

/** What each system holds: plain JSON, and itself a seed. */
export interface SandboxState {
  readonly signalsmith: SignalSmithState;
  readonly cnap: CnapState;
  readonly lumoauth: LumoAuthState;
  readonly cantila: CantilaState;
  readonly apimetrics: ApimetricsState;
}

/** Which version of itself each system is, where its documents disagree or are silent. */
interface SystemOptions {
  readonly signalsmith?: SignalSmithOptions;
  readonly cnap?: CnapOptions;
  readonly lumoauth?: LumoAuthOptions;
  readonly cantila?: CantilaOptions;
  readonly apimetrics?: ApimetricsOptions;
}

/** How a sandbox behaves; every setting has a default. */
export interface SandboxOptions extends SystemOptions {
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

/** The name of a system that the sandbox serves. */
export type SystemName = keyof SandboxState;

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The base URL of each system's API, as a connection's `endpoint` has it. */
  readonly endpoints: Readonly<Record<SystemName, string>>;
  /** What each system takes as a credential, and whose it is. */
  credentials(): Readonly<Record<SystemName, readonly Credential[]>>;
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
  const systems = createSystems(options, clock.now);
  const all: readonly System[] = Object.values(systems);
  plant(all, options.seed);

  const log = createRequestLog();
  const faults = createFaultQueue(options.faults ?? "");
  const closing = new AbortController();
  const premises = { clock, faults, log, latencyMs: options.latencyMs ?? 0, closing: closing.signal };
  const paces = new Map(all.map((system) => [system, pacesOf(system, options)]));
  const server = await listen(options.port ?? 0, paces, premises);

  return {
    url: server.url,
    endpoints: each(systems, ({ prefix }) => server.url + prefix),
    credentials: () => each(systems, (system) => system.credentials()),
    requests: log.entries,
    state: () => ({
      signalsmith: systems.signalsmith.state(),
      cnap: systems.cnap.state(),
      lumoauth: systems.lumoauth.state(),
      cantila: systems.cantila.state(),
      apimetrics: systems.apimetrics.state(),
    }),
    advance: clock.advance,
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}

function createSystems(options: SystemOptions, now: () => number) {
  return {
    signalsmith: createSignalSmith(options.signalsmith ?? {}, now),
    cnap: createCnap(options.cnap ?? {}, now),
    lumoauth: createLumoAuth(options.lumoauth ?? {}, now),
    cantila: createCantila(options.cantila ?? {}, now),
    apimetrics: createApimetrics(options.apimetrics ?? {}, now),
  };
}

function each<T>(
  { signalsmith, cnap, lumoauth, cantila, apimetrics }: Readonly<Record<SystemName, System>>,
  value: (system: System) => T,
): Readonly<Record<SystemName, T>> {
  return {
    signalsmith: value(signalsmith),
    cnap: value(cnap),
    lumoauth: value(lumoauth),
    cantila: value(cantila),
    apimetrics: value(apimetrics),
  };
}

function pacesOf({ pace, writePace }: System, options: SandboxOptions): Paces {
  return {
    pace: paceOf(pace, options),
    ...(writePace === undefined ? {} : { writePace: paceOf(writePace, options) }),
  };
}

function paceOf(pace: Pace, { requestsPerMinute, burstPerSecond }: SandboxOptions): Pace {
  return {
    perMinute: requestsPerMinute ?? pace.perMinute,
    perSecond: burstPerSecond ?? (requestsPerMinute === 0 ? 0 : pace.perSecond),
  };
}
