import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Member, Role } from "./contract.ts";
import { isFor, roleOf } from "./wanted.ts";
import { accepted, inviteMember, revoke } from "./write-invitation.ts";
import { homeOf, isStatus, moved, nativeId, textOf, type Writing } from "./writing.ts";

/** Changes a member's role; an invitation that shall say something else, or ran out, is revoked and made anew. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change, lookout } = writing;
  if (textOf(change.after, "email") !== undefined) return await inviteMember(writing);
  const role = roleOf(writing);
  const account = await homeOf(writing);
  const member = await setRole(writing, account, role);
  if (member.id !== change.nativeId || member.role !== role) {
    const what = `PATCH /team/members answered with success, and ${change.address} is not ${role}`;
    throw new ConnectorError(what, { retryable: false, unknownResult: true });
  }
  await lookout.note(account, ({ members }) => members.set(member.id, member));
  return {};
}

async function setRole(writing: Writing, account: string, role: Role): Promise<Member> {
  try {
    return await writing.api.setRole(account, nativeId(writing), role);
  } catch (error) {
    if (isStatus(error, [404])) throw moved(writing, "has left");
    throw error;
  }
}

/** Removes a member, or takes an invitation back; never somebody's membership for their invitation. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { change } = writing;
  const account = await homeOf(writing);
  const status = textOf(change.before, "status");
  if (status === "invited" || status === "expired") await removeInvitation(writing, account);
  else await removeMembership(writing, account);
  return {};
}

async function removeMembership(writing: Writing, account: string): Promise<void> {
  const { api, lookout } = writing;
  const id = nativeId(writing);
  try {
    await api.removeMember(account, id);
  } catch (error) {
    if (!isStatus(error, [404])) throw error;
  }
  await lookout.note(account, ({ members }) => members.delete(id));
}

/** An invitation that is gone may have been accepted, where the dialect lists only those that are open. */
async function removeInvitation(writing: Writing, account: string): Promise<void> {
  const { change, lookout } = writing;
  const isStale = change.reason === "invitation-stale";
  const revoked = await revoke(writing, account, nativeId(writing));
  const email = textOf(change.before, "email");
  if (revoked || isStale || email === undefined) return;
  const { members } = await lookout.people(account);
  if ([...members.values()].some((member) => isFor(member.email, email))) throw accepted(writing);
}
