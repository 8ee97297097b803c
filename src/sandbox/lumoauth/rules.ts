import { statusOf } from "./expiry.ts";
import type { Member, Organization, Role } from "./state.ts";

/** The role with this id in an organization, if there is one; null is no role. */
export function roleById({ roles }: Organization, id: number | null): Role | undefined {
  return roles.find((role) => role.id === id);
}

/** The role for those for whom none is named. */
export function defaultRole({ roles }: Organization): Role | undefined {
  return roles.find(({ isDefault }) => isDefault);
}

/** Whether somebody has this role, or will have it by an invitation that can still be accepted. */
export function isInUse({ members, invitations }: Organization, { id }: Role, now: number): boolean {
  return (
    members.some(({ role }) => role === id) ||
    invitations.some((one) => one.role === id && statusOf(one, now) === "pending")
  );
}

/** Whether a member is an owner and, but for them, no active owner is left; where nobody owns, nobody is needed. */
export function isLastOwner(organization: Organization, member: Member): boolean {
  const owns = ({ role }: Member) => roleById(organization, role)?.isOwner === true;
  const others = organization.members.filter((one) => one !== member);
  return owns(member) && !others.some((one) => owns(one) && one.status === "active");
}
