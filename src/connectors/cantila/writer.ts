import { once } from "../../io/lazy.ts";
import type { ConnectionSettings, WriteClient, Writer, Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { readCaller, readDialect } from "./caller.ts";
import { createLookout } from "./people.ts";
import { createWriteApi } from "./write-api.ts";
import { inviteMember } from "./write-invitation.ts";
import { changeMember, removeMember } from "./write-member.ts";
import { createOrganization, updateOrganization } from "./write-organization.ts";
import { createReach, type WriteSession, type Writing } from "./writing.ts";

/** Writes a Cantila connection, one change at a time; a change that was written before is found done. */
export function createWriter(settings: ConnectionSettings, client: WriteClient): Writer {
  const api = createWriteApi(client);
  const caller = once(() => readCaller(api));
  const session: WriteSession = {
    ...{ api, caller },
    dialect: once(() => readDialect(settings, api, caller)),
    lookout: createLookout(api),
    reach: createReach(api),
  };
  return {
    write: async (change, context) => {
      try {
        return await write({ ...session, change, context });
      } catch (error) {
        session.lookout.forget();
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
    case "member create":
      return await inviteMember(writing);
    case "member update":
      return await changeMember(writing);
    case "member delete":
      return await removeMember(writing);
    default:
      throw new InternalError(`Cantila cannot ${action} a ${kind}`);
  }
}
