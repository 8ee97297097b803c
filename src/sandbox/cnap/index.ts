import { Refusal } from "../reply.ts";
import type { Endpoint, System } from "../system.ts";
import type { Operation, Settings, World } from "./call.ts";
import { createControls } from "./controls.ts";
import { errorBody } from "./errors.ts";
import { answerOnce } from "./idempotency.ts";
import { invitationOperations } from "./invitations.ts";
import { load } from "./load.ts";
import { memberOperations } from "./members.ts";
import { workOperations } from "./operations.ts";
import { organizationOperations } from "./organizations.ts";
import type { Caller } from "./rules.ts";
import type { CnapSeed } from "./seed.ts";
import { type CnapState, emptyState } from "./state.ts";
import { userById } from "./users.ts";
import { workspaceOperations } from "./workspaces.ts";

/** Which CNAP to be, where its documents are silent. */
export interface CnapOptions {
  /** Inferred: whether a member who joins, leaves or changes role changes the organization's etag. Default true. */
  readonly memberChangesBumpOrganization?: boolean;
  /** Inferred: whether deleting an organization answers 202 and an operation to ask for. Default false. */
  readonly asyncDeletes?: boolean;
  /** Inferred: whether an organization that manages workspaces can be deleted. Default `refused`. */
  readonly deleteWhileManaging?: "refused" | "allowed";
  /** Whether admins are kept from adding, inviting and removing owners. Default false, as documented. */
  readonly ownersAboveAdmins?: boolean;
  /** Inferred: whether an invitation that ran out stands in the way of a new one. Default `standing`. */
  readonly expiredInvitations?: "standing" | "replaced";
  /** Inferred: what the slug of an organization is that was made without one. Default `null`. */
  readonly missingSlug?: "null" | "derived";
  /** Inferred: whether `GET /workspaces` shows what the caller reaches through an organization. Default `listed`. */
  readonly managedWorkspaces?: "listed" | "hidden";
  /** Inferred: under which name the metadata of a 409 has the current etag. Default `etag`. */
  readonly etagMetadata?: string;
}

/** Held when no seed says otherwise: one person, their token `sandbox`, one workspace. */
const STARTER: CnapSeed = {
  tokens: [{ token: "sandbox", user: "owner@sandbox.test" }],
  workspaces: [{ name: "Sandbox", owner: "owner@sandbox.test" }],
};

const OPERATIONS: readonly Operation[] = [
  ...organizationOperations,
  ...memberOperations,
  ...invitationOperations,
  ...workspaceOperations,
  ...workOperations,
];

/** A CNAP in memory: its documented API, and controls for what only people can do. */
export function createCnap(options: CnapOptions, now: () => number): System<CnapState> {
  const settings = decide(options);
  let state = emptyState();

  const world = (): World => ({ state, settings, now: now() });
  const endpoint = (operation: Operation): Endpoint => ({
    method: operation.method,
    path: operation.path,
    answer: (request) => {
      const caller = callerOf(state, request.headers);
      if (caller === undefined) {
        throw new Refusal(401, "Missing or unknown bearer token");
      }
      return answerOnce({ ...request, ...world(), caller }, operation);
    },
  });

  return {
    name: "cnap",
    prefix: "/cnap/v1",
    pace: { perMinute: 0, perSecond: 0 },
    endpoints: OPERATIONS.map(endpoint),
    controls: createControls(world),
    identify: (headers) => {
      const quota = tokenOf(headers) ?? "";
      const caller = callerOf(state, headers);
      return caller === undefined ? { quota } : { quota, account: nameOf(caller) };
    },
    errorBody,
    credentials: () =>
      state.tokens.map(({ token, user, workspace }) => ({
        token,
        account: userById(state, user)?.email ?? user ?? workspace ?? "",
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

function decide(options: CnapOptions): Settings {
  return {
    memberChangesBumpOrganization: options.memberChangesBumpOrganization ?? true,
    asyncDeletes: options.asyncDeletes ?? false,
    deleteWhileManaging: options.deleteWhileManaging ?? "refused",
    ownersAboveAdmins: options.ownersAboveAdmins ?? false,
    expiredInvitations: options.expiredInvitations ?? "standing",
    missingSlug: options.missingSlug ?? "null",
    managedWorkspaces: options.managedWorkspaces ?? "listed",
    etagMetadata: options.etagMetadata ?? "etag",
  };
}

function callerOf(state: CnapState, headers: Headers): Caller | undefined {
  const token = tokenOf(headers);
  const known = state.tokens.find((one) => one.token === token);
  const user = known && userById(state, known.user);
  const workspace = known && state.workspaces.find(({ id }) => id === known.workspace);
  return user ? { kind: "user", user } : workspace && { kind: "workspace", workspace };
}

function nameOf(caller: Caller): string {
  return caller.kind === "user" ? (caller.user.email ?? caller.user.id) : caller.workspace.id;
}

function tokenOf(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
}
