import { accountByEmail, addAccount, sameEmail } from "./accounts.ts";
import { isoTime } from "./expiry.ts";
import { issueId } from "./ids.ts";
import type {
  Account,
  Invitation,
  Organization,
  OrganizationMember,
  OrganizationRole,
  SignalSmithState,
  Via,
  Workspace,
  WorkspaceAccess,
  WorkspaceMember,
} from "./state.ts";

/** The workspaces linked to an organization. */
export function linkedWorkspaces(state: SignalSmithState, organization: Organization): readonly Workspace[] {
  return state.workspaces.filter((workspace) => workspace.organization_id === organization.id);
}

/** What somebody gets on entering an organization. */
export interface Entry {
  readonly account: string;
  readonly role: OrganizationRole;
  readonly access: readonly WorkspaceAccess[];
}

/** Makes an account a member, with access to those of the named workspaces that are linked. */
export function join(
  state: SignalSmithState,
  organization: Organization,
  { account, role, access }: Entry,
  now: number,
): OrganizationMember {
  const member = { id: issueId(state, "mem"), account, role, joined_at: isoTime(now), last_active: null };
  organization.members.push(member);
  for (const workspace of linkedWorkspaces(state, organization)) {
    const named = access.find(({ workspace_id }) => workspace_id === workspace.id);
    if (named !== undefined) {
      giveAccess(workspace, { account, role: named.role, via: "organization" }, now);
    }
  }
  return member;
}

/** Accepts an invitation for its e-mail, whose account is made if there is none. */
export function accept(
  state: SignalSmithState,
  organization: Organization,
  invitation: Invitation,
  now: number,
): OrganizationMember {
  const account: Account = accountByEmail(state, invitation.email) ?? addAccount(state, invitation.email);
  dropInvitation(organization, invitation.email);
  const { org_role: role, workspace_access: access } = invitation;
  return join(state, organization, { account: account.id, role, access }, now);
}

/** Takes the invitation of an e-mail away, if there is one. */
export function dropInvitation(organization: Organization, email: string): void {
  organization.invitations = organization.invitations.filter((one) => !sameEmail(one.email, email));
}

/** Removes an account from an organization and from every workspace linked to it, direct access included. */
export function leave(state: SignalSmithState, organization: Organization, account: string): void {
  organization.members = organization.members.filter((member) => member.account !== account);
  for (const workspace of linkedWorkspaces(state, organization)) {
    takeAccess(workspace, account);
  }
}

/** Gives access with one role; somebody who has access keeps where it comes from and gets the role. */
export function giveAccess(
  workspace: Workspace,
  { account, role, via }: { readonly account: string; readonly role: string; readonly via: Via },
  now: number,
): WorkspaceMember {
  const present = workspace.members.find((member) => member.account === account);
  if (present !== undefined) {
    present.role = role;
    return present;
  }
  const member = { account, role, via, joined_at: isoTime(now) };
  workspace.members.push(member);
  return member;
}

/** Takes all access to one workspace from an account. */
export function takeAccess(workspace: Workspace, account: string): void {
  workspace.members = workspace.members.filter((member) => member.account !== account);
}

/** Lets a workspace go on by itself: whoever came through the organization loses access. */
export function unlink(workspace: Workspace): void {
  workspace.organization_id = null;
  workspace.members = workspace.members.filter(({ via }) => via === "direct");
}

/** Deletes an organization; unlike `unlink`, everybody keeps their access to its workspaces. */
export function dissolve(state: SignalSmithState, organization: Organization): void {
  for (const workspace of linkedWorkspaces(state, organization)) {
    workspace.organization_id = null;
    workspace.members = workspace.members.map((member) => ({ ...member, via: "direct" }));
  }
  state.organizations = state.organizations.filter((one) => one !== organization);
}
