/** How fast a system lets requests follow each other, and what a change costs in them: data that each connector states. */
import { isLoopback } from "./endpoint.ts";

/** At most so many requests in any stretch of a time. */
export interface Quota {
  /** In any 60 seconds. */
  readonly perMinute?: number;
  /** In any second. */
  readonly perSecond?: number;
}

/** What a system documents of its limits; what it does not document is not there. */
export interface Limits {
  /** For all requests together. */
  readonly all?: Quota;
  /** For GET alone. */
  readonly reads?: Quota;
  /** For all others alone. */
  readonly writes?: Quota;
  /** Whom the quota is shared with: others may be in need of it at the same time, or nobody but this credential. */
  readonly shared: "with-others" | "own";
}

/** Requests of a change that nothing disturbs. */
export interface Requests {
  /** At most: what is looked at before the write, lists that fit on one page. */
  readonly reads: number;
  /** Exactly. */
  readonly writes: number;
}

/** At most `count` requests in any `ms` milliseconds. */
export interface Window {
  readonly count: number;
  readonly ms: number;
}

/** What a connection keeps to: its limits as windows, what is left for others already taken off. */
export interface Windows {
  /** For all requests together. */
  readonly all: readonly Window[];
  readonly reads: readonly Window[];
  readonly writes: readonly Window[];
  /** Percent of a learnt quota that are left for others. */
  readonly leave: number;
}

/** What a project file says of a connection's pace. */
export interface OwnPace extends Quota {
  /** Percent. */
  readonly leave?: number;
}

const LEFT_FOR_OTHERS = 20;

/**
 * The windows of a connection: the system's limits, the project file's numbers in their place where it has some, and a
 * share left for others. `most` is a rate that the run was given; nothing is taken off it.
 */
export function windowsOf(limits: Limits, own: OwnPace = {}, most?: Window): Windows {
  const leave = own.leave ?? (limits.shared === "with-others" ? LEFT_FOR_OTHERS : 0);
  const of = (quota: Quota = {}) => windows(quota, leave);
  return {
    all: [...of({ ...limits.all, ...quotaOf(own) }), ...(most === undefined ? [] : [most])],
    reads: of(limits.reads),
    writes: of(limits.writes),
    leave,
  };
}

function quotaOf({ perMinute, perSecond }: Quota): Quota {
  return {
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(perSecond === undefined ? {} : { perSecond }),
  };
}

function windows({ perMinute, perSecond }: Quota, leave: number): readonly Window[] {
  const share = (count: number) => Math.max(1, Math.floor((count * (100 - leave)) / 100));
  return [
    ...(perMinute === undefined ? [] : [{ count: share(perMinute), ms: 60_000 }]),
    ...(perSecond === undefined ? [] : [{ count: share(perSecond), ms: 1000 }]),
  ];
}

/** The documented limits, where the endpoint can be the system's own: what is on this machine tells its limits in its answers. */
export function limitsAt(endpoint: string, limits: Limits): Limits {
  return isLoopback(endpoint) ? { shared: limits.shared } : limits;
}
