import * as z from "zod";
import { INVITATION_STATUSES, MEMBER_STATUSES, SCOPES, type Scope } from "./state.ts";

/**
 * What a LumoAuth starts with, short enough to write by hand. `user` is an id or an e-mail (an unknown e-mail makes the
 * user), `role` an id or a slug; ids, slugs, names and times may be left out.
 */
export interface LumoAuthSeed {
  readonly tenants?: readonly TenantSeed[];
  /** The highest numbers given out so far, by kind. `state()` fills it, and with it a seed is complete as it is. */
  readonly issued?: Readonly<Record<string, number>>;
}

/** A tenant of a seed; a key without scopes has them all. */
export interface TenantSeed {
  readonly slug: string;
  readonly keys?: readonly {
    readonly token: string;
    readonly name?: string;
    readonly scopes?: readonly Scope[];
  }[];
  readonly users?: readonly { readonly id?: string; readonly email: string; readonly name?: string }[];
  readonly organizations?: readonly OrganizationSeed[];
  readonly audit?: readonly AuditSeed[];
}

/** An organization of a seed; the system roles owner and member are added where `roles` lacks them. */
export interface OrganizationSeed {
  readonly id?: string;
  readonly slug?: string;
  readonly name: string;
  readonly displayName?: string | null;
  readonly description?: string | null;
  readonly logoUrl?: string | null;
  readonly isActive?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly createdAt?: string;
  readonly updatedAt?: string | null;
  readonly roles?: readonly RoleSeed[];
  readonly members?: readonly MemberSeed[];
  readonly invitations?: readonly InvitationSeed[];
}

/** A role of a seed; its flags are false unless said. */
export interface RoleSeed {
  readonly id?: number;
  readonly slug?: string;
  readonly name: string;
  readonly description?: string | null;
  readonly isDefault?: boolean;
  readonly isOwner?: boolean;
  readonly isSystem?: boolean;
}

/** A member of a seed; active, and with the default role, unless said. */
export interface MemberSeed {
  readonly id?: number;
  readonly user: string;
  readonly role?: string | number | null;
  readonly status?: "active" | "suspended";
  readonly joinedAt?: string;
}

/** An invitation of a seed; pending, and with the default role, unless said. */
export interface InvitationSeed {
  readonly id?: number;
  readonly email: string;
  readonly role?: string | number | null;
  readonly status?: "pending" | "accepted" | "revoked" | "expired";
  readonly invitedBy?: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly sends?: number;
}

/** An entry of the audit log, as `state()` gives it. */
export interface AuditSeed {
  readonly id: number;
  readonly action: string;
  readonly category: string;
  readonly actor: { readonly type: "api_key" | "user"; readonly id: string; readonly name: string };
  readonly target: { readonly type: string; readonly id: string | number };
  readonly metadata?: { readonly organizationId: string } | null;
  readonly createdAt: string;
}

const text = z.string().min(1);
const maybeText = text.exactOptional();
const nullableText = z.string().nullable().exactOptional();
const moment = z.iso.datetime({ offset: true });
const time = moment.exactOptional();
const flag = z.boolean().exactOptional();
const number = z.int().positive();
const role = z.union([text, number]).nullable().exactOptional();

const roleSeed = z.strictObject({
  id: number.exactOptional(),
  slug: maybeText,
  name: text,
  description: nullableText,
  isDefault: flag,
  isOwner: flag,
  isSystem: flag,
});

const member = z.strictObject({
  id: number.exactOptional(),
  user: text,
  role,
  status: z.enum(MEMBER_STATUSES).exactOptional(),
  joinedAt: time,
});

const invitation = z.strictObject({
  id: number.exactOptional(),
  email: z.email(),
  role,
  status: z.enum([...INVITATION_STATUSES, "expired"]).exactOptional(),
  invitedBy: maybeText,
  createdAt: time,
  expiresAt: time,
  sends: number.exactOptional(),
});

const organization = z.strictObject({
  id: maybeText,
  slug: maybeText,
  name: text,
  displayName: nullableText,
  description: nullableText,
  logoUrl: nullableText,
  isActive: flag,
  metadata: z.record(z.string(), z.unknown()).nullable().exactOptional(),
  createdAt: time,
  updatedAt: moment.nullable().exactOptional(),
  roles: z.array(roleSeed).exactOptional(),
  members: z.array(member).exactOptional(),
  invitations: z.array(invitation).exactOptional(),
});

const audit = z.strictObject({
  id: number,
  action: text,
  category: text,
  actor: z.strictObject({ type: z.enum(["api_key", "user"]), id: text, name: z.string() }),
  target: z.strictObject({ type: text, id: z.union([text, number]) }),
  metadata: z.strictObject({ organizationId: z.string() }).nullable().exactOptional(),
  createdAt: moment,
});

const tenant = z.strictObject({
  slug: text,
  keys: z
    .array(z.strictObject({ token: text, name: maybeText, scopes: z.array(z.enum(SCOPES)).exactOptional() }))
    .exactOptional(),
  users: z.array(z.strictObject({ id: maybeText, email: z.email(), name: maybeText })).exactOptional(),
  organizations: z.array(organization).exactOptional(),
  audit: z.array(audit).exactOptional(),
});

/** The shape every seed must have; what its references mean is for `load` to find out. */
export const lumoAuthSeed: z.ZodType<LumoAuthSeed> = z.strictObject({
  tenants: z.array(tenant).exactOptional(),
  issued: z.record(z.string(), z.int().nonnegative()).exactOptional(),
});
