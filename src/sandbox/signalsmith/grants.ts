import * as z from "zod";
import { Refusal } from "../reply.ts";
import { linkedWorkspaces } from "./membership.ts";
import { isWorkspaceRole, mayHandle } from "./rules.ts";
import {
  ORGANIZATION_ROLES,
  type Organization,
  type OrganizationRole,
  type SignalSmithState,
  type Workspace,
  type WorkspaceAccess,
} from "./state.ts";

/** A role in an organization, as a body gives it. */
export const organizationRole: z.ZodType<OrganizationRole> = z.enum(ORGANIZATION_ROLES);

/** The body that gives an account a role on a workspace. */
export const grantBody: z.ZodType<{ account_id: string; role: string }> = z.object({
  account_id: z.string().min(1),
  role: z.string().min(1),
});

/** The workspaces, with a role in each, that an invitation names. */
export const accessBody: z.ZodType<WorkspaceAccess[]> = z.array(
  z.object({ workspace_id: z.string().min(1), role: z.string().min(1) }),
);

/** Refuses (403) what the actor's role does not let them give, change or take away. */
export function checkHandle(actor: string, role: string): void {
  if (!mayHandle(actor, role)) {
    throw new Refusal(403, `With the role ${actor} you may not handle the role ${role}`);
  }
}

/** Refuses a role the workspace does not have (400) or the actor may not give (403). */
export function checkGrant(workspace: Workspace, actor: string, role: string): void {
  if (!isWorkspaceRole(workspace, role)) {
    throw new Refusal(400, `role: workspace ${workspace.id} has no role ${role}`);
  }
  checkHandle(actor, role);
}

/** Refuses (400) access to a workspace that is not linked, named twice, or without that role. */
export function checkAccess(
  state: SignalSmithState,
  organization: Organization,
  access: readonly WorkspaceAccess[],
): void {
  const linked = new Map(linkedWorkspaces(state, organization).map((workspace) => [workspace.id, workspace]));
  for (const [index, { workspace_id, role }] of access.entries()) {
    const field = `workspace_access.${index}`;
    const workspace = linked.get(workspace_id);
    if (workspace === undefined) {
      throw new Refusal(
        400,
        `${field}.workspace_id: ${workspace_id} is not a workspace of this organization`,
      );
    }
    if (!isWorkspaceRole(workspace, role)) {
      throw new Refusal(400, `${field}.role: workspace ${workspace_id} has no role ${role}`);
    }
    if (access.findIndex((other) => other.workspace_id === workspace_id) !== index) {
      throw new Refusal(400, `${field}.workspace_id: ${workspace_id} is named twice`);
    }
  }
}
