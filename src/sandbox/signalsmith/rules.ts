import type { SignalSmithState, Workspace } from "./state.ts";

/** The roles every workspace has; all others are its own. */
export const WORKSPACE_ROLES: readonly string[] = ["owner", "admin", "member"];

/** Whether somebody with this role may invite, remove and link at all. */
export function mayManage(actor: string | undefined): boolean {
  return actor === "owner" || actor === "admin";
}

/** Whether somebody with the role `actor` may give, change or take away `role`: an admin anything but owner. */
export function mayHandle(actor: string | undefined, role: string): boolean {
  return actor === "owner" || (actor === "admin" && role !== "owner");
}

/** Whether a workspace knows this role, built in or its own. */
export function isWorkspaceRole(workspace: Workspace, role: string): boolean {
  return WORKSPACE_ROLES.includes(role) || workspace.roles.some(({ name }) => name === role);
}

/** The role an account acts with on a workspace: its own there, or a higher one on the organization. */
export function roleOnWorkspace(
  state: SignalSmithState,
  workspace: Workspace,
  account: string,
): string | undefined {
  const own = workspace.members.find((member) => member.account === account)?.role;
  const organization = state.organizations.find(({ id }) => id === workspace.organization_id);
  const above = organization?.members.find((member) => member.account === account)?.role;
  // A plain member of the organization sees nothing of a workspace without access of their own.
  const atLeast = mayManage(above) ? above : own;
  return own === "owner" ? own : atLeast;
}
