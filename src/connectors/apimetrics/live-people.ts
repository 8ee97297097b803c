/** What APImetrics' rows of people and of access are, as live resources. Pure. */
import type { LiveAccess, LiveMember } from "../../model/live.ts";
import type { Account, AccountGrant, Invite, RoleGrant } from "./contract.ts";
import { given, held } from "./roles.ts";

/** Who some accounts are, beside people. */
export interface Special {
  /** The credential's own account. */
  readonly self: string;
  /** Accounts that service accounts act as. */
  readonly services: ReadonlySet<string>;
}

/** An account with the roles that it was found to have. */
export function liveMember(row: Account, roles: readonly string[], special: Special): LiveMember {
  const { id, email, name } = row;
  return {
    kind: "member",
    id,
    ...(email ? { email } : {}),
    roles: held(roles),
    status: "active",
    ...protectionOf(id, special),
    ...(name ? { observed: { name } } : {}),
  };
}

/**
 * The roles that an account's row tells, in the first of the known places that names only `known` ones; undefined where
 * none does. Everybody has DEFAULT, so an empty list of permissions tells nothing; what is filed under the organization
 * is meant, empty or not.
 */
export function toldRoles(
  { app_metadata: metadata, permissions }: Account,
  organization: string,
  known: ReadonlySet<string>,
): readonly string[] | undefined {
  const places = [
    ownList(metadata?.org_roles, organization),
    ownList(metadata, organization),
    permissions && permissions.length > 0 ? permissions : undefined,
  ];
  return places.find((roles) => areRoles(roles, known));
}

/** Whether something told is roles: all of them are such as the organization lists. */
export function areRoles(
  told: readonly string[] | undefined,
  known: ReadonlySet<string>,
): told is readonly string[] {
  return told?.every((role) => known.has(role)) ?? false;
}

function ownList(record: object | undefined, key: string): readonly string[] | undefined {
  const [, value]: readonly unknown[] = Object.entries(record ?? {}).find(([name]) => name === key) ?? [];
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

/** Whether an invite is to one project. */
export function isToProject(row: Invite): row is Invite & { readonly project_id: string } {
  return Boolean(row.project_id);
}

/** Whether an invite is to the organization; one that names a project and roles is to both. */
export function isToOrganization(row: Invite): boolean {
  return !isToProject(row) || given(row.roles ?? []).length > 0;
}

/** An invite to the organization; it never runs out. */
export function liveInvitation({ id, email, roles, name }: Invite): LiveMember {
  return {
    kind: "member",
    id,
    email,
    roles: held(roles ?? []),
    status: "invited",
    ...(name ? { observed: { name } } : {}),
  };
}

/** An invite to a project, which is access of somebody who has yet to accept. */
export function invitedAccess(row: Invite & { readonly project_id: string }): LiveAccess {
  const { id, email, project_id: workspace } = row;
  const subject = { type: "person", id, email } as const;
  return { kind: "access", id, workspace, subject, level: invitedLevel(row), pending: true };
}

/** The level that an invite to a project gives; without one it means VIEWER (inferred). */
export function invitedLevel({ access_level: level }: Invite): string {
  return level || "VIEWER";
}

/** Direct access of an account. */
export function accountAccess(row: AccountGrant, special: Special): LiveAccess {
  const { id, project: workspace, account_id: account, account_email: email, access_level: level } = row;
  return {
    kind: "access",
    id,
    workspace,
    subject: { type: "person", id: account, ...(email ? { email } : {}) },
    level,
    ...protectionOf(account, special),
  };
}

/** Access of a role. */
export function roleAccess({
  id,
  project: workspace,
  role_id: role,
  access_level: level,
}: RoleGrant): LiveAccess {
  return { kind: "access", id, workspace, subject: { type: "role", role }, level };
}

/** A service account stays one when it is the credential's own: nobody signs in as it. */
function protectionOf(account: string, { self, services }: Special): Pick<LiveMember, "protection"> {
  if (services.has(account)) return { protection: "service-account" };
  return account === self ? { protection: "self" } : {};
}
