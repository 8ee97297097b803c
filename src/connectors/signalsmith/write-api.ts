/** The writing endpoints of SignalSmith; no decisions. Those that make something give its id. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { ConnectionSettings, Reply, WriteClient } from "../../model/connector.ts";
import { type Api, createApi, headersOf } from "./api.ts";
import type {
  Grant,
  LevelChange,
  NewInvitation,
  NewOrganization,
  NewWorkspace,
  OrganizationChange,
  Role,
  RoleChange,
  WorkspaceChange,
  WorkspaceLink,
} from "./contract.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { Created } from "./replies.js";

/** Reading and writing endpoints. */
export interface WriteApi extends Api, OrganizationWrites, MemberWrites, WorkspaceWrites {}

interface OrganizationWrites {
  createOrganization(organization: NewOrganization): Promise<string>;
  updateOrganization(id: string, change: OrganizationChange): Promise<void>;
  deleteOrganization(id: string): Promise<void>;
  linkWorkspace(organization: string, workspace: string): Promise<void>;
  unlinkWorkspace(organization: string, workspace: string): Promise<void>;
  createWorkspace(organization: string, name: string): Promise<string>;
}

interface MemberWrites {
  /** The invitation's id is told by some servers only. */
  invite(organization: string, invitation: NewInvitation): Promise<string | undefined>;
  resendInvitation(organization: string, invitation: string): Promise<void>;
  cancelInvitation(organization: string, invitation: string): Promise<void>;
  setRole(organization: string, member: string, role: Role): Promise<void>;
  removeMember(organization: string, member: string): Promise<void>;
}

interface WorkspaceWrites {
  renameWorkspace(workspace: string, name: string): Promise<void>;
  grant(place: Place, account: string, role: string): Promise<void>;
  setLevel(workspace: string, account: string, role: string): Promise<void>;
  revoke(workspace: string, account: string): Promise<void>;
}

/** A workspace and the organization that it is linked to. */
export interface Place {
  readonly organization: string;
  readonly workspace: string;
}

/** All endpoints of one connection. */
export function createWriteApi(settings: ConnectionSettings, client: WriteClient): WriteApi {
  const dialect = dialectOf(settings);
  const calls = callsFrom(client, settings.workspace);
  return {
    ...createApi(settings, client),
    ...organizationWrites(calls),
    ...memberWrites(calls, dialect),
    ...workspaceWrites((workspace) => callsFrom(client, workspace), dialect),
  };
}

function organizationWrites({ make, post, put, remove }: Calls): OrganizationWrites {
  return {
    createOrganization: (organization) => make("/organizations", organization),
    updateOrganization: (id, change) => put(path`/organizations/${id}`, change),
    deleteOrganization: (id) => remove(path`/organizations/${id}`),
    linkWorkspace: async (id, workspace) => {
      const body: WorkspaceLink = { workspace_id: workspace };
      await post(path`/organizations/${id}/workspaces`, body);
    },
    unlinkWorkspace: (id, workspace) => remove(path`/organizations/${id}/workspaces/${workspace}`),
    createWorkspace: (id, name) => {
      const body: NewWorkspace = { name };
      return make(path`/organizations/${id}/workspaces`, body);
    },
  };
}

function memberWrites({ post, put, remove }: Calls, dialect: Dialect): MemberWrites {
  const invitations = dialect.invitations ?? "members";
  return {
    invite: async (id, invitation) => {
      const { body } = await post(`${path`/organizations/${id}`}/${dialect.invite}`, invitation);
      return Created(body) ? body.id : undefined;
    },
    resendInvitation: async (id, invitation) => {
      await post(path`/organizations/${id}/${invitations}/${invitation}/resend`);
    },
    cancelInvitation: (id, invitation) => remove(path`/organizations/${id}/${invitations}/${invitation}`),
    setRole: (id, member, role) => {
      const body: RoleChange = { org_role: role };
      return put(path`/organizations/${id}/members/${member}` + dialect.roleSuffix, body);
    },
    removeMember: (id, member) => remove(path`/organizations/${id}/members/${member}`),
  };
}

function workspaceWrites(callsFor: (workspace: string) => Calls, dialect: Dialect): WorkspaceWrites {
  return {
    renameWorkspace: (id, name) => {
      const body: WorkspaceChange = { name };
      return callsFor(id).put(path`/workspaces/${id}`, body);
    },
    grant: async ({ organization, workspace }, account, role) => {
      const body: Grant = { account_id: account, role };
      const through = dialect.grantsThroughOrganization ? path`/organizations/${organization}` : "";
      await callsFor(workspace).post(through + path`/workspaces/${workspace}/members`, body);
    },
    setLevel: (workspace, account, role) => {
      const body: LevelChange = { role };
      const where = path`/workspaces/${workspace}/members/${account}` + dialect.roleSuffix;
      return callsFor(workspace).put(where, body);
    },
    revoke: (workspace, account) =>
      callsFor(workspace).remove(path`/workspaces/${workspace}/members/${account}`),
  };
}

interface Calls {
  post(where: string, body?: object): Promise<Reply>;
  /** A POST of which the answer has to tell the id of what was made. */
  make(where: string, body: object): Promise<string>;
  put(where: string, body: object): Promise<void>;
  remove(where: string): Promise<void>;
}

function callsFrom(client: WriteClient, workspace: string | undefined): Calls {
  const headers = headersOf(workspace);
  const post = (where: string, body?: object) => client.send("POST", where, { body, headers });
  return {
    post,
    make: async (where, body) => readReply(Created, await post(where, body), `POST ${where}`).id,
    put: async (where, body) => {
      await client.send("PUT", where, { body, headers });
    },
    remove: async (where) => {
      await client.send("DELETE", where, { headers });
    },
  };
}
