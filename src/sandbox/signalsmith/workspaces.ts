import * as z from "zod";
import { created, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  DIALECTS,
  enterWorkspace,
  manageWorkspace,
  type Operation,
  REFERENCES,
  readBody,
} from "./call.ts";
import { isoTime } from "./expiry.ts";
import { issueId } from "./ids.ts";
import { list } from "./list.ts";
import { isWorkspaceRole, roleOnWorkspace, WORKSPACE_ROLES } from "./rules.ts";
import type { Role } from "./state.ts";
import { customRoleBody, systemRoleBody, workspaceBody } from "./wire.ts";

const updateBody = z.object({
  name: z.string().min(1).optional(),
  slug: z.string().min(1).optional(),
  avatar_url: z.string().nullable().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});
const roleBody = z.object({
  name: z.string().min(1),
  description: z.string().default(""),
  permissions: z.array(z.string()).default([]),
});

const one = "/workspaces/:workspace";

/** Workspaces by themselves, and their roles. */
export const workspaceOperations: readonly Operation[] = [
  { method: "GET", path: "/workspaces", dialects: DIALECTS, answer: listWorkspaces },
  { method: "GET", path: one, dialects: DIALECTS, answer: readWorkspace },
  { method: "PUT", path: one, dialects: ["guide", "reference-a"], answer: updateWorkspace },
  { method: "GET", path: `${one}/roles`, dialects: REFERENCES, answer: listRoles },
  { method: "POST", path: `${one}/roles`, dialects: REFERENCES, answer: createRole },
];

function listWorkspaces(call: Call): Reply {
  const { state, caller } = call;
  const visible = state.workspaces.filter((workspace) => roleOnWorkspace(state, workspace, caller.id));
  return list(call, "array", visible, workspaceBody);
}

function readWorkspace(call: Call): Reply {
  return ok(workspaceBody(enterWorkspace(call).workspace));
}

function updateWorkspace(call: Call): Reply {
  const { workspace } = manageWorkspace(call);
  const body = readBody(call, updateBody);
  const slug = body.slug ?? workspace.slug;
  if (call.state.workspaces.some((other) => other !== workspace && other.slug === slug)) {
    throw new Refusal(409, `The slug ${slug} is taken by another workspace`);
  }
  workspace.slug = slug;
  workspace.name = body.name ?? workspace.name;
  workspace.avatar_url = body.avatar_url === undefined ? workspace.avatar_url : body.avatar_url;
  workspace.settings = body.settings ?? workspace.settings;
  workspace.updated_at = isoTime(call.now);
  return ok(workspaceBody(workspace));
}

function listRoles(call: Call): Reply {
  const { workspace } = enterWorkspace(call);
  const rows = [
    ...WORKSPACE_ROLES.map(systemRoleBody),
    ...workspace.roles.map((role) => customRoleBody(workspace, role)),
  ];
  return list(call, "array", rows, (row) => row);
}

function createRole(call: Call): Reply {
  const { workspace } = manageWorkspace(call);
  const body = readBody(call, roleBody);
  if (isWorkspaceRole(workspace, body.name)) {
    throw new Refusal(409, `The workspace has a role ${body.name} already`);
  }
  const at = isoTime(call.now);
  const role: Role = { id: issueId(call.state, "role"), ...body, created_at: at, updated_at: at };
  workspace.roles.push(role);
  return created(customRoleBody(workspace, role));
}
