/** The endpoints of SignalSmith; no decisions. Paths are those of the guide and the two references, see README.md. */
import { path } from "../../io/http.ts";
import type { ConnectionSettings, ReadClient, Reply, WriteClient } from "../../model/connector.ts";
import type { LiveWorkspace } from "../../model/live.ts";
import { type Dialect, dialectOf, mixesPending } from "./dialect.ts";
import { parse, readAll } from "./pages.ts";
import {
  createdRow,
  type InvitationRow,
  invitationRow,
  type MemberRow,
  memberRow,
  type OrganizationRow,
  organizationRow,
  type WorkspaceMemberRow,
  workspaceMemberRow,
  workspaceRoleRow,
  workspaceRow,
} from "./schema.ts";

/** Reading endpoints. Lists come whole. */
export interface Api {
  organizations(): Promise<readonly OrganizationRow[]>;
  organization(id: string): Promise<OrganizationRow>;
  linked(organization: string): Promise<readonly LiveWorkspace[]>;
  members(organization: string): Promise<readonly MemberRow[]>;
  /** Empty in a dialect that has no list of them. */
  invitations(organization: string): Promise<readonly InvitationRow[]>;
  workspaces(): Promise<readonly LiveWorkspace[]>;
  workspaceMembers(workspace: string): Promise<readonly WorkspaceMemberRow[]>;
  workspaceRoles(workspace: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

/** What an invitation says, as the guide spells it. */
export interface Invitation {
  readonly email: string;
  readonly org_role: string;
  readonly workspace_access: readonly { readonly workspace_id: string; readonly role: string }[];
}

/** Writing endpoints; those that make something give its id, an invitation's being told by some servers only. */
export interface WriteApi extends Api {
  createOrganization(body: { readonly name: string; readonly slug?: string }): Promise<string>;
  updateOrganization(id: string, body: Readonly<Record<string, string | null>>): Promise<void>;
  deleteOrganization(id: string): Promise<void>;
  linkWorkspace(organization: string, workspace: string): Promise<void>;
  unlinkWorkspace(organization: string, workspace: string): Promise<void>;
  createWorkspace(organization: string, name: string): Promise<string>;
  renameWorkspace(workspace: string, name: string): Promise<void>;
  invite(organization: string, invitation: Invitation): Promise<string | undefined>;
  resendInvitation(organization: string, invitation: string): Promise<void>;
  cancelInvitation(organization: string, invitation: string): Promise<void>;
  setRole(organization: string, member: string, role: string): Promise<void>;
  removeMember(organization: string, member: string): Promise<void>;
  grant(place: Place, account: string, role: string): Promise<void>;
  setLevel(workspace: string, account: string, role: string): Promise<void>;
  revoke(workspace: string, account: string): Promise<void>;
}

/** A workspace and the organization that it is linked to. */
export interface Place {
  readonly organization: string;
  readonly workspace: string;
}

/** The reading endpoints of one connection. */
export function createApi(settings: ConnectionSettings, client: ReadClient): Api {
  const dialect = dialectOf(settings);
  const own = headersOf(settings.workspace);
  const member = memberRow(mixesPending(settings));
  return {
    organizations: () => readAll(client, { path: "/organizations", row: organizationRow, headers: own }),
    organization: async (id) => {
      const where = path`/organizations/${id}`;
      const reply = await client.get(where, { headers: own });
      return parse(organizationRow, reply.body, `GET ${where}`, reply);
    },
    linked: (id) =>
      readAll(client, { path: path`/organizations/${id}/workspaces`, row: workspaceRow, headers: own }),
    members: (id) => readAll(client, { path: path`/organizations/${id}/members`, row: member, headers: own }),
    invitations: async (id) =>
      dialect.invitations === undefined
        ? []
        : await readAll(client, {
            path: path`/organizations/${id}/${dialect.invitations}`,
            row: invitationRow,
            headers: own,
          }),
    workspaces: () => readAll(client, { path: "/workspaces", row: workspaceRow }),
    workspaceMembers: (id) =>
      readAll(client, {
        path: path`/workspaces/${id}/members`,
        row: workspaceMemberRow,
        headers: headersOf(id),
      }),
    workspaceRoles: (id) =>
      readAll(client, { path: path`/workspaces/${id}/roles`, row: workspaceRoleRow, headers: headersOf(id) }),
  };
}

/** All endpoints of one connection. */
export function createWriteApi(settings: ConnectionSettings, client: WriteClient): WriteApi {
  const dialect = dialectOf(settings);
  const headers = headersOf(settings.workspace);
  return {
    ...createApi(settings, client),
    ...organizationWrites(client, headers),
    ...memberWrites(client, dialect, headers),
    ...workspaceWrites(client, dialect),
  };
}

type Headers = Readonly<Record<string, string>>;

function organizationWrites(
  client: WriteClient,
  headers: Headers,
): Pick<
  WriteApi,
  | "createOrganization"
  | "updateOrganization"
  | "deleteOrganization"
  | "linkWorkspace"
  | "unlinkWorkspace"
  | "createWorkspace"
> {
  return {
    createOrganization: async (body) => idOf(await client.send("POST", "/organizations", { body, headers })),
    updateOrganization: async (id, body) => {
      await client.send("PUT", path`/organizations/${id}`, { body, headers });
    },
    deleteOrganization: async (id) => {
      await client.send("DELETE", path`/organizations/${id}`, { headers });
    },
    linkWorkspace: async (id, workspace) => {
      const body = { workspace_id: workspace };
      await client.send("POST", path`/organizations/${id}/workspaces`, { body, headers });
    },
    unlinkWorkspace: async (id, workspace) => {
      await client.send("DELETE", path`/organizations/${id}/workspaces/${workspace}`, { headers });
    },
    createWorkspace: async (id, name) =>
      idOf(await client.send("POST", path`/organizations/${id}/workspaces`, { body: { name }, headers })),
  };
}

function memberWrites(
  client: WriteClient,
  dialect: Dialect,
  headers: Headers,
): Pick<WriteApi, "invite" | "resendInvitation" | "cancelInvitation" | "setRole" | "removeMember"> {
  const invitations = dialect.invitations ?? "members";
  return {
    invite: async (id, body) => {
      const where = `${path`/organizations/${id}`}/${dialect.invite}`;
      return toldId(await client.send("POST", where, { body, headers }));
    },
    resendInvitation: async (id, invitation) => {
      await client.send("POST", path`/organizations/${id}/${invitations}/${invitation}/resend`, { headers });
    },
    cancelInvitation: async (id, invitation) => {
      await client.send("DELETE", path`/organizations/${id}/${invitations}/${invitation}`, { headers });
    },
    setRole: async (id, member, role) => {
      const where = path`/organizations/${id}/members/${member}` + dialect.roleSuffix;
      await client.send("PUT", where, { body: { org_role: role }, headers });
    },
    removeMember: async (id, member) => {
      await client.send("DELETE", path`/organizations/${id}/members/${member}`, { headers });
    },
  };
}

function workspaceWrites(
  client: WriteClient,
  dialect: Dialect,
): Pick<WriteApi, "renameWorkspace" | "grant" | "setLevel" | "revoke"> {
  return {
    renameWorkspace: async (id, name) => {
      await client.send("PUT", path`/workspaces/${id}`, { body: { name }, headers: headersOf(id) });
    },
    grant: async ({ organization, workspace }, account, role) => {
      const where = dialect.grantsThroughOrganization
        ? path`/organizations/${organization}/workspaces/${workspace}/members`
        : path`/workspaces/${workspace}/members`;
      await client.send("POST", where, {
        body: { account_id: account, role },
        headers: headersOf(workspace),
      });
    },
    setLevel: async (workspace, account, role) => {
      const where = path`/workspaces/${workspace}/members/${account}` + dialect.roleSuffix;
      await client.send("PUT", where, { body: { role }, headers: headersOf(workspace) });
    },
    revoke: async (workspace, account) => {
      const where = path`/workspaces/${workspace}/members/${account}`;
      await client.send("DELETE", where, { headers: headersOf(workspace) });
    },
  };
}

/** Workspace-scoped calls name their workspace; others name the connection's own, where it has one. */
function headersOf(workspace: string | undefined): Headers {
  return workspace === undefined ? {} : { "X-Workspace-ID": workspace };
}

function idOf(reply: Reply): string {
  return parse(createdRow, reply.body, "A creation", { ...reply, written: true }).id;
}

function toldId({ body }: Reply): string | undefined {
  return createdRow.safeParse(body).data?.id;
}
