import type { WriteClient, Writer, Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { createWriteApi } from "./write-api.ts";
import { addMember, changeMember, removeMember } from "./write-member.ts";
import { createOrganization, deleteOrganization, updateOrganization } from "./write-organization.ts";
import { revokeManagement } from "./write-workspace.ts";
import { organizationId, type Writing } from "./writing.ts";

/** Writes a CNAP connection, one change at a time; a change that was written before is found done. */
export function createWriter(client: WriteClient): Writer {
  const api = createWriteApi(client);
  const inTurn = createTurns();
  const cancelled = new Set<string>();
  return {
    write: (change, context) => {
      const writing = { change, context, api, cancelled };
      const act = () => write(writing);
      // What hangs on the organization's version would make each other's version old.
      return hangsOnVersion(writing) ? inTurn(organizationId(writing), act) : act();
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
    case "workspace delete":
      return await revokeManagement(writing);
    case "member create":
      return await addMember(writing);
    case "member update":
      return await changeMember(writing);
    case "member delete":
      return await removeMember(writing);
    default:
      throw new InternalError(`CNAP cannot ${action} a ${kind}`);
  }
}

/** All of an organization's members but those who are invited by mail. */
function hangsOnVersion({ change }: Writing): boolean {
  const { kind, action, after, before } = change;
  if (kind !== "member") return false;
  if (action === "create") return after?.["id"] !== undefined;
  return before?.["status"] === undefined || before["status"] === "active";
}

/** Lets what belongs to one key go one after the other, whatever becomes of the one before. */
function createTurns(): <T>(key: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, act) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act, act);
    last.set(key, turn);
    return turn;
  };
}
