import { Refusal } from "../reply.ts";
import type { Endpoint, System } from "../system.ts";
import { accountGrantOperations } from "./account-grants.ts";
import { accountById } from "./accounts.ts";
import { answerAudited, auditOperations } from "./audits.ts";
import type { Operation, Settings } from "./call.ts";
import { createControls } from "./controls.ts";
import { errorBody } from "./errors.ts";
import { inviteOperations } from "./invites.ts";
import { load } from "./load.ts";
import { memberOperations } from "./members.ts";
import { organizationOperations } from "./organizations.ts";
import { projectOperations } from "./projects.ts";
import { roleGrantOperations } from "./role-grants.ts";
import { roleOperations } from "./roles.ts";
import type { ApimetricsSeed } from "./seed.ts";
import { serviceAccountOperations } from "./service-accounts.ts";
import { type Account, type ApimetricsState, emptyState } from "./state.ts";

export type { ApimetricsSeed };

/** Which APImetrics to be, where its documents are silent; each default is the one that forgives a client least. */
export interface ApimetricsOptions {
  /** Where an account shows its roles. Default `app_metadata.org_roles`. */
  readonly accountRoles?: Settings["accountRoles"];
  /** Whether `meta` of a list is filled or, as in older replies, empty. Default `full`. */
  readonly meta?: Settings["meta"];
  /** What `next_cursor` is. Default `string`. */
  readonly metaCursor?: Settings["metaCursor"];
  /** Inferred: what deleting a role does that accounts, invites or projects use. Default `refused`. */
  readonly deleteRoleInUse?: Settings["deleteRoleInUse"];
  /** Inferred: what happens to a removed account's direct access to the projects. Default `revoked`. */
  readonly removedAccountAccess?: Settings["removedAccountAccess"];
  /** Inferred: what giving direct access to an account that has it does. Default `refused`. */
  readonly secondGrant?: Settings["secondGrant"];
  /** Inferred: whether who makes a project becomes its OWNER. Default true. */
  readonly creatorOwns?: boolean;
  /** Inferred: whether `/projects/{key}/` wants the key in `Apimetrics-Project-Id` too. Default `required`. */
  readonly projectHeader?: Settings["projectHeader"];
  /** Inferred: whether virtual users of service accounts are in the account list. Default `listed`. */
  readonly serviceAccountRows?: Settings["serviceAccountRows"];
  /** Inferred: whether an organization's invite list has those to its projects. Default `listed`. */
  readonly projectInviteRows?: Settings["projectInviteRows"];
}

/** Held when no seed says otherwise: a person who administers an organization, and the token `sandbox` of its service account. */
const STARTER: ApimetricsSeed = {
  tokens: [{ token: "sandbox", account: "sandbox@clients" }],
  organizations: [
    {
      id: "sandbox",
      name: "Sandbox",
      members: [{ account: "owner@sandbox.test", roles: ["ADMIN"] }],
      service_accounts: [{ name: "sandbox", roles: ["ADMIN"] }],
    },
  ],
  projects: [
    {
      name: "Sandbox",
      org_id: "sandbox",
      access: [{ account: "owner@sandbox.test", access_level: "OWNER" }],
    },
  ],
};

const OPERATIONS: readonly Operation[] = [
  ...organizationOperations,
  ...memberOperations,
  ...roleOperations,
  ...inviteOperations,
  ...projectOperations,
  ...accountGrantOperations,
  ...roleGrantOperations,
  ...serviceAccountOperations,
  ...auditOperations,
];

/** An APImetrics in memory: its organization API, and a control to accept invites. */
export function createApimetrics(options: ApimetricsOptions, now: () => number): System<ApimetricsState> {
  const settings = decide(options);
  let state = emptyState();

  const endpoint = (operation: Operation): Endpoint => ({
    method: operation.method,
    path: operation.path,
    answer: (request) => {
      const caller = callerOf(state, request.headers);
      if (caller === undefined) {
        throw new Refusal(401, "Missing or unknown bearer token");
      }
      return answerAudited({ ...request, state, settings, caller, now: now() }, operation);
    },
  });

  return {
    name: "apimetrics",
    prefix: "/apimetrics",
    pace: { perMinute: 0, perSecond: 0 },
    endpoints: OPERATIONS.map(endpoint),
    controls: createControls(() => state, now),
    identify: (headers) => {
      const caller = callerOf(state, headers);
      const quota = tokenOf(headers) ?? "";
      return caller === undefined ? { quota } : { quota, account: labelOf(caller) };
    },
    errorBody,
    credentials: () =>
      state.tokens.map(({ token, account }) => {
        const known = accountById(state, account);
        return { token, account: known === undefined ? account : labelOf(known) };
      }),
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

function decide(options: ApimetricsOptions): Settings {
  return {
    accountRoles: options.accountRoles ?? "app_metadata.org_roles",
    meta: options.meta ?? "full",
    metaCursor: options.metaCursor ?? "string",
    deleteRoleInUse: options.deleteRoleInUse ?? "refused",
    removedAccountAccess: options.removedAccountAccess ?? "revoked",
    secondGrant: options.secondGrant ?? "refused",
    creatorOwns: options.creatorOwns ?? true,
    projectHeader: options.projectHeader ?? "required",
    serviceAccountRows: options.serviceAccountRows ?? "listed",
    projectInviteRows: options.projectInviteRows ?? "listed",
  };
}

function callerOf(state: ApimetricsState, headers: Headers): Account | undefined {
  const token = tokenOf(headers);
  const known = state.tokens.find((one) => one.token === token);
  return known && accountById(state, known.account);
}

function tokenOf(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
}

function labelOf({ id, email }: Account): string {
  return email ?? id;
}
