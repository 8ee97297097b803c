import * as z from "zod";
import { found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import { type Call, checkEtag, enterOrganization, type Operation, param, readBody } from "./call.ts";
import { workspaceName, workspaceSlug } from "./fields.ts";
import { issueEtag } from "./ids.ts";
import { page } from "./list.ts";
import { hasOwnAccess, managedWorkspaces, mayManage, roleOnWorkspace } from "./rules.ts";
import type { Role, Workspace } from "./state.ts";
import { touch } from "./time.ts";
import { managedWorkspaceBody, managementBody, workspaceBody, workspaceMemberBody } from "./wire.ts";

const updateBody = z.strictObject({ name: workspaceName.optional(), slug: workspaceSlug.optional() });

const one = "/workspaces/:workspace";

/** Workspaces, and the organization that may manage each. */
export const workspaceOperations: readonly Operation[] = [
  { method: "GET", path: "/organizations/:organization/workspaces", answer: listManaged },
  { method: "GET", path: "/workspaces", answer: listWorkspaces },
  { method: "GET", path: one, answer: readWorkspace },
  { method: "PATCH", path: one, answer: updateWorkspace },
  { method: "GET", path: `${one}/members`, answer: listMembers },
  { method: "GET", path: `${one}/management`, answer: readManagement },
  {
    method: "POST",
    path: "/workspaces/:action{[^/]+:revokeManagement}",
    keyed: true,
    answer: revokeManagement,
  },
];

function listManaged(call: Call): Reply {
  const { organization } = enterOrganization(call, 403);
  const managed = managedWorkspaces(call.state, organization);
  return page(call, `workspaces of ${organization.id}`, managed, managedWorkspaceBody);
}

function listWorkspaces(call: Call): Reply {
  const context = call.headers.get("akua-context");
  if (context !== null) {
    const { workspace } = enterWorkspace(call, context, 403);
    return page(call, "workspaces", [workspace], workspaceBody);
  }
  const visible = call.state.workspaces.filter((workspace) => isListed(call, workspace));
  return page(call, "workspaces", visible, workspaceBody);
}

function readWorkspace(call: Call): Reply {
  return ok(workspaceBody(enterWorkspace(call, param(call, "workspace")).workspace));
}

function listMembers(call: Call): Reply {
  const { workspace } = enterWorkspace(call, param(call, "workspace"));
  const owner = { user: workspace.owner, role: "owner" } as const;
  const everybody = [owner, ...workspace.members];
  return page(call, `members of ${workspace.id}`, everybody, (member) =>
    workspaceMemberBody(workspace, member),
  );
}

function updateWorkspace(call: Call): Reply {
  const { workspace, role } = enterWorkspace(call, param(call, "workspace"), 403);
  if (!mayManage(role)) {
    throw new Refusal(403, "Only the owner and admins of the workspace may do this");
  }
  const { name = workspace.name, slug = workspace.slug } = readBody(call, updateBody, 422);
  checkEtag(call, workspace.etag);
  if (call.state.workspaces.some((other) => other !== workspace && other.slug === slug)) {
    throw new Refusal(409, `The slug ${slug} is taken`);
  }
  workspace.name = name;
  workspace.slug = slug;
  touch(call.state, workspace, call.now);
  return ok(workspaceBody(workspace));
}

function readManagement(call: Call): Reply {
  const { workspace } = enterWorkspace(call, param(call, "workspace"));
  return ok(managementBody(call.state, workspace));
}

function revokeManagement(call: Call): Reply {
  const id = param(call, "action").replace(/:revokeManagement$/, "");
  const { workspace, role } = enterWorkspace(call, id);
  if (role !== "owner") {
    throw new Refusal(403, "Only the owner of the workspace may do this");
  }
  checkEtag(call, workspace.management_etag);
  found(workspace.management ?? undefined, `An organization that manages ${id}`);
  workspace.management = null;
  workspace.management_etag = issueEtag(call.state);
  return noContent();
}

function isListed({ state, settings, caller }: Call, workspace: Workspace): boolean {
  return settings.managedWorkspaces === "hidden" && caller.kind === "user"
    ? hasOwnAccess(workspace, caller.user.id)
    : roleOnWorkspace(state, workspace, caller) !== undefined;
}

function enterWorkspace(
  { state, caller, headers }: Call,
  id: string,
  unknown: 403 | 404 = 404,
): { readonly workspace: Workspace; readonly role: Role } {
  const workspace = state.workspaces.find((one) => one.id === id);
  if (unknown === 404) {
    found(workspace, `Workspace ${id}`);
  }
  const role = workspace && roleOnWorkspace(state, workspace, caller);
  if (workspace === undefined || role === undefined) {
    throw new Refusal(403, "You have no access to this workspace");
  }
  const context = headers.get("akua-context");
  if (context !== null && context !== id) {
    throw new Refusal(403, `Akua-Context names ${context}, not ${id}`);
  }
  return { workspace, role };
}
