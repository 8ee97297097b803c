/** How fast a system lets requests follow each other, and what a change costs in them: data that each connector states. */

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
