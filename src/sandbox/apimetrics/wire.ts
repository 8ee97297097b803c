import { accountById } from "./accounts.ts";
import type { Call } from "./call.ts";
import { rolesOf } from "./rules.ts";
import type {
  AccountGrant,
  ApimetricsState,
  Audit,
  Invite,
  Organization,
  Project,
  Role,
  RoleGrant,
  ServiceAccount,
} from "./state.ts";

/** An organization as replies show it. */
export function organizationBody(organization: Organization): object {
  const { roles: _r, members: _m, service_accounts: _s, invites: _i, ...shown } = organization;
  return shown;
}

/** A project as replies show it. */
export function projectBody({ access: _a, role_access: _r, ...shown }: Project): object {
  return shown;
}

/** A role as replies show it. */
export function roleBody({ id }: Organization, role: Role): object {
  return { ...role, org_id: id };
}

/** An account of an organization, with its roles where the settings say. */
export function accountBody({ state, settings }: Call, organization: Organization, id: string): object {
  const account = accountById(state, id);
  const profile = { id, email: account?.email ?? null, name: account?.name ?? null, user_id: id };
  const everywhere = rolesByOrganization(state, id);
  switch (settings.accountRoles) {
    case "app_metadata.org_roles":
      return { ...profile, permissions: [], app_metadata: { org_roles: everywhere } };
    case "app_metadata":
      return { ...profile, permissions: [], app_metadata: everywhere };
    case "permissions":
      return { ...profile, permissions: rolesOf(organization, id) };
    case "absent":
      return { ...profile, permissions: [] };
  }
}

/** The roles of an account in every organization that it joined. */
export function rolesByOrganization(
  state: ApimetricsState,
  account: string,
): Readonly<Record<string, readonly string[]>> {
  const joined = state.organizations.filter((one) => rolesOf(one, account).length > 0);
  return Object.fromEntries(joined.map((one) => [one.id, rolesOf(one, account)]));
}

/** An open invite; `invited_email` is the address of the one who invited. */
export function inviteBody(state: ApimetricsState, { id: org_id }: Organization, invite: Invite): object {
  const inviter = invite.invited_by === null ? undefined : accountById(state, invite.invited_by);
  return { ...invite, org_id, invited_email: inviter?.email ?? null };
}

/** Direct access as replies show it. */
export function accountGrantBody(state: ApimetricsState, project: Project, grant: AccountGrant): object {
  const { account, ...shown } = grant;
  const email = accountById(state, account)?.email ?? null;
  return { ...shown, project: project.id, account_id: account, account_email: email };
}

/** A role's access as replies show it. */
export function roleGrantBody(project: Project, { role, ...shown }: RoleGrant): object {
  return { ...shown, project: project.id, role_id: role };
}

/** A service account, with the account that it acts as. */
export function serviceAccountBody(organization: Organization, service: ServiceAccount): object {
  const { id, name, account, owner, created_by, auth0_client_id, created } = service;
  return {
    id,
    meta: { name, org_id: organization.id, owner, account_id: account, created_by, created },
    service_account: { auth0_client_id, roles: rolesOf(organization, account) },
  };
}

/** A row of the audit log. */
export function auditBody({ organization: _, ...shown }: Audit): object {
  return shown;
}
