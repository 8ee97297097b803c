import type { System } from "../system.ts";
import { accountOperations } from "./accounts.ts";
import { activityOperations } from "./activity.ts";
import { brandingOperations } from "./branding.ts";
import type { Operation, Settings } from "./call.ts";
import { createControls } from "./controls.ts";
import { errorBodyOf } from "./errors.ts";
import { callerOf, endpointsOf } from "./gate.ts";
import { inviteOperations } from "./invites.ts";
import { load } from "./load.ts";
import { peopleOperations } from "./people.ts";
import type { Dialect } from "./rules.ts";
import type { CantilaSeed } from "./seed.ts";
import { type CantilaState, emptyState } from "./state.ts";
import { teamOperations } from "./team.ts";

export type { Dialect } from "./rules.ts";
export type { CantilaSeed } from "./seed.ts";

/** Which Cantila to be, where the server and the documents disagree or are silent. */
export interface CantilaOptions {
  /** `server` as it was seen running, or as its pages describe it. Default `server`. */
  readonly dialect?: Dialect;
  /** Inferred: whether the documented PUT of a branding clears the fields it leaves out. Default `replaces`. */
  readonly putBranding?: "replaces" | "merges";
  /** Inferred: whether sending an invitation again gives it seven more days. Default `extends`. */
  readonly resend?: "extends" | "keeps";
}

/** Held when no seed says otherwise: an agency with its owner, and an admin key `sandbox`. */
const STARTER: CantilaSeed = {
  accounts: [
    {
      handle: "agency",
      name: "Agency",
      plan: "agency",
      members: [{ email: "owner@sandbox.test", role: "owner" }],
    },
  ],
  keys: [{ key: "sandbox", account: "agency" }],
};

const OPERATIONS: readonly Operation[] = [
  ...accountOperations,
  ...brandingOperations,
  ...teamOperations,
  ...peopleOperations,
  ...inviteOperations,
  ...activityOperations,
];

/** A Cantila in memory: its API in one dialect, and controls to accept invitations and to switch sessions. */
export function createCantila(options: CantilaOptions, now: () => number): System<CantilaState> {
  const settings: Settings = {
    dialect: options.dialect ?? "server",
    putBranding: options.putBranding ?? "replaces",
    resend: options.resend ?? "extends",
  };
  const { dialect } = settings;
  let state = emptyState();
  const world = () => ({ state, settings, now: now() });
  const served = OPERATIONS.filter(({ dialects }) => dialects.includes(dialect));

  return {
    name: "cantila",
    prefix: "/cantila/v1",
    pace: { perMinute: 0, perSecond: 0 },
    endpoints: endpointsOf(served, world),
    controls: createControls(world),
    identify: (headers) => {
      const caller = callerOf(world(), headers);
      const quota = headers.get("Authorization") ?? "";
      return caller === undefined
        ? { quota }
        : { quota, account: caller.session?.user ?? caller.account.handle };
    },
    errorBody: errorBodyOf(dialect),
    credentials: () => [
      ...state.keys.map(({ key, account }) => ({ token: key, account })),
      ...state.sessions.map(({ token, user }) => ({ token, account: user })),
    ],
    prepare: (seed) => {
      const loaded = load(seed === undefined ? STARTER : seed, { dialect, now: now() });
      return {
        problems: loaded.problems,
        commit: () => {
          state = loaded.state;
        },
      };
    },
    state: () => structuredClone(state),
  };
}
