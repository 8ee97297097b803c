/**
 * The pace of one connection: who may send when. A few requests at once (p-queue), never more in any stretch of time than
 * the limits allow, and none while the system asks for rest. Its reads and writes share one pace.
 */
import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import type { Windows } from "../model/pace.ts";
import { createAlarm } from "./pace-alarm.ts";
import { type Clock, steady, type Time } from "./pace-clock.ts";
import { type Headers, leftOf } from "./pace-headers.ts";
import { createLine, type RequestKind } from "./pace-line.ts";
import { createScopes } from "./pace-scopes.ts";
import { createTransit } from "./pace-transit.ts";
import { endingOf, endOf, type RunEnd, restOf, type Unsent } from "./pace-unsent.ts";

/** What a pace is made from. */
export interface PaceOptions extends RunEnd {
  /** Requests at the same time. Default 8. */
  readonly concurrency?: number;
  /** Default: none. */
  readonly windows?: Windows;
  readonly time: Time;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
}

/** One request's turn. */
export interface Turn {
  readonly kind: RequestKind;
  /** Higher ones go first. */
  readonly priority: number;
}

/** Lets requests through when their turn comes. */
export interface Pace {
  readonly clock: Clock;
  /** What the machine's clock shows, right or wrong. */
  readonly shown: () => number;
  readonly random: () => number;
  /** Aborted once nothing more is sent. */
  readonly ended: AbortSignal;
  /** Sends when its turn comes. Rejects with Unsent where it never comes, and else with what `send` rejects with. */
  run<T>(send: () => Promise<T>, turn: Turn): Promise<T>;
  /** Nothing more starts for so many milliseconds, of what shares a limit with this kind. */
  rest(ms: number, kind: RequestKind): void;
  /** What an answer told; to be called while its turn lasts. */
  heard(headers: Headers, kind: RequestKind): void;
}

const CONCURRENCY = 8;
/** After a reset, so that not all who wait for the same moment come at once. */
const SPREAD_MS = 250;
const KINDS = ["read", "write"] as const;
const NO_WINDOWS: Windows = { all: [], reads: [], writes: [], leave: 0 };

/** The pace of a connection that nobody has spoken to yet. */
export function createPace(options: PaceOptions): Pace {
  const { concurrency = CONCURRENCY, windows = NO_WINDOWS, time, random, budget } = options;
  const clock = steady(time);
  const slots = new PQueue({ concurrency });
  const line = createLine();
  const scopes = createScopes(windows);
  const transit = createTransit();
  const alarm = createAlarm(clock, () => go());
  const ended = endingOf(options);
  setMaxListeners(0, ended);
  ended.addEventListener("abort", () => go());
  slots.on("next", () => go());

  /** Starts all who may; sets the alarm for the next who will. */
  function go(): void {
    const now = clock.now();
    refuseVain(now);
    while (slots.pending < concurrency) {
      const first = line.first(KINDS.filter((kind) => scopes.freeAt(kind, now) <= now));
      if (first === undefined) break;
      line.shift(first.kind);
      first.begin();
    }
    const waiting = KINDS.filter((kind) => line.first([kind]) !== undefined);
    const isFull = slots.pending >= concurrency;
    alarm.set(Math.min(...(isFull ? [] : waiting.map((kind) => scopes.freeAt(kind, now)))));
  }

  /** Sends those away who would wait in vain. */
  function refuseVain(now: number): void {
    const end = endOf(options);
    if (end?.reason === "budget" && line.first(KINDS) !== undefined) budget?.refuse();
    for (const kind of KINDS) {
      const reason = end ?? restOf(scopes.restsUntil(kind, now) - now);
      if (reason !== undefined) refuse(kind, reason);
    }
  }

  function refuse(kind: RequestKind, reason: Unsent): void {
    for (const waiting of line.clear(kind)) waiting.refuse(reason);
  }

  async function send<T>(work: () => Promise<T>, kind: RequestKind): Promise<T> {
    const start = clock.now();
    const end = scopes.take(kind, start);
    budget?.take();
    try {
      return await work();
    } finally {
      end(transit.counted(start, clock.now()));
    }
  }

  return {
    clock,
    shown: time.now,
    random,
    ended,
    run: (work, { kind, priority }) =>
      new Promise((resolve, reject) => {
        const begin = () => {
          slots.add(() => send(work, kind)).then(resolve, reject);
        };
        line.add({ kind, priority, begin, refuse: reject });
        go();
      }),
    rest: (ms, kind) => scopes.rest(kind, clock.now() + ms),
    heard: (headers, kind) => {
      const left = leftOf(headers, time.now());
      const spread = left && { ...left, resetMs: left.resetMs + random() * SPREAD_MS };
      scopes.learn(kind, spread, clock.now());
    },
  };
}
