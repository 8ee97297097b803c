/** The reading endpoints of APImetrics; no decisions. Slashes at the end of a path matter. */
import { path } from "../../io/http.ts";
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type {
  Account,
  AccountGrant,
  AccountProjects,
  Audit,
  Invite,
  Organization,
  Project,
  Role,
  RoleGrant,
  ServiceAccount,
} from "./contract.ts";
import { type Page, pagesOf, readAll, readWhole } from "./pages.ts";
import * as replies from "./replies.js";
import { inItsWords } from "./words.ts";

/** Reading endpoints. Lists come whole; each is one organization's but for the last. */
export interface Api {
  /** Who the credential is, and which organizations it belongs to. */
  caller(): Promise<AccountProjects>;
  organization(id: string): Promise<Organization>;
  account(organization: string, id: string): Promise<Account>;
  accounts(organization: string): Promise<readonly Account[]>;
  serviceAccounts(organization: string): Promise<readonly ServiceAccount[]>;
  roles(organization: string): Promise<readonly Role[]>;
  projects(organization: string): Promise<readonly Project[]>;
  /** Invites to the organization, and those to single projects of it. */
  invites(organization: string): Promise<readonly Invite[]>;
  /** Direct access of accounts, over all projects. */
  grants(organization: string): Promise<readonly AccountGrant[]>;
  /** Access of roles, over all projects. */
  roleGrants(organization: string): Promise<readonly RoleGrant[]>;
  /** The audit log, page by page. */
  audits(organization: string): AsyncGenerator<Page<Audit>>;
  projectInvites(project: string): Promise<readonly Invite[]>;
}

/** The reading endpoints of one connection. */
export function createApi(client: ReadClient): Api {
  const one = async <T>(where: string, validate: Validate<T>) => {
    const request = `GET ${where}`;
    return readReply(validate, await inItsWords(request, client.get(where)), request);
  };
  return {
    caller: () => one("/api/2/account/projects", replies.AccountProjects),
    organization: (id) => one(path`/api/2/organizations/${id}/`, replies.Organization),
    account: (id, account) => one(path`/api/2/organizations/${id}/accounts/${account}/`, replies.Account),
    accounts: (id) =>
      readAll(client, { path: path`/api/2/organizations/${id}/accounts/`, page: replies.AccountPage }),
    serviceAccounts: async (id) => {
      const where = path`/api/3/organizations/${id}/service_accounts`;
      const rows = await readAll(client, { path: where, page: replies.ServiceAccountPage });
      return allOf(id, rows, ({ meta }) => meta.org_id);
    },
    roles: async (id) => {
      const where = path`/api/2/organizations/${id}/roles/`;
      return allOf(id, await readAll(client, { path: where, page: replies.RolePage }), homeOf);
    },
    projects: async (id) => {
      const where = path`/api/2/organizations/${id}/projects/`;
      return allOf(id, await readAll(client, { path: where, page: replies.ProjectPage }), homeOf);
    },
    invites: async (id) => {
      const where = path`/api/2/organizations/${id}/invites/`;
      return allOf(id, await readWhole(client, { path: where, page: replies.InvitePage }), homeOf);
    },
    grants: (id) =>
      readAll(client, {
        path: path`/api/2/organizations/${id}/projects/access`,
        page: replies.AccountGrantPage,
      }),
    roleGrants: (id) =>
      readAll(client, { path: path`/api/2/organizations/${id}/roles/access`, page: replies.RoleGrantPage }),
    audits: (id) =>
      pagesOf(client, { path: path`/api/2/audits/organization/${id}/`, page: replies.AuditPage }),
    projectInvites: async (id) => {
      const where = path`/api/2/projects/${id}/invites/`;
      const list = { path: where, page: replies.InvitePage, headers: headersOf(id) };
      return allOf(id, await readWhole(client, list), ({ project_id: project }) => project);
    },
  };
}

function homeOf({ org_id: home }: { readonly org_id?: string | null }): string | null | undefined {
  return home;
}

/** All of some rows, none of which says that it is somewhere else: such a row is nobody's to plan with. */
function allOf<Row extends { readonly id: string }>(
  place: string,
  rows: readonly Row[],
  placeOf: (row: Row) => string | null | undefined,
): readonly Row[] {
  const strange = rows.find((row) => (placeOf(row) || place) !== place);
  if (strange === undefined) return rows;
  throw new ConnectorError(
    `a list of ${place} has ${strange.id}, which is of ${String(placeOf(strange))}; nothing is done there until APImetrics' support has put that right`,
    { retryable: false },
  );
}

/** Calls below a project name it a second time. */
export function headersOf(project: string): Readonly<Record<string, string>> {
  return { "Apimetrics-Project-Id": project };
}
