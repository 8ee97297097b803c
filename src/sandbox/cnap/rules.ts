import type { CnapState, Member, Organization, Role, User, Workspace } from "./state.ts";

/** Whether somebody with this role may add, invite and remove people and edit the profile. */
export function mayManage(role: Role): boolean {
  return role !== "member";
}

/** Whether this member is the only owner, whom the organization cannot lose. */
export function isLastOwner(organization: Organization, { user, role }: Member): boolean {
  return (
    role === "owner" && !organization.members.some((other) => other.role === "owner" && other.user !== user)
  );
}

/** The membership of a user, if they have one. */
export function membershipOf(organization: Organization, user: string | undefined): Member | undefined {
  return organization.members.find((member) => member.user === user);
}

/** Whether the organization is being deleted. */
export function isLeaving({ deletions }: CnapState, { id }: Organization): boolean {
  return deletions.some(({ organization, completed_at }) => organization === id && completed_at === null);
}

/** The workspaces that an organization manages. */
export function managedWorkspaces({ workspaces }: CnapState, { id }: Organization): readonly Workspace[] {
  return workspaces.filter(({ management }) => management?.organization === id);
}

/** Who sends a request: a user, or a workspace whose own token it is. */
export type Caller =
  | { readonly kind: "user"; readonly user: User }
  | { readonly kind: "workspace"; readonly workspace: Workspace };

/** The role that a caller acts with on a workspace; any member of its managing organization is admin there. */
export function roleOnWorkspace(state: CnapState, workspace: Workspace, caller: Caller): Role | undefined {
  if (caller.kind === "workspace") {
    return caller.workspace === workspace ? "owner" : undefined;
  }
  const { id } = caller.user;
  if (workspace.owner === id) {
    return "owner";
  }
  return isManager(state, workspace, id) ? "admin" : workspace.members.find(({ user }) => user === id)?.role;
}

/** Whether a user reaches a workspace by themselves, without the organization that manages it. */
export function hasOwnAccess({ owner, members }: Workspace, user: string): boolean {
  return owner === user || members.some((member) => member.user === user);
}

function isManager(state: CnapState, { management }: Workspace, user: string): boolean {
  const organization = state.organizations.find(({ id }) => id === management?.organization);
  return organization !== undefined && membershipOf(organization, user) !== undefined;
}
