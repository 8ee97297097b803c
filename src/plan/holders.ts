/** Whose live access it is. */
import { comparedEmail } from "../model/identity.ts";
import type { LiveAccess, LiveMember } from "../model/live.ts";

/** Whether a grant is a member's: the account's own, or an invitation to the member's e-mail. */
export function isOf(
  { subject, pending }: LiveAccess,
  { id, email }: Pick<LiveMember, "id" | "email">,
): boolean {
  if (subject.type === "role") return false;
  if (pending !== true) return subject.id === id;
  return (
    subject.email !== undefined &&
    email !== undefined &&
    comparedEmail(subject.email) === comparedEmail(email)
  );
}
