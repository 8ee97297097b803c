import type { System } from "../system.ts";
import type { LumoAuthSeed } from "./seed.ts";
import type { LumoAuthState } from "./state.ts";

/** Stub; replaced. */
export interface LumoAuthOptions {
  readonly stub?: never;
}

/** Stub; replaced. */
export function createLumoAuth(_options: LumoAuthOptions, _now: () => number): System<LumoAuthState> {
  return {
    name: "lumoauth",
    prefix: "/lumoauth",
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

export type { LumoAuthSeed };
