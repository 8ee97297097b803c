import type { Credential, Endpoint, System } from "../system.ts";
import { auditOperations } from "./audit.ts";
import { type Call, type Operation, PREFIXES, type Settings } from "./call.ts";
import { createControls } from "./controls.ts";
import { enterTenant, showKey, tokenOf } from "./door.ts";
import { invitationOperations } from "./invitations.ts";
import { load } from "./load.ts";
import { memberOperations } from "./members.ts";
import { organizationOperations } from "./organizations.ts";
import { errorBody } from "./refusals.ts";
import { roleOperations } from "./roles.ts";
import type { LumoAuthSeed } from "./seed.ts";
import { emptyState, type LumoAuthState } from "./state.ts";
import { userOperations } from "./users.ts";

/** Which LumoAuth to be, where its documents disagree or are silent. */
export interface LumoAuthOptions {
  /** Below which prefix tenants are found: `t` in the older documents, `orgs` in the current ones. Default `both`. */
  readonly dialect?: "t" | "orgs" | "both";
  /** Inferred: whether the last owner can be removed, suspended or given another role. Default `protected`: no. */
  readonly lastOwner?: "protected" | "free";
  /** Inferred: whether an address may be invited again while an invitation is pending. Default `refused`: 409. */
  readonly duplicateInvitations?: "refused" | "allowed";
  /** Inferred: whether organizations start with the roles owner and member. Default `created`. */
  readonly systemRoles?: "created" | "none";
  /** Inferred: whether an organization's slug can be changed. Default `changeable`. */
  readonly slugs?: "changeable" | "fixed";
  /** Inferred: what becomes of a body's fields that no operation knows. Default `refused`. */
  readonly unknownFields?: "refused" | "dropped";
}

/** Held when no seed says otherwise: one tenant, a key with the token `sandbox`, one organization with an owner. */
const STARTER: LumoAuthSeed = {
  tenants: [
    {
      slug: "sandbox",
      keys: [{ token: "sandbox", name: "sandbox" }],
      organizations: [{ name: "Sandbox", members: [{ user: "owner@sandbox.test", role: "owner" }] }],
    },
  ],
};

const OPERATIONS: readonly Operation[] = [
  ...organizationOperations,
  ...memberOperations,
  ...roleOperations,
  ...invitationOperations,
  ...userOperations,
  ...auditOperations,
];

/** A LumoAuth in memory: the organizations of its documented admin API, and a control to accept invitations. */
export function createLumoAuth(options: LumoAuthOptions, now: () => number): System<LumoAuthState> {
  const settings = decide(options);
  let state = emptyState();

  const endpoint = (prefix: string, { method, path, answer }: Operation): Endpoint => ({
    method,
    path: `/${prefix}/:tenant/api/v1/admin${path}`,
    answer: (request) => {
      const tenant = enterTenant(state, settings, prefix, request.params["tenant"] ?? "");
      const key = showKey(tenant, request.headers, method === "GET" ? "admin:read" : "admin:write");
      return answer({ ...request, state, tenant, key, settings, now: now() } satisfies Call);
    },
  });

  return {
    name: "lumoauth",
    prefix: "/lumoauth",
    pace: { perMinute: 1000, perSecond: 0 },
    writePace: { perMinute: 100, perSecond: 0 },
    announcesPace: true,
    endpoints: PREFIXES.flatMap((prefix) => OPERATIONS.map((operation) => endpoint(prefix, operation))),
    controls: createControls(() => state, now),
    identify: (headers) => {
      const quota = tokenOf(headers) ?? "";
      const account = credentialsOf(state).find(({ token }) => token === quota)?.account;
      return account === undefined ? { quota } : { quota, account };
    },
    errorBody,
    credentials: () => credentialsOf(state),
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

function decide(options: LumoAuthOptions): Settings {
  return {
    dialect: "both",
    lastOwner: "protected",
    duplicateInvitations: "refused",
    systemRoles: "created",
    slugs: "changeable",
    unknownFields: "refused",
    ...options,
  };
}

function credentialsOf({ tenants }: LumoAuthState): readonly Credential[] {
  return tenants.flatMap(({ slug, keys }) =>
    keys.map(({ token, name }) => ({ token, account: `${slug}/${name}` })),
  );
}
