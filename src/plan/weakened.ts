/** Which changes take something away from somebody: more than what is counted, for what no rank compares counts as less. */
import type { Kinds } from "../model/kinds.ts";
import type { LiveMember } from "../model/live.ts";
import type { Draft } from "./findings.ts";
import { isLowered } from "./rank.ts";

/**
 * Whether a change takes a member's or a subject's standing away, wholly or in part. Invitations that are over take nothing
 * with them; what is made anew takes nothing either.
 */
export function weakens(draft: Draft, kinds: Kinds): boolean {
  const { live, action, reason } = draft;
  if (action === "create" || reason === "invitation-stale" || reason === "invitation-expired") return false;
  if (action !== "update") return true;
  if (live?.kind === "member") return weakensMember(draft, live, kinds.member?.rank ?? []);
  return live?.kind === "access" && lowersLevel(draft, live.level, kinds.access?.rank ?? []);
}

/** Whether a change removes or suspends a member, or leaves them with less. */
export function weakensMember(
  { action, after }: Pick<Draft, "action" | "after">,
  live: LiveMember,
  rank: readonly string[],
): boolean {
  const roles = after?.["roles"];
  if (action === "delete" || after?.["status"] === "suspended") return true;
  if (!Array.isArray(roles)) return false;
  const has: readonly string[] = roles;
  return !isLowered(has, live.roles, rank) && !live.roles.every((role) => has.includes(role));
}

function lowersLevel({ after }: Draft, held: string, rank: readonly string[]): boolean {
  const level = after?.["level"];
  return typeof level === "string" && level !== held && !isLowered([level], [held], rank);
}
