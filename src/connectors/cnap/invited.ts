/** The invitations that a change of a member is about, and the member who may have come of one. */
import { parseSubject } from "../../model/address.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Invitation, Member } from "./contract.ts";
import { isOpen } from "./live.ts";
import { nativeId, organizationId, targetOf, textOf, type Writing, wantedRole } from "./writing.ts";

/** The organization's invitations that nobody has answered, as they are now. */
export async function pending(writing: Writing): Promise<readonly Invitation[]> {
  return await writing.api.invitations(organizationId(writing));
}

/** The invitation of the change's person that can still be accepted; the right one where there are several. */
export function openFor(writing: Writing, all: readonly Invitation[]): Invitation | undefined {
  const open = allOpenFor(writing, all);
  return open.find(({ role }) => role === wantedRole(writing)) ?? open[0];
}

/** All invitations of the change's person that can still be accepted. */
export function allOpenFor(writing: Writing, all: readonly Invitation[]): readonly Invitation[] {
  const names = namesOf(writing);
  const now = Date.now();
  return all.filter((each) => names.has(comparedEmail(each.email)) && isOpen(each, now));
}

/** The change's person, where they are a member by now. */
export async function member(writing: Writing): Promise<Member | undefined> {
  const names = namesOf(writing);
  const members = await writing.api.members(organizationId(writing));
  return members.find((each) => each.email !== null && names.has(comparedEmail(each.email)));
}

/** The e-mails by which the change's person can be there: the wished one, and the one that the plan found. */
function namesOf(writing: Writing): ReadonlySet<string> {
  const { account } = writing.change;
  return new Set([emailOf(writing), ...(account === undefined ? [] : [account])].map(comparedEmail));
}

/** The address that the change's person is invited at. */
export function emailOf(writing: Writing): string {
  const { after, before, address } = writing.change;
  const person = parseSubject(targetOf(writing, "member").key);
  const known = textOf(after, "email") ?? textOf(before, "email");
  const email = known ?? ("email" in person ? person.email : undefined);
  if (email !== undefined) return email;
  throw new InternalError(`${address} has no e-mail to be invited by`);
}

/** The very invitation that the change names. */
export function ownIn(writing: Writing, all: readonly Invitation[]): Invitation | undefined {
  return all.find(({ id }) => id === nativeId(writing));
}
