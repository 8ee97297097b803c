import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Member, Role } from "./contract.ts";
import { isFor, roleOf } from "./wanted.ts";
import { accepted, inviteMember, revoke } from "./write-invitation.ts";
import { homeOf, isStatus, moved, nativeId, textOf, type Writing } from "./writing.ts";

/** Changes a member's role; an invitation that shall say something else, or ran out, is revoked and made anew. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change } = writing;
  if (textOf(change.after, "email") !== undefined) return await inviteMember(writing);
  const role = roleOf(writing);
  const account = await homeOf(writing);
  const there = await asPlanned(writing, account, role);
  if (there === undefined) throw moved(writing, "has left");
  if (there.role === role) return {};
  const member = await setRole(writing, account, role);
  if (member.id !== change.nativeId || member.role !== role) {
    const what = `PATCH /team/members answered with success, and ${change.address} is not ${role}`;
    throw new ConnectorError(what, { retryable: false, unknownResult: true });
  }
  return {};
}

/**
 * The member as they are now; nothing when they are gone. Throws when their role is neither the plan's nor `wanted`: the
 * guards that judged the plan have not seen what it would now do, such as removing an owner.
 */
async function asPlanned(writing: Writing, account: string, wanted?: Role): Promise<Member | undefined> {
  const { change, lookout } = writing;
  const member = (await lookout.members(account)).get(nativeId(writing));
  if (member === undefined || member.role === wanted) return member;
  const seen: unknown = change.before?.["roles"];
  const isSeen = Array.isArray(seen) ? seen.includes(member.role) : member.role !== "owner";
  if (isSeen) return member;
  throw moved(writing, `became ${member.role}`);
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
  const revoked = await revoke(writing, account, nativeId(writing));
  const email = textOf(change.before, "email");
  if (revoked || isStale || email === undefined) return;
  const members = await lookout.members(account);
  if ([...members.values()].some((member) => isFor(member.email, email))) throw accepted(writing);
}
