/** What an API key may be allowed to do. */
export const SCOPES = ["admin:read", "admin:write"] as const;

/** One of the scopes of an API key. */
export type Scope = (typeof SCOPES)[number];

/** A key of the admin API; it belongs to a tenant and is nobody's membership. */
export interface ApiKey {
  readonly token: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** A person who can sign in to a tenant. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A role of one organization. */
export interface Role {
  readonly id: number;
  slug: string;
  name: string;
  description: string | null;
  isDefault: boolean;
  readonly isOwner: boolean;
  readonly isSystem: boolean;
}

/** What a member can be. */
export const MEMBER_STATUSES = ["active", "suspended"] as const;

/** Whether a member is let in at present. */
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** A tenant user in an organization; `user` is their id, `role` the id of a role or null. */
export interface Member {
  readonly id: number;
  readonly user: string;
  role: number | null;
  status: MemberStatus;
  readonly joinedAt: string;
}

/** What can have become of an invitation; that it is expired is seen at `expiresAt` alone. */
export const INVITATION_STATUSES = ["pending", "accepted", "revoked"] as const;

/** An invitation; it stays when it is over. */
export interface Invitation {
  readonly id: number;
  readonly email: string;
  role: number | null;
  status: (typeof INVITATION_STATUSES)[number];
  readonly invitedBy: string;
  readonly createdAt: string;
  expiresAt: string;
  /** How many mails went out. */
  sends: number;
}

/** A group of a tenant's users, with its own roles. */
export interface Organization {
  readonly id: string;
  slug: string;
  name: string;
  displayName: string | null;
  description: string | null;
  logoUrl: string | null;
  isActive: boolean;
  metadata: Record<string, unknown> | null;
  readonly createdAt: string;
  updatedAt: string | null;
  roles: Role[];
  members: Member[];
  readonly invitations: Invitation[];
}

/** One thing that was done. */
export interface AuditEntry {
  readonly id: number;
  readonly action: string;
  readonly category: string;
  readonly actor: { readonly type: "api_key" | "user"; readonly id: string; readonly name: string };
  readonly target: { readonly type: string; readonly id: string | number };
  /** Inferred: the organization that it happened in. */
  readonly metadata: { readonly organizationId: string } | null;
  readonly createdAt: string;
}

/** One customer's identity server, found by its slug. */
export interface Tenant {
  readonly slug: string;
  readonly keys: ApiKey[];
  readonly users: User[];
  organizations: Organization[];
  readonly audit: AuditEntry[];
}

/** What ids are counted for; organizations and users have UUIDs, the others numbers. */
export type IdKind = "organization" | "user" | "role" | "member" | "invitation" | "audit";

/** Everything a LumoAuth holds: plain JSON, and a complete seed. */
export interface LumoAuthState {
  readonly tenants: Tenant[];
  /** The highest number given out per kind, so that no id comes back after a deletion. */
  readonly issued: Record<IdKind, number>;
}

/** A LumoAuth without a tenant. */
export function emptyState(): LumoAuthState {
  return {
    tenants: [],
    issued: { organization: 0, user: 0, role: 0, member: 0, invitation: 0, audit: 0 },
  };
}
