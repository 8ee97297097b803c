import type { System } from "../system.ts";
import type { ApimetricsSeed } from "./seed.ts";
import type { ApimetricsState } from "./state.ts";

/** Stub; replaced. */
export interface ApimetricsOptions {
  readonly stub?: never;
}

/** Stub; replaced. */
export function createApimetrics(_options: ApimetricsOptions, _now: () => number): System<ApimetricsState> {
  return {
    name: "apimetrics",
    prefix: "/apimetrics",
    pace: { perMinute: 0, perSecond: 0 },
    endpoints: [],
    controls: [],
    identify: () => ({ quota: "" }),
    errorBody: ({ message }) => ({ error: message }),
    credentials: () => [],
    prepare: () => ({ problems: [], commit: () => undefined }),
    state: () => ({}),
  };
}

export type { ApimetricsSeed };
