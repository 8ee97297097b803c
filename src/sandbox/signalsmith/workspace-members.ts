import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import { accountById } from "./accounts.ts";
import {
  type Call,
  DIALECTS,
  enterWorkspace,
  manageWorkspace,
  type Operation,
  param,
  readBody,
} from "./call.ts";
import { checkGrant, checkHandle, grantBody } from "./grants.ts";
import { list } from "./list.ts";
import { giveAccess, takeAccess } from "./membership.ts";
import type { Workspace, WorkspaceMember } from "./state.ts";
import { workspaceMemberBody } from "./wire.ts";

const roleBody = z.object({ role: z.string().min(1) });

const members = "/workspaces/:workspace/members";

/** The people of one workspace; the two ways to change a role are where the references differ. */
export const workspaceMemberOperations: readonly Operation[] = [
  { method: "GET", path: members, dialects: DIALECTS, answer: listMembers },
  { method: "POST", path: members, dialects: DIALECTS, answer: addMember },
  { method: "PUT", path: `${members}/:account`, dialects: ["guide", "reference-a"], answer: changeRole },
  { method: "PUT", path: `${members}/:account/role`, dialects: ["reference-b"], answer: changeRole },
  { method: "DELETE", path: `${members}/:account`, dialects: DIALECTS, answer: removeMember },
];

function listMembers(call: Call): Reply {
  const { workspace } = enterWorkspace(call);
  return list(call, "paged", workspace.members, (member) => workspaceMemberBody(call.state, member));
}

function addMember(call: Call): Reply {
  const { workspace, role: actor } = manageWorkspace(call);
  const { account_id: account, role } = readBody(call, grantBody);
  checkGrant(workspace, actor, role);
  found(accountById(call.state, account), `Account ${account}`);
  if (workspace.members.some((member) => member.account === account)) {
    throw new Refusal(409, `Account ${account} is already a member of the workspace`);
  }
  const member = giveAccess(workspace, { account, role, via: "direct" }, call.now);
  return created(workspaceMemberBody(call.state, member));
}

function changeRole(call: Call): Reply {
  const { workspace, role: actor } = manageWorkspace(call);
  const { role } = readBody(call, roleBody);
  const member = memberToHandle(call, workspace, actor);
  checkGrant(workspace, actor, role);
  member.role = role;
  return ok(workspaceMemberBody(call.state, member));
}

function removeMember(call: Call): Reply {
  const { workspace, role: actor } = manageWorkspace(call);
  takeAccess(workspace, memberToHandle(call, workspace, actor).account);
  return noContent();
}

function memberToHandle(call: Call, workspace: Workspace, actor: string): WorkspaceMember {
  const id = param(call, "account");
  const member = found(
    workspace.members.find(({ account }) => account === id),
    `Member ${id}`,
  );
  checkHandle(actor, member.role);
  return member;
}
