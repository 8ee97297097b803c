import { statusOf } from "./expiry.ts";
import { userById } from "./people.ts";
import { roleById } from "./rules.ts";
import type { AuditEntry, Invitation, Member, Organization, Role, Tenant, User } from "./state.ts";

/** An organization as replies show it; what is not set is left out, but for the metadata. */
export function organizationBody(organization: Organization): object {
  const { displayName, description, logoUrl, updatedAt } = organization;
  return {
    id: organization.id,
    slug: organization.slug,
    name: organization.name,
    ...present({ displayName, description, logoUrl }),
    isActive: organization.isActive,
    memberCount: organization.members.length,
    metadata: organization.metadata,
    createdAt: organization.createdAt,
    ...present({ updatedAt }),
  };
}

/** A role as replies show it. */
export function roleBody({ description, ...role }: Role): object {
  return { ...role, ...present({ description }) };
}

/** A member as replies show them; `id` is the membership's, `user.id` what paths take. */
export function memberBody(tenant: Tenant, organization: Organization, member: Member): object {
  const user = userById(tenant, member.user);
  const role = roleById(organization, member.role);
  return {
    id: member.id,
    user: { id: member.user, email: user?.email, name: user?.name },
    role: role === undefined ? null : { id: role.id, slug: role.slug, name: role.name },
    status: member.status,
    joinedAt: member.joinedAt,
  };
}

/** An invitation as replies show it; how often it was sent stays inside. */
export function invitationBody(organization: Organization, invitation: Invitation, now: number): object {
  const { sends: _, ...shown } = invitation;
  const role = roleById(organization, invitation.role);
  return {
    ...shown,
    role: role === undefined ? null : { id: role.id, slug: role.slug },
    status: statusOf(invitation, now),
  };
}

/** A user of the tenant as replies show them. */
export function userBody(user: User): object {
  return { ...user };
}

/** An entry of the audit log as replies show it. */
export function auditBody(entry: AuditEntry): object {
  return { ...entry };
}

function present(fields: Readonly<Record<string, string | null>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
