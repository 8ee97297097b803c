/** Who counts as an owner: accepted, active, no service account, not the credential's own. */
import type { MemberKind } from "../model/kinds.ts";
import type { LiveMember, LiveState } from "../model/live.ts";

/** The live members that count for `minOwners`. */
export function activeOwners(live: LiveState, kind: MemberKind): readonly LiveMember[] {
  return live.members.filter((member) => countsAsOwner(member, kind));
}

/** Whether one live member counts for `minOwners`. */
export function countsAsOwner({ status, roles, protection }: LiveMember, { ownerRole }: MemberKind): boolean {
  const itself = protection === "self" || protection === "service-account";
  return status === "active" && roles.includes(ownerRole) && !itself;
}
