import { isBegun, type OneChange } from "./http-change.ts";
import type { Lead } from "./pace-lead.ts";
import type { Line, RequestKind, Waiting, Which } from "./pace-line.ts";
import type { Scopes } from "./pace-scopes.ts";

/** Whose turn it is, by the line, the limits, and the change that goes before all others. */
export interface Order {
  /** The first that may start now, without taking it out of the line. */
  next(now: number): Waiting | undefined;
  /** The first moment at which that can be another than now; infinite when something else has to happen before. */
  changesAt(now: number): number;
}

/** What an order looks at. */
export interface OrderParts {
  readonly line: Line;
  readonly scopes: Scopes;
  readonly lead: Lead;
}

const KINDS: readonly RequestKind[] = ["read", "write"];

/** The order of a line; it holds nothing itself. */
export function createOrder({ line, scopes, lead }: OrderParts): Order {
  /** Who need not let another change go first. */
  function mayGo(): Which {
    const waits = (change: OneChange) => line.first((each) => each.change === change) !== undefined;
    const first = lead.current(waits);
    return ({ change }) => first === undefined || change === first || isBegun(change);
  }

  /** A change that waited too long begins again when all of it can go at once. */
  function freeAt({ kind, change }: Waiting, now: number): number {
    const reads = kind === "read" ? (change?.readsAhead() ?? 0) : 0;
    return reads === 0 ? scopes.freeAt(kind, now) : scopes.lookFreeAt(reads, now);
  }

  return {
    next: (now) => {
      const free = KINDS.filter((kind) => scopes.freeAt(kind, now) <= now);
      const may = mayGo();
      return line.first((each) => free.includes(each.kind) && may(each) && freeAt(each, now) <= now);
    },
    changesAt: (now) => {
      const may = mayGo();
      const firsts = KINDS.flatMap((kind) => line.first((each) => each.kind === kind && may(each)) ?? []);
      const pauseEnd = lead.endsAt();
      const ends = pauseEnd > now ? pauseEnd : Number.POSITIVE_INFINITY;
      return Math.min(ends, ...firsts.map((each) => freeAt(each, now)));
    },
  };
}
