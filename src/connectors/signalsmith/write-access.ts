import { memberAddress, parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { WorkspaceMemberRow } from "./live-people.ts";
import { judged } from "./look.ts";
import type { Place } from "./write-api.ts";
import {
  doOrSettle,
  isMade,
  isToDo,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
  workspaceId,
} from "./writing.ts";

/** Gives a member a level on a workspace. Who has another one there by now keeps it: nobody has seen what that would take away. */
export async function grantAccess(writing: Writing): Promise<Written> {
  const { api, looks } = writing;
  const grant = grantOf(writing);
  const level = levelOf(writing);
  return await doOrSettle(
    async () => {
      await api.grant(grant.place, grant.account, level);
      noteLevel(writing, grant, level);
      return {};
    },
    async () => {
      const held = heldBy(writing, grant, await looks.inside.now(grant.place.workspace));
      return isMade(writing, held && { level: held.level }) ? {} : undefined;
    },
  );
}

/** PUT /workspaces/{id}/members/{account}, of somebody who has the level that the plan saw. */
export async function setLevel(writing: Writing): Promise<Written> {
  const grant = grantOf(writing);
  const level = levelOf(writing);
  if (!(await isStill(writing, grant))) return {};
  await writing.api.setLevel(grant.place.workspace, grant.account, level);
  noteLevel(writing, grant, level);
  return {};
}

/** DELETE /workspaces/{id}/members/{account}: the person stays a member of the organization. */
export async function revokeAccess(writing: Writing): Promise<Written> {
  const grant = grantOf(writing);
  if (!(await isStill(writing, grant))) return {};
  const { workspace } = grant.place;
  await remove(() => writing.api.revoke(workspace, grant.account));
  writing.looks.inside.note(workspace, grant.account);
  return {};
}

interface Held {
  readonly place: Place;
  readonly account: string;
}

/** Whether somebody has the level that the plan saw; false: there is nothing to do. */
async function isStill(writing: Writing, grant: Held): Promise<boolean> {
  const found = await judged(writing.looks.inside, grant.place.workspace, (rows) => {
    const held = heldBy(writing, grant, rows);
    return isToDo(writing, held && { level: held.level }) || undefined;
  });
  return found === true;
}

/** Somebody's row: by the account, or by the e-mail where a row tells no account. */
function heldBy(
  { change }: Writing,
  { account }: Held,
  rows: ReadonlyMap<string, WorkspaceMemberRow>,
): WorkspaceMemberRow | undefined {
  const key = parseSubject(targetOf({ change }, "access").subject);
  const names = [...("email" in key ? [key.email] : []), ...(change.account ? [change.account] : [])];
  const emails = new Set(names.map(comparedEmail));
  const isTheirs = ({ accountTold, email }: WorkspaceMemberRow) =>
    !accountTold && email !== undefined && emails.has(comparedEmail(email));
  return rows.get(account) ?? [...rows.values()].find(isTheirs);
}

function noteLevel({ looks }: Writing, { place, account }: Held, level: string): void {
  const row = { id: account, account, accountTold: true, level, active: true };
  looks.inside.note(place.workspace, account, row);
}

function grantOf(writing: Writing): Held {
  const target = targetOf(writing, "access");
  return {
    place: {
      organization: organizationId(writing, target),
      workspace: workspaceId(writing, target.organization, target.workspace),
    },
    account: writing.context.id(memberAddress(target.organization, target.subject)),
  };
}

function levelOf({ change }: Writing): string {
  const level = textOf(change.after, "level");
  if (level !== undefined) return level;
  throw new InternalError(`${change.address} has no level`);
}
