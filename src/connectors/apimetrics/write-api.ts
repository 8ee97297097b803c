/** The writing endpoints of APImetrics; no decisions. Updates are POST. */
import { path } from "../../io/http.ts";
import { readReply, type Validate } from "../../io/reply.ts";
import type { Reply, WriteClient } from "../../model/connector.ts";
import { type Api, createApi, headersOf } from "./api.ts";
import type {
  AccountGrant,
  AccountGrantUpdate,
  GrantLevel,
  Invite,
  NewAccountGrant,
  NewInvite,
  NewProject,
  NewProjectInvite,
  NewRole,
  NewRoleGrant,
  OrganizationUpdate,
  Project,
  ProjectUpdate,
  RoleGrant,
} from "./contract.ts";
import * as replies from "./replies.js";
import { inItsWords } from "./words.ts";

/** Reading and writing endpoints. */
export interface WriteApi extends Api, OrganizationWrites, PeopleWrites, ProjectWrites, AccessWrites {}

interface OrganizationWrites {
  updateOrganization(id: string, change: OrganizationUpdate): Promise<void>;
  createRole(organization: string, role: NewRole): Promise<void>;
  deleteRole(organization: string, role: string): Promise<void>;
}

interface PeopleWrites {
  invite(organization: string, invite: NewInvite): Promise<Invite>;
  cancelInvite(organization: string, invite: string): Promise<void>;
  assignRole(organization: string, account: string, role: string): Promise<void>;
  unassignRole(organization: string, account: string, role: string): Promise<void>;
  removeAccount(organization: string, account: string): Promise<void>;
}

interface ProjectWrites {
  createProject(organization: string, project: NewProject): Promise<Project>;
  updateProject(id: string, change: ProjectUpdate): Promise<void>;
  deleteProject(organization: string, id: string): Promise<void>;
}

interface AccessWrites {
  /** Names the account always: without it the caller would get the access. */
  grant(project: string, grant: AccountAccess): Promise<AccountGrant>;
  setLevel(project: string, grant: string, level: GrantLevel): Promise<AccountGrant>;
  revoke(project: string, grant: string): Promise<void>;
  grantRole(project: string, grant: NewRoleGrant): Promise<RoleGrant>;
  revokeRole(project: string, grant: string): Promise<void>;
  inviteToProject(project: string, invite: NewProjectInvite): Promise<Invite>;
  cancelProjectInvite(project: string, invite: string): Promise<void>;
}

/** An account and the level that it shall have. */
export type AccountAccess = Required<Pick<NewAccountGrant, "account_id" | "access_level">>;

/** All endpoints of one connection. */
export function createWriteApi(client: WriteClient): WriteApi {
  const calls = callsFrom(client);
  return {
    ...createApi(client),
    ...organizationWrites(calls),
    ...peopleWrites(calls),
    ...projectWrites(calls),
    ...accessWrites(calls),
  };
}

function organizationWrites({ post, make, remove }: Calls): OrganizationWrites {
  return {
    updateOrganization: (id, change) => post(path`/api/2/organizations/${id}/`, change),
    createRole: async (id, role) => {
      await make(path`/api/2/organizations/${id}/roles/`, role, replies.Role);
    },
    deleteRole: (id, role) => remove(path`/api/2/organizations/${id}/roles/${role}/`),
  };
}

function peopleWrites({ post, make, remove }: Calls): PeopleWrites {
  return {
    invite: (id, invite) => make(path`/api/2/organizations/${id}/invites/`, invite, replies.Invite),
    cancelInvite: (id, invite) => remove(path`/api/2/organizations/${id}/invites/${invite}/`),
    assignRole: (id, account, role) =>
      post(path`/api/2/organizations/${id}/accounts/${account}/role/${role}/`, {}),
    unassignRole: (id, account, role) =>
      remove(path`/api/2/organizations/${id}/accounts/${account}/role/${role}/`),
    removeAccount: (id, account) => remove(path`/api/2/organizations/${id}/accounts/${account}/`),
  };
}

function projectWrites({ post, make, remove }: Calls): ProjectWrites {
  return {
    createProject: (id, project) =>
      make(path`/api/2/organizations/${id}/projects/`, project, replies.Project),
    updateProject: (id, change) => post(path`/api/2/projects/${id}/`, change, headersOf(id)),
    deleteProject: (id, project) => remove(path`/api/2/organizations/${id}/projects/${project}/`),
  };
}

function accessWrites({ make, remove }: Calls): AccessWrites {
  return {
    grant: (id, grant) =>
      make(path`/api/2/projects/${id}/access/`, grant, replies.AccountGrant, headersOf(id)),
    setLevel: (id, grant, level) => {
      const body: AccountGrantUpdate = { access_level: level };
      return make(path`/api/2/projects/${id}/access/${grant}/`, body, replies.AccountGrant, headersOf(id));
    },
    revoke: (id, grant) => remove(path`/api/2/projects/${id}/access/${grant}/`, headersOf(id)),
    grantRole: (id, grant) =>
      make(path`/api/2/projects/${id}/roles/`, grant, replies.RoleGrant, headersOf(id)),
    revokeRole: (id, grant) => remove(path`/api/2/projects/${id}/roles/${grant}/`, headersOf(id)),
    inviteToProject: (id, invite) =>
      make(path`/api/2/projects/${id}/invites/`, invite, replies.Invite, headersOf(id)),
    cancelProjectInvite: (id, invite) =>
      remove(path`/api/2/projects/${id}/invites/${invite}/`, headersOf(id)),
  };
}

type Headers = Readonly<Record<string, string>>;

interface Calls {
  post(where: string, body: object, headers?: Headers): Promise<void>;
  /** A POST of which the answer has to be what was made. */
  make<T>(where: string, body: object, answer: Validate<T>, headers?: Headers): Promise<T>;
  remove(where: string, headers?: Headers): Promise<void>;
}

function callsFrom(client: WriteClient): Calls {
  const send = (
    method: "POST" | "DELETE",
    where: string,
    options: Parameters<WriteClient["send"]>[2],
  ): Promise<Reply> => inItsWords(`${method} ${where}`, client.send(method, where, options));
  return {
    post: async (where, body, headers = {}) => {
      await send("POST", where, { body, headers });
    },
    make: async (where, body, answer, headers = {}) =>
      readReply(answer, await send("POST", where, { body, headers }), `POST ${where}`),
    remove: async (where, headers = {}) => {
      await send("DELETE", where, { headers });
    },
  };
}
