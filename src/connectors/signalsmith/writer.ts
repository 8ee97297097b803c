import type { ConnectionSettings, WriteClient, Writer, Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { dialectOf, listsPending } from "./dialect.ts";
import { grantAccess, revokeAccess, setLevel } from "./write-access.ts";
import { createWriteApi } from "./write-api.ts";
import { inviteMember } from "./write-invitation.ts";
import { changeMember, removeMember } from "./write-member.ts";
import { createOrganization, deleteOrganization, updateOrganization } from "./write-organization.ts";
import { addWorkspace, renameWorkspace, unlinkWorkspace } from "./write-workspace.ts";
import { createLooks, type Writing } from "./writing.ts";

/** Writes a SignalSmith connection, one change at a time; a change that was written before is found done. */
export function createWriter(settings: ConnectionSettings, client: WriteClient): Writer {
  const api = createWriteApi(settings, client);
  const dialect = dialectOf(settings);
  const looks = createLooks(api);
  const session = { api, dialect, looks, listsPending: listsPending(settings) };
  return {
    write: async (change, context) => {
      try {
        return await write({ ...session, change, context });
      } catch (error) {
        // Nobody knows what became of it.
        for (const look of Object.values(looks)) look.forget();
        throw error;
      }
    },
  };
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
    case "workspace create":
      return await addWorkspace(writing);
    case "workspace update":
      return await renameWorkspace(writing);
    case "workspace delete":
      return await unlinkWorkspace(writing);
    case "member create":
      return await inviteMember(writing);
    case "member update":
      return await changeMember(writing);
    case "member delete":
      return await removeMember(writing);
    case "access create":
      return await grantAccess(writing);
    case "access update":
      return await setLevel(writing);
    case "access delete":
      return await revokeAccess(writing);
    default:
      throw new InternalError(`SignalSmith cannot ${action} a ${kind}`);
  }
}
