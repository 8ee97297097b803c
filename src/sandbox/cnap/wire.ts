import type { CnapState, Deletion, Invitation, Member, Organization, Role, Workspace } from "./state.ts";
import { userById } from "./users.ts";

/** An organization as replies show it. */
export function organizationBody({ members: _, invitations: __, ...own }: Organization): object {
  return own;
}

/** A member, with what is known of the person. */
export function memberBody(state: CnapState, { user: id, ...own }: Member): object {
  const user = userById(state, id);
  return {
    user_id: id,
    name: user?.name ?? null,
    email: user?.email ?? null,
    image: user?.image ?? null,
    ...own,
  };
}

/** An invitation as replies show it. */
export function invitationBody({ id: organization_id }: Organization, { id, ...own }: Invitation): object {
  return { id, organization_id, ...own };
}

/** A workspace for those who work in it. */
export function workspaceBody(workspace: Workspace): object {
  const { id, name, slug, plan, workspace_class, created_at, updated_at, etag } = workspace;
  return { id, name, slug, plan, workspace_class, created_at, updated_at, etag };
}

/** A workspace for the organization that manages it: no slug, no etag. */
export function managedWorkspaceBody({ id, name, icon, created_at }: Workspace): object {
  return { id, name, icon, created_at };
}

/** Somebody who belongs to a workspace itself; the one time that is told as a text (inferred: since the workspace is). */
export function workspaceMemberBody(
  { id, created_at }: Workspace,
  { user, role }: { readonly user: string; readonly role: Role },
): object {
  const joined_at = new Date(created_at * 1000).toISOString();
  return { id: `wsm_${id.replace(/^ws_/, "")}_${user}`, user_id: user, role, joined_at };
}

/** Who manages a workspace; the etag is this relation's own. */
export function managementBody({ organizations }: CnapState, workspace: Workspace): object {
  const { id, management, management_etag: etag } = workspace;
  const organization = organizations.find((one) => one.id === management?.organization);
  return {
    workspace_id: id,
    management:
      management && organization
        ? {
            organization: { id: organization.id, name: organization.name },
            granted_at: management.granted_at,
          }
        : null,
    etag,
  };
}

/** The deletion of an organization as an operation. */
export function operationBody({ id, organization, started_at, completed_at }: Deletion): object {
  const work = { type: "organization.delete", organization_id: organization };
  const done = completed_at !== null;
  return {
    id,
    workspace_id: null,
    organization_id: organization,
    owner_type: "organization",
    owner_id: organization,
    parent_operation_id: null,
    state: done ? "SUCCEEDED" : "RUNNING",
    done,
    html_url: `https://console.sandbox.test/operations/${id}`,
    metadata: work,
    response: done ? work : null,
    error: null,
    last_error: null,
    started_at,
    completed_at,
  };
}
