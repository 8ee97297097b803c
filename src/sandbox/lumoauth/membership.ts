import { isoTime } from "./expiry.ts";
import { issueNumber } from "./ids.ts";
import { addUser, userByEmail } from "./people.ts";
import type { Invitation, LumoAuthState, Member, Organization, Role, Tenant } from "./state.ts";

/** Makes a tenant user a member; an invitation they have goes on as it is. */
export function join(
  state: LumoAuthState,
  organization: Organization,
  { user, role }: Pick<Member, "user" | "role">,
  now: number,
): Member {
  const id = issueNumber(state, "member");
  const member: Member = { id, user, role, status: "active", joinedAt: isoTime(now) };
  organization.members.push(member);
  return member;
}

/** Where an invitation is. */
export interface Invited {
  readonly tenant: Tenant;
  readonly organization: Organization;
  readonly invitation: Invitation;
}

/** Accepts an invitation for its e-mail: registers the user if need be; a member stays what they are. */
export function accept(
  state: LumoAuthState,
  { tenant, organization, invitation }: Invited,
  now: number,
): Member {
  const { id: user } = userByEmail(tenant, invitation.email) ?? addUser(state, tenant, invitation.email);
  invitation.status = "accepted";
  const present = organization.members.find((member) => member.user === user);
  return present ?? join(state, organization, { user, role: invitation.role }, now);
}

/** Takes a member out of the organization; the tenant user stays. */
export function leave(organization: Organization, member: Member): void {
  organization.members = organization.members.filter((one) => one !== member);
}

/** Ends a role that is not in use; invitations that are over forget it. */
export function endRole(organization: Organization, { id }: Role): void {
  organization.roles = organization.roles.filter((role) => role.id !== id);
  for (const invitation of organization.invitations) {
    invitation.role = invitation.role === id ? null : invitation.role;
  }
}

/** Makes a role the only default one, or no longer a default. */
export function setDefault({ roles }: Organization, role: Role, isDefault: boolean): void {
  for (const other of isDefault ? roles : []) {
    other.isDefault = false;
  }
  role.isDefault = isDefault;
}

/** The system roles with these slugs, of those that every organization starts with: owner and member. */
export function systemRoles(
  state: LumoAuthState,
  slugs: readonly string[] = ["owner", "member"],
): readonly Role[] {
  return slugs.map((slug) => ({
    id: issueNumber(state, "role"),
    slug,
    name: slug === "owner" ? "Owner" : "Member",
    description: null,
    isDefault: slug === "member",
    isOwner: slug === "owner",
    isSystem: true,
  }));
}
