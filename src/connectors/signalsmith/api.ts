/** The reading endpoints of SignalSmith; no decisions. Paths are those of the guide and the two references, see README.md. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { ConnectionSettings, ReadClient } from "../../model/connector.ts";
import type { LiveWorkspace } from "../../model/live.ts";
import type { WorkspaceRole } from "./contract.ts";
import { dialectOf, mixesPending } from "./dialect.ts";
import { liveWorkspace, type OrganizationRow, organizationRow } from "./live.ts";
import {
  type InvitationRow,
  invitationRow,
  type MemberRow,
  memberRow,
  type WorkspaceMemberRow,
  workspaceMemberRow,
} from "./live-people.ts";
import { type List, readAll } from "./pages.ts";
import * as replies from "./replies.js";

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
  workspaceRoles(workspace: string): Promise<readonly WorkspaceRole[]>;
}

/** The reading endpoints of one connection. */
export function createApi(settings: ConnectionSettings, client: ReadClient): Api {
  const { invitations } = dialectOf(settings);
  const headers = headersOf(settings.workspace);
  const organizations = { reply: replies.OrganizationList, row: organizationRow };
  const workspaces = { reply: replies.WorkspaceList, row: liveWorkspace };
  const members = { reply: replies.MemberList, row: memberRow(mixesPending(settings)) };
  const invited = { reply: replies.InvitationList, row: invitationRow };
  const inside = { reply: replies.WorkspaceMemberList, row: workspaceMemberRow };
  const roles = { reply: replies.WorkspaceRoleList, row: (role: WorkspaceRole) => role };
  const all = <Told, Row extends { readonly id: string }>(list: List<Told, Row>) => readAll(client, list);
  return {
    organizations: () => all({ ...organizations, path: "/organizations", headers }),
    organization: async (id) => {
      const where = path`/organizations/${id}`;
      const reply = await client.get(where, { headers });
      return organizationRow(readReply(replies.Organization, reply, `GET ${where}`));
    },
    linked: (id) => all({ ...workspaces, path: path`/organizations/${id}/workspaces`, headers }),
    members: (id) => all({ ...members, path: path`/organizations/${id}/members`, headers }),
    invitations: async (id) =>
      invitations === undefined
        ? []
        : await all({ ...invited, path: path`/organizations/${id}/${invitations}`, headers }),
    workspaces: () => all({ ...workspaces, path: "/workspaces" }),
    workspaceMembers: (id) =>
      all({ ...inside, path: path`/workspaces/${id}/members`, headers: headersOf(id) }),
    workspaceRoles: (id) => all({ ...roles, path: path`/workspaces/${id}/roles`, headers: headersOf(id) }),
  };
}

/** Workspace-scoped calls name their workspace; others name the connection's own, where it has one. */
export function headersOf(workspace: string | undefined): Readonly<Record<string, string>> {
  return workspace === undefined ? {} : { "X-Workspace-ID": workspace };
}
