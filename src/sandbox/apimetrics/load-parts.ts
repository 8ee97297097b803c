import { mailbox } from "./accounts.ts";
import { issueId } from "./ids.ts";
import type {
  AccountSeed,
  AuditSeed,
  InviteSeed,
  OrganizationSeed,
  ProjectSeed,
  ServiceAccountSeed,
} from "./seed.ts";
import {
  type Account,
  type ApimetricsState,
  type Audit,
  BUILT_IN_ROLES,
  type Invite,
  type Member,
  type Organization,
  type Project,
  type Role,
  type ServiceAccount,
} from "./state.ts";
import { microTime } from "./times.ts";

/** What is old enough not to matter gets this time, so that the same seed gives the same state. */
const LONG_AGO = "2026-01-01T00:00:00.000000Z";

/** What every part of a seed is filled in with. */
export interface Filling {
  readonly state: ApimetricsState;
  readonly now: number;
  idOf(reference: string): string;
}

/** An account of a seed, named after its mailbox unless it has a name. */
export function fillAccount(state: ApimetricsState, seed: AccountSeed): Account {
  const { id = issueId(state, "account"), email = null, name } = seed;
  return { id, email, name: name ?? (email === null ? id : mailbox(email)) };
}

/** Makes the virtual users of service accounts, so that references can name them. */
export function fillServiceAccountUsers(
  state: ApimetricsState,
  organizations: readonly OrganizationSeed[],
): void {
  const known = new Set(state.accounts.map(({ id }) => id));
  for (const seed of organizations.flatMap(({ service_accounts = [] }) => service_accounts)) {
    const id = userOf(seed);
    if (!known.has(id)) {
      known.add(id);
      state.accounts.push({ id, email: null, name: seed.name });
    }
  }
}

/** A project of a seed, whole. */
export function fillProject({ state, idOf }: Filling, seed: ProjectSeed): Project {
  return {
    id: seed.id ?? issueId(state, "project"),
    name: seed.name,
    org_id: seed.org_id,
    tags: seed.tags ?? [],
    system_tags: seed.system_tags ?? [],
    email: seed.email ?? null,
    security_profile: seed.security_profile ?? null,
    ...timesOf(seed),
    access: (seed.access ?? []).map(({ id, account, access_level, ...times }) => ({
      id: id ?? issueId(state, "grant"),
      account: idOf(account),
      access_level,
      ...timesOf(times),
    })),
    role_access: (seed.role_access ?? []).map(({ id, role, access_level, ...times }) => ({
      id: id ?? issueId(state, "grant"),
      role,
      access_level,
      ...timesOf(times),
    })),
  };
}

/** An organization of a seed, whole; its projects must be filled in before. */
export function fillOrganization(filling: Filling, seed: OrganizationSeed): Organization {
  const { id = seed.name.toLowerCase().replace(/[^a-z0-9]+/g, "") } = seed;
  const members = fillMembers(filling, seed);
  const admin = members.find(({ roles }) => roles.includes("ADMIN"))?.account ?? null;
  const { billing_admin_id: payer = admin } = seed;
  return {
    id,
    name: seed.name,
    subscription_level: seed.subscription_level ?? "enterprise",
    billing_admin_id: payer === null ? null : filling.idOf(payer),
    enforce_2fa: seed.enforce_2fa ?? false,
    kms_enabled: seed.kms_enabled ?? false,
    password_expiry_days: seed.password_expiry_days ?? 0,
    tags: seed.tags ?? [],
    system_tags: seed.system_tags ?? [],
    ...timesOf(seed),
    roles: fillRoles(seed),
    members,
    service_accounts: (seed.service_accounts ?? []).map((one) => fillServiceAccount(filling, one)),
    invites: (seed.invites ?? []).map((one) => fillInvite(filling, id, one)),
  };
}

/** A row of the audit log of a seed, whole. */
export function fillAudit({ state, idOf }: Filling, seed: AuditSeed): Audit {
  const { id, organization, account_id, action, object, created } = seed;
  return {
    id: id ?? issueId(state, "audit"),
    organization,
    created: created ?? LONG_AGO,
    account_id: idOf(account_id),
    action,
    object: object ?? null,
  };
}

function fillRoles({ roles = [] }: OrganizationSeed): Role[] {
  const missing = BUILT_IN_ROLES.filter((id) => !roles.some((role) => role.id === id));
  return [
    ...missing.map((id) => ({ id, description: null, ...timesOf({}) })),
    ...roles.map(({ id, description, ...times }) => ({
      id,
      description: description ?? null,
      ...timesOf(times),
    })),
  ];
}

function fillMembers({ idOf }: Filling, { members = [], service_accounts = [] }: OrganizationSeed): Member[] {
  const services = service_accounts.flatMap((seed) =>
    seed.roles === undefined ? [] : [{ account: userOf(seed), roles: seed.roles }],
  );
  return [...members, ...services].map(({ account, roles = [] }) => ({
    account: idOf(account),
    roles: [...new Set(["DEFAULT", ...roles])],
  }));
}

function fillServiceAccount({ state, idOf }: Filling, seed: ServiceAccountSeed): ServiceAccount {
  const { owner = null, created_by = null } = seed;
  return {
    id: seed.id ?? issueId(state, "service_account"),
    name: seed.name,
    account: userOf(seed),
    owner: owner === null ? null : idOf(owner),
    created_by: created_by === null ? null : idOf(created_by),
    auth0_client_id: seed.auth0_client_id ?? `client-${seed.name}`,
    created: seed.created ?? LONG_AGO,
  };
}

function fillInvite({ state, idOf, now }: Filling, organization: string, seed: InviteSeed): Invite {
  const { invited_by = null, project_id = null } = seed;
  const created = seed.created ?? microTime(now);
  return {
    id: seed.id ?? issueId(state, "invite"),
    email: seed.email,
    name: seed.name ?? null,
    invited_by: invited_by === null ? null : idOf(invited_by),
    project_id: project_id === null ? null : projectId(state, organization, project_id),
    access_level: seed.access_level ?? (project_id === null ? null : "VIEWER"),
    roles: [...(seed.roles ?? [])],
    created,
    last_update: seed.last_update ?? created,
  };
}

function projectId({ projects }: ApimetricsState, organization: string, reference: string): string {
  const own = projects.filter(({ org_id }) => org_id === organization);
  const named = own.find(({ id }) => id === reference) ?? own.find(({ name }) => name === reference);
  return named?.id ?? reference;
}

function userOf({ account, name }: ServiceAccountSeed): string {
  return account ?? `${name.replaceAll("_", "-")}@clients`;
}

function timesOf({ created, last_update }: { readonly created?: string; readonly last_update?: string }) {
  const made = created ?? LONG_AGO;
  return { created: made, last_update: last_update ?? made };
}
