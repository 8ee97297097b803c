import type { Window } from "../model/pace.ts";
import type { Left } from "./pace-headers.ts";
import { type Stamp, slidingWindows } from "./pace-windows.ts";

/** Requests that share a limit: all of a connection, or its reads, or its writes. */
export interface Scope {
  /** The first moment from `now` on at which so many more may start (default 1); infinite while an answer has to come before. */
  freeAt(now: number, count?: number): number;
  /** Until when the system wants no request at all; `now` or earlier when it does not. */
  restsUntil(now: number): number;
  take(now: number): Stamp;
  /** The answer came, or none ever will; `at` is the latest moment at which the system may have counted the request. */
  end(stamp: Stamp, at: number): void;
  rest(until: number): void;
  /** What an answer told of the quota, before its request has ended; undefined when it told nothing. */
  learn(left: Left | undefined, now: number): void;
}

/** What was learnt of a quota: so many more requests until then, those under way taken off. */
interface Learnt {
  left: number;
  /** As it was told, without the guess about those that are under way. */
  told: number;
  readonly until: number;
}

/** A scope of windows, and of what is learnt of its quota; `leave` percent of that are left for others. */
export function createScope(windows: readonly Window[], leave: number): Scope {
  const sliding = slidingWindows(windows);
  let underWay = 0;
  let resting = Number.NEGATIVE_INFINITY;
  let learnt: Learnt | undefined;

  function quotaFreeAt(now: number, count: number): number {
    if (learnt === undefined || learnt.left >= count) return now;
    // Less is only a guess: the answers that are still to come tell.
    if (learnt.told >= count && underWay > 0) return Number.POSITIVE_INFINITY;
    if (now < learnt.until) return learnt.until;
    // Nobody knows how much is given anew: one asks, the others wait for its answer.
    return underWay > 0 ? Number.POSITIVE_INFINITY : now;
  }

  return {
    freeAt: (now, count = 1) => Math.max(sliding.freeAt(now, count), resting, quotaFreeAt(now, count)),
    restsUntil: (now) =>
      Math.max(resting, learnt === undefined || learnt.left > 0 || learnt.told > 0 ? now : learnt.until),
    take: (now) => {
      underWay += 1;
      if (learnt !== undefined) {
        learnt.left -= 1;
        learnt.told -= 1;
      }
      return sliding.take(now);
    },
    end: (stamp, at) => {
      underWay -= 1;
      // All are answered: nothing is guessed any more.
      if (underWay === 0 && learnt !== undefined) learnt.left = Math.max(learnt.left, learnt.told);
      sliding.move(stamp, at);
    },
    rest: (until) => {
      resting = Math.max(resting, until);
    },
    learn: (told, now) => {
      const known = learnt !== undefined && now < learnt.until ? learnt : undefined;
      if (told === undefined) {
        learnt = known;
        return;
      }
      const share = Math.ceil(((told.limit ?? 0) * leave) / 100);
      // Those that are under way beside this one may not be counted yet, and answers may overtake each other.
      const mine = told.remaining - share;
      const left = mine - (underWay - 1);
      learnt = {
        left: Math.min(left, known?.left ?? left),
        told: Math.min(mine, known?.told ?? mine),
        until: now + told.resetMs,
      };
    },
  };
}
