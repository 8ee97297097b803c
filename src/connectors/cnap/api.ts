/** The reading endpoints of CNAP; no decisions. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import type {
  Invitation,
  ManagedWorkspace,
  Management,
  Member,
  Organization,
  OrganizationSummary,
  Workspace,
  WorkspaceMember,
} from "./contract.ts";
import { readAll } from "./pages.ts";
import * as replies from "./replies.js";

/** Reading endpoints. Lists come whole. */
export interface Api {
  /** Those that the credential's user belongs to, with the user's role in each. */
  organizations(): Promise<readonly OrganizationSummary[]>;
  organization(id: string): Promise<Organization>;
  members(organization: string): Promise<readonly Member[]>;
  /** Those that nobody has accepted or cancelled; some may have run out. */
  invitations(organization: string): Promise<readonly Invitation[]>;
  /** Those that the organization manages. */
  managed(organization: string): Promise<readonly ManagedWorkspace[]>;
  /** Those that the credential's user sees. */
  workspaces(): Promise<readonly Workspace[]>;
  /** Who belongs to a workspace itself: the first page, since how to ask for another is not described. */
  workspaceMembers(workspace: string): Promise<readonly WorkspaceMember[]>;
  management(workspace: string): Promise<Management>;
}

/** The reading endpoints of one connection. */
export function createApi(client: ReadClient): Api {
  const byId = ({ id }: { readonly id: string }) => id;
  return {
    organizations: () =>
      readAll(client, { path: "/organizations", page: replies.OrganizationPage, id: byId }),
    organization: async (id) => {
      const where = path`/organizations/${id}`;
      return readReply(replies.Organization, await client.get(where), `GET ${where}`);
    },
    members: (id) =>
      readAll(client, {
        path: path`/organizations/${id}/members`,
        page: replies.MemberPage,
        id: ({ user_id: user }) => user,
      }),
    invitations: async (id) => {
      const list = { path: path`/organizations/${id}/invitations`, page: replies.InvitationPage, id: byId };
      return (await readAll(client, list)).filter(({ status }) => status === "pending");
    },
    managed: (id) =>
      readAll(client, {
        path: path`/organizations/${id}/workspaces`,
        page: replies.ManagedWorkspacePage,
        id: byId,
      }),
    workspaces: () => readAll(client, { path: "/workspaces", page: replies.WorkspacePage, id: byId }),
    workspaceMembers: async (id) => {
      const where = path`/workspaces/${id}/members`;
      const reply = await client.get(where, { headers: inWorkspace(id) });
      return readReply(replies.WorkspaceMemberPage, reply, `GET ${where}`).data;
    },
    management: async (id) => {
      const where = path`/workspaces/${id}/management`;
      const reply = await client.get(where, { headers: inWorkspace(id) });
      return readReply(replies.Management, reply, `GET ${where}`);
    },
  };
}

/** A user's credential is good for several workspaces: calls about one name it. */
export function inWorkspace(id: string): Readonly<Record<string, string>> {
  return { "akua-context": id };
}
