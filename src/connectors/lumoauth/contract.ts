/* Generated from schemas/systems/lumoauth.openapi.json by `npm run generate`. Do not edit. */

/**
 * A group of users inside a tenant.
 */
export interface Organization {
  /**
   * Opaque; a UUID by the general documents.
   */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly displayName?: string | null;
  readonly description?: string | null;
  readonly logoUrl?: string | null;
  readonly isActive?: boolean;
  readonly memberCount?: number;
  readonly metadata?: {
    readonly [k: string]: unknown;
  } | null;
  /**
   * ISO 8601.
   */
  readonly createdAt?: string;
  /**
   * ISO 8601; may be absent before the first change.
   */
  readonly updatedAt?: string | null;
}
/**
 * What makes an organization.
 */
export interface NewOrganization {
  readonly name: string;
  /**
   * Derived from the name when absent.
   */
  readonly slug?: string;
  /**
   * Name to show.
   */
  readonly displayName?: string | null;
  /**
   * What it is for.
   */
  readonly description?: string | null;
  /**
   * Address of a picture.
   */
  readonly logoUrl?: string | null;
  readonly metadata?: {
    readonly [k: string]: unknown;
  } | null;
}
/**
 * What is sent is changed, the rest stays.
 */
export interface OrganizationChange {
  readonly name?: string;
  readonly slug?: string;
  /**
   * Name to show; null takes it away.
   */
  readonly displayName?: string | null;
  /**
   * What it is for; null takes it away.
   */
  readonly description?: string | null;
  /**
   * Address of a picture; null takes it away.
   */
  readonly logoUrl?: string | null;
  readonly isActive?: boolean;
  readonly metadata?: {
    readonly [k: string]: unknown;
  } | null;
}
/**
 * A user of the tenant, member of organizations or not.
 */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name?: string | null;
}
/**
 * The tenant user behind a member.
 */
export interface MemberUser {
  readonly id: string;
  readonly email: string;
  readonly name?: string | null;
}
/**
 * The role a member has in the organization.
 */
export interface MemberRole {
  readonly id: number;
  readonly slug: string;
  readonly name?: string;
}
/**
 * The role an invitation carries.
 */
export interface InvitationRole {
  readonly id: number;
  readonly slug: string;
}
/**
 * A tenant user in an organization, with at most one role.
 */
export interface Member {
  /**
   * The membership's own; paths take the user's.
   */
  readonly id?: number;
  readonly user: MemberUser;
  readonly role: MemberRole | null;
  readonly status: "active" | "suspended";
  /**
   * ISO 8601.
   */
  readonly joinedAt?: string;
}
/**
 * Adds a tenant user; the default role where none is named.
 */
export interface NewMember {
  readonly userId: string;
  /**
   * One of the organization's roles.
   */
  readonly roleId?: number;
  /**
   * The slug of one of the organization's roles, instead of roleId.
   */
  readonly role?: string;
}
/**
 * A new role, a new status, or both.
 */
export interface MemberChange {
  /**
   * One of the organization's roles.
   */
  readonly roleId?: number;
  /**
   * The slug of one of the organization's roles, instead of roleId.
   */
  readonly role?: string;
  readonly status?: "active" | "suspended";
}
/**
 * A role of one organization, apart from the tenant's roles.
 */
export interface Role {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description?: string | null;
  /**
   * Given to those for whom no role is named.
   */
  readonly isDefault: boolean;
  /**
   * Makes its holders owners.
   */
  readonly isOwner: boolean;
  /**
   * Comes with the organization; cannot be changed or deleted.
   */
  readonly isSystem: boolean;
}
/**
 * What makes a role.
 */
export interface NewRole {
  readonly name: string;
  /**
   * Derived from the name when absent.
   */
  readonly slug?: string;
  /**
   * What it is for.
   */
  readonly description?: string | null;
  readonly isDefault?: boolean;
}
/**
 * What is sent is changed, the rest stays.
 */
export interface RoleChange {
  readonly name?: string;
  readonly slug?: string;
  /**
   * What it is for; null takes it away.
   */
  readonly description?: string | null;
  readonly isDefault?: boolean;
}
/**
 * An e-mail address asked to join; it stays listed when it is over.
 */
export interface Invitation {
  readonly id: number;
  readonly email: string;
  readonly role: InvitationRole | null;
  readonly status: "pending" | "accepted" | "revoked" | "expired";
  /**
   * Who invited; its shape is not told.
   */
  readonly invitedBy?: {
    readonly [k: string]: unknown;
  };
  /**
   * ISO 8601.
   */
  readonly createdAt?: string;
  /**
   * ISO 8601.
   */
  readonly expiresAt?: string | null;
}
/**
 * Invites an address, tenant user or not; the default role where none is named.
 */
export interface NewInvitation {
  readonly email: string;
  /**
   * One of the organization's roles.
   */
  readonly roleId?: number;
  /**
   * The slug of one of the organization's roles, instead of roleId.
   */
  readonly role?: string;
}
/**
 * Who did it.
 */
export interface AuditActor {
  readonly type: string;
  readonly id?: string | number;
  readonly name?: string | null;
  readonly email?: string | null;
}
/**
 * What it was done to.
 */
export interface AuditTarget {
  readonly type: string;
  readonly id?: string | number;
  readonly email?: string | null;
}
/**
 * One write, as the audit log keeps it.
 */
export interface AuditEntry {
  readonly id: string | number;
  readonly action?: string | null;
  readonly category?: string;
  readonly actor?: AuditActor | null;
  readonly target?: AuditTarget | null;
  /**
   * The generated client's form of actor.
   */
  readonly actorId?: string | number | null;
  readonly actorName?: string | null;
  readonly targetType?: string | null;
  /**
   * The generated client's form of target.
   */
  readonly targetId?: string | number | null;
  /**
   * More about it; may name the organization.
   */
  readonly metadata?: {
    readonly [k: string]: unknown;
  } | null;
  /**
   * ISO 8601; the generated client's name.
   */
  readonly createdAt?: string;
  /**
   * ISO 8601; the documents' name.
   */
  readonly timestamp?: string;
}
/**
 * Which page this is, and of how many.
 */
export interface PageMeta {
  readonly total: number;
  readonly page: number;
  readonly limit: number;
  readonly totalPages: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage?: boolean;
}
/**
 * A page of organizations.
 */
export interface OrganizationPage {
  readonly data: readonly Organization[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * A page of members.
 */
export interface MemberPage {
  readonly data: readonly Member[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * A page of roles.
 */
export interface RolePage {
  readonly data: readonly Role[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * A page of invitations, of every status.
 */
export interface InvitationPage {
  readonly data: readonly Invitation[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * A page of the tenant's users.
 */
export interface UserPage {
  readonly data: readonly User[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * A page of the audit log, newest first.
 */
export interface AuditPage {
  readonly data: readonly AuditEntry[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
  readonly resourceType?: string;
}
/**
 * One organization, as it is after the request.
 */
export interface OrganizationReply {
  readonly data: Organization;
  readonly message?: string;
}
/**
 * One member, as it is after the request.
 */
export interface MemberReply {
  readonly data: Member;
  readonly message?: string;
}
/**
 * One role, as it is after the request.
 */
export interface RoleReply {
  readonly data: Role;
  readonly message?: string;
}
/**
 * One invitation, as it is after the request.
 */
export interface InvitationReply {
  readonly data: Invitation;
  readonly message?: string;
}
/**
 * The work is done; there is nothing to show.
 */
export interface Done {
  readonly message?: string;
}
/**
 * Why a request was refused.
 */
export interface ErrorReply {
  readonly error?: true;
  readonly message: string;
  /**
   * The HTTP status again.
   */
  readonly status?: number;
  /**
   * Such as invalid_request, invalid_token, insufficient_scope, resource_not_found, duplicate_resource, validation_error, rate_limit_exceeded or tenant_not_found.
   */
  readonly code?: string;
  /**
   * More on what was wrong; its shape is not told.
   */
  readonly details?: {
    readonly [k: string]: unknown;
  };
}
