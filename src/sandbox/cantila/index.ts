import type { System } from "../system.ts";
import type { CantilaSeed } from "./seed.ts";
import type { CantilaState } from "./state.ts";

/** Stub; replaced. */
export interface CantilaOptions {
  readonly stub?: never;
}

/** Stub; replaced. */
export function createCantila(_options: CantilaOptions, _now: () => number): System<CantilaState> {
  return {
    name: "cantila",
    prefix: "/cantila/v1",
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

export type { CantilaSeed };
