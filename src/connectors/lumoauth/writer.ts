import type { ConnectionSettings, WriteClient, Writer, Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { createWriteApi } from "./write-api.ts";
import { changeMember, joinMember, removeMember } from "./write-member.ts";
import { createOrganization, deleteOrganization, updateOrganization } from "./write-organization.ts";
import { createRole, deleteRole, updateRole } from "./write-role.ts";
import { createLists, type Writing } from "./writing.ts";

/** Writes a LumoAuth connection, one change at a time; a change that was written before is found done. */
export function createWriter(settings: ConnectionSettings, client: WriteClient): Writer {
  const api = createWriteApi(settings, client);
  const session = {
    api,
    roles: createLists(api.roles, ({ id }) => id),
    invitations: createLists(api.invitations, ({ id }) => id),
    members: createLists(api.members, ({ user }) => user.id),
    done: { renamed: new Map<string, Set<string>>(), resent: new Set<string>(), revoked: new Set<string>() },
  };
  return { write: (change, context) => write({ ...session, change, context }) };
}

async function write(writing: Writing): Promise<Written> {
  const { kind, action } = writing.change;
  switch (`${kind} ${action}` as const) {
    case "organization create":
      return await createOrganization(writing);
    case "organization update":
      return await updateOrganization(writing);
    case "organization delete":
      return await deleteOrganization(writing);
    case "role create":
      return await createRole(writing);
    case "role update":
      return await updateRole(writing);
    case "role delete":
      return await deleteRole(writing);
    case "member create":
      return await joinMember(writing);
    case "member update":
      return await changeMember(writing);
    case "member delete":
      return await removeMember(writing);
    default:
      throw new InternalError(`LumoAuth cannot ${action} a ${kind}`);
  }
}
