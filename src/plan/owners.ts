/** Who counts as an owner: accepted, active, no service account, not the credential's own. */
import type { Kinds, MemberKind } from "../model/kinds.ts";
import type { LiveMember, LiveState } from "../model/live.ts";

/** The live members that count for `minOwners`. */
export function activeOwners(live: LiveState, kind: MemberKind): readonly LiveMember[] {
  return live.members.filter((member) => countsAsOwner(member, kind));
}

/** Whether one live member counts for `minOwners`. */
export function countsAsOwner({ status, roles, protection }: LiveMember, kind: MemberKind): boolean {
  const itself = protection === "self" || protection === "service-account";
  return status === "active" && makesOwner(roles, kind) && !itself;
}

/** Whether one of the roles makes an owner. */
export function makesOwner(
  roles: readonly string[],
  { ownerRoles }: Pick<MemberKind, "ownerRoles">,
): boolean {
  return roles.some((role) => ownerRoles.includes(role));
}

/** What the system can do, with the owner roles that the organization's own roles tell, where they do. */
export function withLiveOwners(kinds: Kinds, live: LiveState | undefined): Kinds {
  const told = (live?.roles ?? []).filter(({ owner }) => owner === true).map(({ name }) => name);
  if (kinds.member === undefined || told.length === 0) return kinds;
  const rank = [
    ...told,
    ...kinds.member.rank.filter((role) => !told.includes(role) && !kinds.member?.ownerRoles.includes(role)),
  ];
  return { ...kinds, member: { ...kinds.member, ownerRoles: told, rank } };
}
