import type { Windows } from "../model/pace.ts";
import type { Left } from "./pace-headers.ts";
import type { RequestKind } from "./pace-line.ts";
import { createScope, type Scope } from "./pace-scope.ts";

/** All limits of a connection: those of both kinds together, and those of each. */
export interface Scopes {
  /** The first moment from `now` on at which one of this kind may start. */
  freeAt(kind: RequestKind, now: number): number;
  /** The first moment from `now` on at which so many reads may start and a write behind them, as far as the limits ever allow it. */
  lookFreeAt(reads: number, now: number): number;
  /** Until when the system wants no request of this kind. */
  restsUntil(kind: RequestKind, now: number): number;
  /** Counts one that starts now; to be called with the latest moment at which the system may have counted it. */
  take(kind: RequestKind, now: number): (at: number) => void;
  rest(kind: RequestKind, until: number): void;
  learn(kind: RequestKind, left: Left | undefined, now: number): void;
}

/** The limits of a connection. What is learnt is about one kind where the system counts the kinds apart, else about all. */
export function createScopes({ all, reads, writes, leave }: Windows): Scopes {
  const whole = createScope(all, leave);
  const kinds: Readonly<Record<RequestKind, Scope>> = {
    read: createScope(reads, leave),
    write: createScope(writes, leave),
  };
  const isApart = reads.length + writes.length > 0;
  const learning = (kind: RequestKind) => (isApart ? kinds[kind] : whole);
  return {
    freeAt: (kind, now) => Math.max(whole.freeAt(now), kinds[kind].freeAt(now)),
    lookFreeAt: (reads, now) =>
      Math.max(whole.freeAt(now, reads + 1), kinds.read.freeAt(now, reads), kinds.write.freeAt(now)),
    restsUntil: (kind, now) => Math.max(whole.restsUntil(now), kinds[kind].restsUntil(now)),
    take: (kind, now) => {
      const taken = [whole, kinds[kind]].map((scope) => ({ scope, stamp: scope.take(now) }));
      return (at) => {
        for (const { scope, stamp } of taken) scope.end(stamp, at);
      };
    },
    rest: (kind, until) => learning(kind).rest(until),
    learn: (kind, left, now) => learning(kind).learn(left, now),
  };
}
