/** Replies of SignalSmith: only the fields that are needed, straight to live resources. What is unknown is refused. */
import { z } from "zod";
import type {
  LiveAccess,
  LiveMember,
  LiveOrganization,
  LiveWorkspace,
  MemberStatus,
  Observed,
} from "../../model/live.ts";
import { RANK } from "./kinds.ts";

/** An organization with the numbers of its workspaces and its members, where they are told. */
export interface OrganizationRow {
  readonly id: string;
  readonly live: LiveOrganization;
  readonly workspaceCount?: number;
  /** Of those who have accepted (inferred). */
  readonly memberCount?: number;
}

/** A row of the member list; `id` is what names it in paths, `live.id` the account or the invitation. */
export interface MemberRow {
  readonly id: string;
  readonly live: LiveMember;
}

/** An invitation with what it carries; nothing when it is no longer open. */
export interface InvitationRow {
  readonly id: string;
  readonly live?: LiveMember;
  readonly access: readonly LiveAccess[];
}

/** A row of a workspace's member list. */
export interface WorkspaceMemberRow {
  readonly id: string;
  readonly account: string;
  /** Whether the row tells its account; else `account` is the row's own id. */
  readonly accountTold: boolean;
  readonly email?: string;
  readonly level: string;
  readonly active: boolean;
}

const id = z.string().min(1);
const text = z.string().nullish();
const role = z.enum(RANK);

const STATUSES: Readonly<Record<string, MemberStatus>> = {
  active: "active",
  invited: "invited",
  pending: "invited",
  expired: "expired",
};
const status = z.enum(["active", "invited", "pending", "expired"]);
/** What became of invitations that nobody can accept any more. */
const CLOSED = ["accepted", "declined", "revoked", "cancelled", "canceled"] as const;

/** GET /organizations, /organizations/{id}; the logo is `avatar_url` (inferred). */
export const organizationRow: z.ZodType<OrganizationRow> = z
  .object({
    id,
    name: z.string(),
    slug: z.string().min(1),
    avatar_url: text,
    workspace_count: z.int().nullish(),
    member_count: z.int().nullish(),
  })
  .transform((row) => ({
    id: row.id,
    live: {
      kind: "organization",
      id: row.id,
      slug: row.slug,
      attributes: { slug: row.slug, displayName: row.name, "branding.logoUrl": row.avatar_url || null },
    },
    ...(typeof row.workspace_count === "number" ? { workspaceCount: row.workspace_count } : {}),
    ...(typeof row.member_count === "number" ? { memberCount: row.member_count } : {}),
  }));

/** GET /workspaces, /organizations/{id}/workspaces. */
export const workspaceRow: z.ZodType<LiveWorkspace> = z
  .object({ id, name: z.string().min(1), organization_id: text })
  .transform((row) => ({
    kind: "workspace",
    id: row.id,
    name: row.name,
    attributes: { displayName: row.name },
    ...(row.organization_id ? { organization: row.organization_id } : {}),
  }));

const memberFields = z.object({
  id,
  account_id: text,
  email: text,
  org_role: role.nullish(),
  role: role.nullish(),
  status: status.nullish(),
  expires_at: text,
  name: text,
  last_active: text,
  joined_at: text,
});

/**
 * GET /organizations/{id}/members; the fields are inferred from the member directory's columns. Where the list `mixes`
 * members and people who are only invited, a row that does not tell which is refused.
 */
export function memberRow(mixes: boolean): z.ZodType<MemberRow> {
  return memberFields.transform((row, context) => {
    const held = row.org_role ?? row.role;
    if (!held) {
      context.addIssue({ code: "custom", message: "expected a role", path: ["org_role"] });
      return z.NEVER;
    }
    const state = stateOf(row) ?? (mixes ? undefined : "active");
    if (state === undefined) {
      context.addIssue({ code: "custom", message: UNTOLD, path: ["status"] });
      return z.NEVER;
    }
    return { id: row.id, live: memberOf(row, held, state) };
  });
}

const UNTOLD =
  "expected it, or one of joined_at and expires_at; where the list holds members only, the connection says `pendingMembers: hidden`";

type MemberFields = z.infer<typeof memberFields>;

function memberOf(row: MemberFields, held: string, state: MemberStatus): LiveMember {
  const active = state === "active";
  return {
    kind: "member",
    id: active ? row.account_id || row.id : row.id,
    ...emailOf(row),
    roles: [held],
    status: state,
    ...(active ? {} : { accessUnknown: true, ...expiryOf(row) }),
    observed: observed({ name: row.name, joined: row.joined_at, lastActive: row.last_active }),
  };
}

/** Where no status is told (inferred): who joined is a member, and only an invitation expires. */
function stateOf(row: Pick<MemberFields, "status" | "joined_at" | "expires_at">): MemberStatus | undefined {
  if (row.status) return STATUSES[row.status];
  if (row.joined_at) return row.expires_at ? undefined : "active";
  return row.expires_at ? "invited" : undefined;
}

/** GET /organizations/{id}/invitations or /invites; carried access is told by some servers only (inferred). */
export const invitationRow: z.ZodType<InvitationRow> = z
  .object({
    id,
    email: z.string().min(1),
    org_role: role.nullish(),
    role: role.nullish(),
    status: z.enum(["pending", "expired", ...CLOSED]).nullish(),
    expires_at: text,
    workspace_access: z.array(z.object({ workspace_id: id, role: z.string().min(1) })).nullish(),
  })
  .transform((row, context): InvitationRow => {
    const held = row.org_role ?? row.role;
    if (!held) {
      context.addIssue({ code: "custom", message: "expected a role", path: ["org_role"] });
      return z.NEVER;
    }
    const state = STATUSES[row.status ?? "pending"];
    if (state === undefined) return { id: row.id, access: [] };
    const live: LiveMember = {
      kind: "member",
      id: row.id,
      email: row.email,
      roles: [held],
      status: state,
      ...expiryOf(row),
      ...(row.workspace_access ? {} : { accessUnknown: true }),
    };
    const subject = { type: "person", id: row.id, email: row.email } as const;
    const access = (row.workspace_access ?? []).map(
      (grant): LiveAccess => ({ kind: "access", workspace: grant.workspace_id, subject, level: grant.role }),
    );
    return { id: row.id, live, access };
  });

/** GET /workspaces/{id}/members; the level is taken as told, since workspaces may have roles of their own. */
export const workspaceMemberRow: z.ZodType<WorkspaceMemberRow> = z
  .object({
    id,
    account_id: text,
    email: text,
    role: z.string().min(1),
    status: status.nullish(),
    expires_at: text,
    joined_at: text,
  })
  .transform((row) => ({
    id: row.id,
    account: row.account_id || row.id,
    accountTold: Boolean(row.account_id),
    ...emailOf(row),
    level: row.role,
    active: (stateOf(row) ?? "active") === "active",
  }));

/** GET /workspaces/{id}/roles. */
export const workspaceRoleRow: z.ZodType<{ readonly id: string; readonly name: string }> = z.object({
  id,
  name: z.string().min(1),
});

/** What a creation answers; more is read later. */
export const createdRow: z.ZodType<{ readonly id: string }> = z.object({ id });

function emailOf({ email }: { readonly email?: string | null | undefined }): { readonly email?: string } {
  return email ? { email } : {};
}

function expiryOf(row: { readonly expires_at?: string | null | undefined }): { readonly expiresAt?: string } {
  return row.expires_at ? { expiresAt: row.expires_at } : {};
}

function observed(columns: Readonly<Record<string, string | null | undefined>>): Observed {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
