import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Invite, Member, Role } from "./contract.ts";
import { isFor, roleOf } from "./wanted.ts";
import { accepted, invitedOtherwise, inviteMember, openIn, revoke, runningFor } from "./write-invitation.ts";
import { homeOf, isStatus, isToDo, moved, nativeId, textOf, type Writing } from "./writing.ts";

/** Changes a member's role; an invitation that shall say something else, or ran out, is revoked and made anew. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change } = writing;
  if (textOf(change.after, "email") !== undefined) return await inviteMember(writing);
  const role = roleOf(writing);
  const account = await homeOf(writing);
  if ((await asPlanned(writing, account)) === undefined) return {};
  const member = await setRole(writing, account, role);
  if (member.id !== change.nativeId || member.role !== role) {
    const what = `PATCH /team/members answered with success, and ${change.address} is not ${role}`;
    throw new ConnectorError(what, { retryable: false, unknownResult: true });
  }
  return {};
}

/**
 * The member as they are now; nothing when there is nothing to do. Throws when their role is neither the plan's nor the
 * wanted one: the guards that judged the plan have not seen what it would now do, such as removing an owner.
 */
async function asPlanned(writing: Writing, account: string): Promise<Member | undefined> {
  const member = (await writing.lookout.members(account)).get(nativeId(writing));
  return isToDo(writing, member && { roles: [member.role] }) ? member : undefined;
}

async function setRole(writing: Writing, account: string, role: Role): Promise<Member> {
  try {
    return await writing.api.setRole(account, nativeId(writing), role);
  } catch (error) {
    if (isStatus(error, [404]) && (await isGone(writing, account))) throw moved(writing, "has left");
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
  if ((await asPlanned(writing, account)) === undefined) return;
  try {
    await writing.api.removeMember(account, nativeId(writing));
  } catch (error) {
    if (!isStatus(error, [404]) || !(await isGone(writing, account))) throw error;
  }
}

/** A 404 may be said by something in between, so it alone proves nothing. */
async function isGone(writing: Writing, account: string): Promise<boolean> {
  return !(await writing.lookout.members(account)).has(nativeId(writing));
}

/** An invitation that is gone may have been accepted, where the dialect lists only those that are open. */
async function removeInvitation(writing: Writing, account: string): Promise<void> {
  const { change, lookout } = writing;
  const isStale = change.reason === "invitation-stale";
  if ((await invitationToDo(writing, account)) && (await revoke(writing, account, nativeId(writing)))) return;
  const email = textOf(change.before, "email");
  if (isStale || email === undefined) return;
  const another = runningFor(email, await lookout.invitesNow(account));
  if (another !== undefined) throw invitedOtherwise(writing, another);
  const members = await lookout.members(account);
  if ([...members.values()].some((member) => isFor(member.email, email))) throw accepted(writing);
}

/** Whether the invitation is as the plan saw it; false: there is none any more, as a look that is made now says. */
async function invitationToDo(writing: Writing, account: string): Promise<boolean> {
  const { lookout } = writing;
  const find = (invites: ReadonlyMap<string, Invite>) => {
    const invite = openIn(invites, nativeId(writing));
    return isToDo(writing, invite && { roles: [invite.role] });
  };
  return find(await lookout.invites(account)) || find(await lookout.invitesNow(account));
}
