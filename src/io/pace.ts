/**
 * The pace of one connection: who may send when. A few requests at once (p-queue), never more in any stretch of time than
 * the limits allow, and none while the system asks for rest. Its reads and writes share one pace.
 */
import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import type { Windows } from "../model/pace.ts";
import { isBegun, type OneChange } from "./http-change.ts";
import { createAlarm } from "./pace-alarm.ts";
import { type Clock, steady, type Time } from "./pace-clock.ts";
import { type Headers, leftOf } from "./pace-headers.ts";
import { createLead } from "./pace-lead.ts";
import { createLine, type RequestKind, type Waiting } from "./pace-line.ts";
import { createOrder } from "./pace-order.ts";
import { createScopes } from "./pace-scopes.ts";
import { createTransit } from "./pace-transit.ts";
import { endingOf, LONGEST_WRITE_WAIT_MS, lateOf, type RunEnd } from "./pace-unsent.ts";
import { refuseVain } from "./pace-vain.ts";

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
  /** What it belongs to. Once that is begun, nothing but the system's own rest keeps it from being sent. */
  readonly change?: OneChange;
  /** Since when a write waits that must not wait too long: its change's first. */
  readonly askedAt?: number;
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
const NO_WINDOWS: Windows = { all: [], reads: [], writes: [], leave: 0 };

/** The pace of a connection that nobody has spoken to yet. */
export function createPace(options: PaceOptions): Pace {
  const { concurrency = CONCURRENCY, windows = NO_WINDOWS, time, random, ...runEnd } = options;
  const clock = steady(time);
  const slots = new PQueue({ concurrency });
  const line = createLine();
  const scopes = createScopes(windows);
  const transit = createTransit();
  const lead = createLead(clock, () => go());
  const order = createOrder({ line, scopes, lead });
  const alarm = createAlarm(clock, () => go());
  const ended = endingOf(runEnd);
  setMaxListeners(0, ended);
  ended.addEventListener("abort", () => go());
  slots.on("next", () => go());

  const isFull = () => slots.pending >= concurrency;
  const next = (now: number) => (isFull() ? undefined : order.next(now));

  /** Starts all who may; sets the alarm for the next who will. */
  function go(): void {
    const now = clock.now();
    refuseVain({ ...runEnd, line, scopes }, now);
    for (let first = next(now); first !== undefined; first = next(now)) {
      line.remove(first);
      if (isLate(first, now)) refuseLate(first, now);
      else first.begin();
    }
    alarm.set(isFull() ? Number.POSITIVE_INFINITY : order.changesAt(now));
  }

  function refuseLate({ change, askedAt = 0, refuse }: Waiting, now: number): void {
    lead.give(change);
    refuse(lateOf(now - askedAt));
  }

  async function send<T>(work: () => Promise<T>, { kind, change }: Turn): Promise<T> {
    const start = clock.now();
    const end = scopes.take(kind, start);
    const ended = lead.sends(change);
    if (kind === "read") change?.reads();
    runEnd.budget?.take();
    try {
      return await work();
    } finally {
      ended();
      end(transit.counted(start, clock.now()));
    }
  }

  return {
    clock,
    shown: time.now,
    random,
    ended,
    run: (work, turn) =>
      new Promise((resolve, reject) => {
        const begin = () => {
          slots.add(() => send(work, turn)).then(resolve, reject);
        };
        line.add({ ...turn, begin, refuse: reject });
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

function isLate({ change, askedAt }: Waiting, now: number): boolean {
  return askedAt !== undefined && now - askedAt > LONGEST_WRITE_WAIT_MS && !isBegun(change);
}
