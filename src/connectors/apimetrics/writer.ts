import type { WriteClient, Writer, Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { createLists } from "./lists.ts";
import { grantAccess, revokeAccess, setLevel } from "./write-access.ts";
import { createWriteApi } from "./write-api.ts";
import { inviteMember } from "./write-invitation.ts";
import { changeMember, removeMember } from "./write-member.ts";
import { updateOrganization } from "./write-organization.ts";
import { createRole, deleteRole } from "./write-role.ts";
import { createWorkspace, deleteWorkspace, updateWorkspace } from "./write-workspace.ts";
import type { Writing } from "./writing.ts";

/** Writes an APImetrics connection, one change at a time; a change that was written before is found done. */
export function createWriter(client: WriteClient): Writer {
  const api = createWriteApi(client);
  const session = { api, lists: createLists(api), cancelled: new Set<string>() };
  return { write: (change, context) => write({ ...session, change, context }) };
}

async function write(writing: Writing): Promise<Written> {
  const { kind, action } = writing.change;
  const act = actions[`${kind} ${action}`];
  if (act === undefined) throw new InternalError(`APImetrics cannot ${action} a ${kind}`);
  return await act(writing);
}

const actions: Readonly<Partial<Record<string, (writing: Writing) => Promise<Written>>>> = {
  "organization update": updateOrganization,
  "role create": createRole,
  "role delete": deleteRole,
  "workspace create": createWorkspace,
  "workspace update": updateWorkspace,
  "workspace delete": deleteWorkspace,
  "member create": inviteMember,
  "member update": changeMember,
  "member delete": removeMember,
  "access create": grantAccess,
  "access update": setLevel,
  "access delete": revokeAccess,
};
