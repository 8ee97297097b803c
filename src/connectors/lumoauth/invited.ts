/** The invitation that a change of a member is about: whether it is what the plan saw, and what it means that it is over. */
import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Invitation, Member, Role } from "./contract.ts";
import { asRole, refuseOtherRole } from "./look.ts";
import { keyOf, moved, nativeId, targetOf, textOf, type Writing } from "./writing.ts";

/** What it means that an invitation is over: done, unless the person is there by another way now. */
export async function overFor(
  writing: Writing,
  organization: string,
  rows: readonly Invitation[],
): Promise<Written> {
  const { change, members, done } = writing;
  const id = invitationId(writing);
  const row = rows.find((each) => String(each.id) === id);
  const email = row?.email ?? textOf(change.before, "email");
  const isOurs = change.reason === "invitation-stale" || done.revoked.has(keyOf(organization, id));
  if (isOurs || email === undefined) return {};
  const other = rows.find((each) => isOpen(each) && isFor(each.email, email));
  if (other !== undefined) throw moved(writing, `was invited again by somebody else, ${asRole(other.role)},`);
  const joined = await members.now(organization);
  if (!joined.some(({ user }) => isFor(user.email, email))) return {};
  throw row?.status === "accepted" ? accepted(writing) : moved(writing, "has become a member");
}

/** Throws where an invitation is another than the plan saw: it had run out and can be accepted again, or says another role. */
export async function refuseOther(writing: Writing, organization: string, row: Invitation): Promise<void> {
  const { change, done } = writing;
  const wasOver = textOf(change.before, "status") === "expired";
  if (wasOver && isOpen(row) && !done.resent.has(keyOf(organization, row.id)))
    throw moved(writing, "was invited again by somebody else");
  await refuseOtherRole(writing, organization, row.role);
}

/** Who has joined as wished for is done; as anything else they are somebody else's doing. */
export function joinedAs(writing: Writing, { user, role: held, status }: Member, role: Role): Written {
  if (held?.id === role.id && status === "active") return { id: user.id };
  throw moved(writing, `has joined ${asRole(held)} (${status})`);
}

/** Whether somebody can still accept it. */
export function isOpen({ status, expiresAt, createdAt }: Invitation): boolean {
  const end = expiresAt ? Date.parse(expiresAt) : createdAt ? Date.parse(createdAt) + LIFETIME_MS : Infinity;
  return status === "pending" && end > Date.now();
}

/** Inferred, where an invitation does not tell its end. */
const LIFETIME_MS = 7 * 86_400_000;

/** The number alone: live ones are called "invitation 7", so that no user id is ever the same. */
export function invitationId(writing: Writing): string {
  return nativeId(writing).replace(/^invitation /, "");
}

/** The address that the change's person is invited at. */
export function emailOf(writing: Writing): string {
  const { change } = writing;
  const person = parseSubject(targetOf(writing, "member").key);
  const email = textOf(change.after, "email") ?? ("email" in person ? person.email : undefined);
  if (email !== undefined) return email;
  throw new InternalError(`${change.address} has no e-mail to be invited by`);
}

/** Whether two e-mails are the same. */
export function isFor(email: string, other: string): boolean {
  return comparedEmail(email) === comparedEmail(other);
}

/** The error for an invitation that is a membership by now. */
export function accepted(writing: Writing): Error {
  return moved(writing, "has accepted the invitation");
}
