import { accountById } from "./accounts.ts";
import type { Call } from "./call.ts";
import { isExpired } from "./expiry.ts";
import { linkedWorkspaces } from "./membership.ts";
import type {
  Invitation,
  Organization,
  OrganizationMember,
  Role,
  SignalSmithState,
  Workspace,
  WorkspaceMember,
} from "./state.ts";

/** An organization as replies show it. */
export function organizationBody(state: SignalSmithState, organization: Organization): object {
  const { members, invitations: _, ...own } = organization;
  return {
    ...own,
    workspace_count: linkedWorkspaces(state, organization).length,
    member_count: members.length,
  };
}

/** A workspace as replies show it. */
export function workspaceBody({ members, roles: _, ...own }: Workspace): object {
  return { ...own, member_count: members.length };
}

/** A member of an organization; `id` is what the dialect's paths take: the member's in the guide, else the account's. */
export function memberBody(
  { state, settings }: Call,
  organization: Organization,
  member: OrganizationMember,
): object {
  const access = linkedWorkspaces(state, organization).filter(({ members }) =>
    members.some(({ account }) => account === member.account),
  );
  return {
    id: settings.dialect === "guide" ? member.id : member.account,
    ...personBody(state, member.account),
    org_role: member.role,
    status: "active",
    workspaces: access.length,
    last_active: member.last_active,
    joined_at: member.joined_at,
  };
}

/** A row of the member list for somebody who has not accepted yet. */
export function invitedBody(invitation: Invitation, now: number): object {
  return {
    id: invitation.id,
    account_id: null,
    email: invitation.email,
    name: null,
    org_role: invitation.org_role,
    status: isExpired(invitation, now) ? "expired" : "invited",
    workspaces: invitation.workspace_access.length,
    last_active: null,
    joined_at: null,
    invitation_id: invitation.id,
    expires_at: invitation.expires_at,
  };
}

/** An invitation as replies show it; how often it was sent stays inside. */
export function invitationBody(invitation: Invitation, now: number): object {
  const { sends: _, ...shown } = invitation;
  return { ...shown, status: isExpired(invitation, now) ? "expired" : "pending" };
}

/** A member of a workspace; where the access comes from is not told. */
export function workspaceMemberBody(state: SignalSmithState, member: WorkspaceMember): object {
  return {
    id: member.account,
    ...personBody(state, member.account),
    role: member.role,
    status: "active",
    joined_at: member.joined_at,
  };
}

/** A workspace's custom role. */
export function customRoleBody(workspace: Workspace, role: Role): object {
  return { ...role, workspace_id: workspace.id, is_system: false };
}

/** A role that every workspace has. */
export function systemRoleBody(name: string): object {
  const since = "2026-01-01T00:00:00.000Z";
  return {
    id: `role_${name}`,
    workspace_id: null,
    name,
    description: `Built-in role ${name}`,
    is_system: true,
    permissions: [],
    created_at: since,
    updated_at: since,
  };
}

function personBody(state: SignalSmithState, id: string): object {
  const account = accountById(state, id);
  return { account_id: id, email: account?.email ?? null, name: account?.name ?? null };
}
