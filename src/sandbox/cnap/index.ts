import type { System } from "../system.ts";
import type { CnapSeed } from "./seed.ts";
import type { CnapState } from "./state.ts";

/** Stub; replaced. */
export interface CnapOptions {
  readonly stub?: never;
}

/** Stub; replaced. */
export function createCnap(_options: CnapOptions, _now: () => number): System<CnapState> {
  return {
    name: "cnap",
    prefix: "/cnap/v1",
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

export type { CnapSeed };
