import { path } from "../../io/http.ts";
import { once } from "../../io/lazy.ts";
import type { ReadClient, Reader } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { LiveAccess, LiveMember, LiveOrganization, LiveState } from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import { type Api, createApi } from "./api.ts";
import type { Account, AccountProjects, Invite, Role, ServiceAccount } from "./contract.ts";
import { readHistory } from "./history.ts";
import { liveOrganization, liveRole, liveWorkspace } from "./live.ts";
import {
  accountAccess,
  areRoles,
  invitedAccess,
  isToOrganization,
  isToProject,
  liveInvitation,
  liveMember,
  roleAccess,
  type Special,
  toldRoles,
} from "./live-people.ts";
import { incomplete } from "./pages.ts";
import { SYSTEM_ROLES } from "./roles.ts";

/** What all reads of one connection share. */
interface Session {
  readonly api: Api;
  /** Asked for once. */
  readonly caller: () => Promise<AccountProjects>;
}

/** Reads an APImetrics connection. */
export function createReader(client: ReadClient): Reader {
  const api = createApi(client);
  const session: Session = { api, caller: once(api.caller) };
  return {
    find: (key) => find(session, key),
    read: (organization) => read(session, organization),
    organizations: () => organizations(session),
    history: (organization, since) => readHistory(api, organization.id, since),
  };
}

/** An organization's slug is its id, and both are asked for by name: there is no list of all. */
async function find(
  { api }: Session,
  { id, slug, previousSlugs }: OrganizationKey,
): Promise<readonly LiveOrganization[]> {
  const ids = [...new Set([id, slug, ...previousSlugs])].filter((each) => each !== undefined);
  const found = await Promise.all(ids.map((each) => unlessMissing(() => api.organization(each))));
  return found.flatMap((row) => (row === undefined ? [] : [liveOrganization(row)]));
}

/** Those that the caller belongs to; where the roles there are told, only those that it administers. */
async function organizations({ caller }: Session): Promise<readonly LiveOrganization[]> {
  const { meta, organizations: all } = await caller();
  const manages = ({ id }: LiveOrganization) => {
    const roles = ownRoles(meta.roles, id);
    return roles === undefined || roles.includes("ADMIN");
  };
  return Object.values(all).map(liveOrganization).filter(manages);
}

async function read(session: Session, organization: LiveOrganization): Promise<LiveState> {
  const { api } = session;
  const { id } = organization;
  const [caller, roles, accounts, services, projects, invites, grants, roleGrants] = await Promise.all([
    session.caller(),
    api.roles(id),
    api.accounts(id),
    api.serviceAccounts(id),
    api.projects(id),
    api.invites(id),
    api.grants(id),
    api.roleGrants(id),
  ]);
  const special = {
    self: caller.meta.account_id,
    services: new Set(services.map(({ meta }) => meta.account_id)),
  };
  checkRoles(roles, id);
  checkSelf({ caller, accounts, special, organization: id });
  const access = [
    ...grants.map((row) => accountAccess(row, special)),
    ...roleGrants.map(roleAccess),
    ...invites.filter(isToProject).map(invitedAccess),
  ];
  checkPlaces(access, new Set(projects.map((project) => project.id)), id);
  const isNobody = special.services.has(special.self);
  return {
    organization,
    roles: roles.map(liveRole),
    workspaces: projects.map((row) => liveWorkspace(row, id)),
    members: membersOf({ caller, accounts, services, invites, roles }, special, id),
    access,
    ...(isNobody ? { selfIsNobody: true } : {}),
  };
}

interface People {
  readonly caller: AccountProjects;
  readonly accounts: readonly Account[];
  readonly services: readonly ServiceAccount[];
  readonly invites: readonly Invite[];
  readonly roles: readonly Role[];
}

function membersOf(
  { caller, accounts, services, invites, roles: listed }: People,
  special: Special,
  organization: string,
): readonly LiveMember[] {
  const known = new Set(listed.map(({ id }) => id));
  const elsewhere = new Map(
    services.map(({ meta, service_account: client }) => [meta.account_id, client?.roles ?? undefined]),
  );
  elsewhere.set(special.self, elsewhere.get(special.self) ?? ownRoles(caller.meta.roles, organization));
  return [
    ...accounts.map((row) => {
      const roles = [toldRoles(row, organization, known), elsewhere.get(row.id)].find((told) =>
        areRoles(told, known),
      );
      if (roles === undefined) throw rolesUntold(row.id, organization);
      return liveMember(row, roles, special);
    }),
    ...invites.filter(isToOrganization).map(liveInvitation),
  ];
}

/** Every organization has the system's roles as rows of their own. */
function checkRoles(roles: readonly Role[], organization: string): void {
  const lacking = SYSTEM_ROLES.find((name) => !roles.some(({ id }) => id === name));
  if (lacking === undefined) return;
  throw incomplete(
    path`/api/2/organizations/${organization}/roles/`,
    `it lacks ${lacking}, which is always there`,
  );
}

/** Whoever administers the organization is in the list of its accounts, or the list is not whole; only service accounts may be left out of it. */
function checkSelf({
  caller,
  accounts,
  special: { self, services },
  organization,
}: Pick<People, "caller" | "accounts"> & { readonly special: Special; readonly organization: string }): void {
  const belongs = ownRoles(caller.meta.roles, organization) !== undefined && !services.has(self);
  if (!belongs || accounts.some(({ id }) => id === self)) return;
  const what = `the credential's own account ${self} belongs to the organization and is not listed`;
  throw incomplete(path`/api/2/organizations/${organization}/accounts/`, what);
}

/** Access to a project that is not listed means that one of the two lists is not whole. */
function checkPlaces(
  access: readonly LiveAccess[],
  projects: ReadonlySet<string>,
  organization: string,
): void {
  const lost = access.find(({ workspace }) => !projects.has(workspace));
  if (lost === undefined) return;
  const what = `there is access to ${lost.workspace}, which is not listed`;
  throw incomplete(path`/api/2/organizations/${organization}/projects/`, what);
}

function ownRoles(
  roles: AccountProjects["meta"]["roles"],
  organization: string,
): readonly string[] | undefined {
  return roles !== undefined && Object.hasOwn(roles, organization) ? roles[organization] : undefined;
}

/** Nothing is planned for somebody of whom nobody knows what they have; what the organization does not list is no role. */
function rolesUntold(account: string, organization: string): ConnectorError {
  return new ConnectorError(
    path`GET /api/2/organizations/${organization}/accounts/` +
      ` does not tell the roles of ${account}: expected ones that the organization lists in app_metadata.org_roles, app_metadata or permissions`,
    { retryable: false },
  );
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404) return undefined;
    throw error;
  }
}
