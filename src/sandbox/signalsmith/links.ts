import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  DIALECTS,
  enterOrganization,
  manageOrganization,
  type Operation,
  param,
  REFERENCES,
  readBody,
  visibleWorkspace,
} from "./call.ts";
import { isoTime } from "./expiry.ts";
import { checkGrant, grantBody } from "./grants.ts";
import { issueId, slugify } from "./ids.ts";
import { list } from "./list.ts";
import { giveAccess, linkedWorkspaces, unlink } from "./membership.ts";
import type { Organization, Workspace } from "./state.ts";
import { workspaceBody, workspaceMemberBody } from "./wire.ts";

const linkBody = z.object({ workspace_id: z.string().min(1) });
const createBody = z.object({ name: z.string().min(1), slug: z.string().min(1).optional() });

const workspaces = "/organizations/:organization/workspaces";

/** The workspaces of an organization; the same POST links one in the guide and makes one in the references. */
export const linkOperations: readonly Operation[] = [
  { method: "GET", path: workspaces, dialects: DIALECTS, answer: listLinked },
  { method: "POST", path: workspaces, dialects: ["guide"], answer: linkWorkspace },
  { method: "POST", path: workspaces, dialects: REFERENCES, answer: createWorkspace },
  { method: "DELETE", path: `${workspaces}/:workspace`, dialects: ["guide"], answer: unlinkWorkspace },
  { method: "POST", path: `${workspaces}/:workspace/members`, dialects: ["reference-b"], answer: addInside },
];

function listLinked(call: Call): Reply {
  const { organization } = enterOrganization(call);
  return list(call, "array", linkedWorkspaces(call.state, organization), workspaceBody);
}

function linkWorkspace(call: Call): Reply {
  const { organization } = manageOrganization(call);
  const { workspace } = visibleWorkspace(call, readBody(call, linkBody).workspace_id);
  if (workspace.organization_id === organization.id) {
    return ok(workspaceBody(workspace));
  }
  if (workspace.organization_id !== null) {
    throw new Refusal(409, `Workspace ${workspace.id} already belongs to another organization`);
  }
  workspace.organization_id = organization.id;
  workspace.updated_at = isoTime(call.now);
  return created(workspaceBody(workspace));
}

function createWorkspace(call: Call): Reply {
  const { state, caller, now } = call;
  const { organization } = manageOrganization(call);
  const body = readBody(call, createBody);
  const slug = body.slug ?? slugify(body.name);
  if (state.workspaces.some((one) => one.slug === slug)) {
    throw new Refusal(409, `The slug ${slug} is taken by another workspace`);
  }
  const workspace: Workspace = {
    id: issueId(state, "ws"),
    name: body.name,
    slug,
    avatar_url: null,
    default_role: "member",
    settings: {},
    organization_id: organization.id,
    members: [],
    roles: [],
    created_at: isoTime(now),
    updated_at: isoTime(now),
  };
  giveAccess(workspace, { account: caller.id, role: "owner", via: "direct" }, now);
  state.workspaces.push(workspace);
  return created(workspaceBody(workspace));
}

function unlinkWorkspace(call: Call): Reply {
  const workspace = linked(call, manageOrganization(call).organization);
  unlink(workspace);
  workspace.updated_at = isoTime(call.now);
  return noContent();
}

function addInside(call: Call): Reply {
  const { organization, role } = manageOrganization(call);
  const workspace = linked(call, organization);
  const grant = readBody(call, grantBody);
  checkGrant(workspace, role, grant.role);
  if (!organization.members.some(({ account }) => account === grant.account_id)) {
    throw new Refusal(400, `account_id: ${grant.account_id} is not a member of the organization`);
  }
  if (workspace.members.some(({ account }) => account === grant.account_id)) {
    throw new Refusal(409, `Account ${grant.account_id} is already a member of the workspace`);
  }
  const member = giveAccess(
    workspace,
    { account: grant.account_id, role: grant.role, via: "organization" },
    call.now,
  );
  return created(workspaceMemberBody(call.state, member));
}

function linked(call: Call, organization: Organization): Workspace {
  const id = param(call, "workspace");
  const workspace = linkedWorkspaces(call.state, organization).find((one) => one.id === id);
  return found(workspace, `Workspace ${id} of this organization`);
}
