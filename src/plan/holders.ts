/** Whose live access it is. */
import { comparedEmail } from "../model/identity.ts";
import type { LiveAccess, LiveMember } from "../model/live.ts";

/** The keys under which grants of a member are found: the account's id, and the e-mail that invitations go to. */
export function holderKeys({ id, email }: Pick<LiveMember, "id" | "email">): readonly string[] {
  return [`id ${id}`, ...(email === undefined ? [] : [comparedEmail(email)])];
}

/** The key of a grant's holder; undefined for a role's, and for an invitation to nobody knows whom. */
export function holderOf({ subject, pending }: LiveAccess): string | undefined {
  if (subject.type === "role") return undefined;
  if (pending !== true) return `id ${subject.id}`;
  return subject.email === undefined ? undefined : comparedEmail(subject.email);
}

/** Whether a grant is a member's: the account's own, or an invitation to the member's e-mail. */
export function isOf(grant: LiveAccess, member: Pick<LiveMember, "id" | "email">): boolean {
  const holder = holderOf(grant);
  return holder !== undefined && holderKeys(member).includes(holder);
}
