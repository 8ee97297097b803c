import { Refusal } from "../reply.ts";
import type { Endpoint, System } from "../system.ts";
import { accountById } from "./accounts.ts";
import type { Call, Dialect, Operation, Settings } from "./call.ts";
import { createControls } from "./controls.ts";
import { invitationOperations } from "./invitations.ts";
import { linkOperations } from "./links.ts";
import { load } from "./load.ts";
import { memberOperations } from "./members.ts";
import { organizationOperations } from "./organizations.ts";
import type { SignalSmithSeed } from "./seed.ts";
import { type Account, emptyState, type SignalSmithState } from "./state.ts";
import { workspaceMemberOperations } from "./workspace-members.ts";
import { workspaceOperations } from "./workspaces.ts";

export type { Dialect } from "./call.ts";

/** Which SignalSmith to be, where its documents disagree or are silent. */
export interface SignalSmithOptions {
  /** Which published description is served. Default `guide`. */
  readonly dialect?: Dialect;
  /** Inferred: whether the guide's member list shows people who were invited. Default `listed`. */
  readonly pendingMembers?: "listed" | "hidden";
  /** Answers every list one way. Default: bare arrays where the references show them, pages for people. */
  readonly lists?: "array" | "paged";
  /** Inferred: whether the guide's API, which does not mention it, lists organizations. Default true. */
  readonly organizationList?: boolean;
}

/** Held when no seed says otherwise: one person, their token `sandbox`, one workspace. */
const STARTER: SignalSmithSeed = {
  tokens: [{ token: "sandbox", account: "owner@sandbox.test" }],
  workspaces: [{ name: "Sandbox", members: [{ account: "owner@sandbox.test", role: "owner" }] }],
};

const OPERATIONS: readonly Operation[] = [
  ...organizationOperations,
  ...linkOperations,
  ...invitationOperations,
  ...memberOperations,
  ...workspaceOperations,
  ...workspaceMemberOperations,
];

/** A SignalSmith in memory: its documented API in one dialect, and a control to accept invitations. */
export function createSignalSmith(options: SignalSmithOptions, now: () => number): System<SignalSmithState> {
  const settings = decide(options);
  let state = emptyState();

  const endpoint = ({ method, path, answer }: Operation): Endpoint => ({
    method,
    path,
    answer: (request) => {
      const caller = callerOf(state, request.headers);
      if (caller === undefined) {
        throw new Refusal(401, "Missing or unknown bearer token");
      }
      return answer({ ...request, state, settings, caller, now: now() } satisfies Call);
    },
  });

  return {
    name: "signalsmith",
    prefix: "/signalsmith/api/v1",
    pace: { perMinute: 100, perSecond: 20 },
    endpoints: OPERATIONS.filter((operation) => isServed(operation, settings)).map(endpoint),
    controls: createControls(() => state, now),
    identify: (headers) => {
      const account = callerOf(state, headers)?.email;
      const quota = JSON.stringify([tokenOf(headers), headers.get("X-Workspace-ID")]);
      return account === undefined ? { quota } : { quota, account };
    },
    errorBody: ({ message }) => ({ error: message }),
    credentials: () =>
      state.tokens.map(({ token, account }) => ({
        token,
        account: accountById(state, account)?.email ?? account,
      })),
    prepare: (seed) => {
      const loaded = load(seed === undefined ? STARTER : seed, now());
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

function decide(options: SignalSmithOptions): Settings {
  return {
    dialect: options.dialect ?? "guide",
    pendingMembers: options.pendingMembers ?? "listed",
    lists: options.lists,
    organizationList: options.organizationList ?? true,
  };
}

function isServed({ method, path, dialects }: Operation, { dialect, organizationList }: Settings): boolean {
  const unlisted = dialect === "guide" && !organizationList && method === "GET" && path === "/organizations";
  return dialects.includes(dialect) && !unlisted;
}

function callerOf(state: SignalSmithState, headers: Headers): Account | undefined {
  const token = tokenOf(headers);
  const known = state.tokens.find((one) => one.token === token);
  return known && accountById(state, known.account);
}

function tokenOf(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
}
