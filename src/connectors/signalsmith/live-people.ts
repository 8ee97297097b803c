/** What SignalSmith's rows of people are, as live resources. Pure; a row that says too little is refused. */
import type { LiveAccess, LiveMember, MemberStatus } from "../../model/live.ts";
import type { Invitation, Member, Role, ToldInvitationStatus, WorkspaceMember } from "./contract.ts";
import { told } from "./live.ts";
import type { Refuse } from "./pages.ts";

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

const STATUS = { active: "active", invited: "invited", pending: "invited", expired: "expired" } as const;

const UNTOLD =
  "status: expected it, or one of joined_at and expires_at; where the list holds members only, the connection says `pendingMembers: hidden`";

/**
 * Reads rows of the member list. Where it `mixes` members and people who are only invited, a row that does not tell
 * which is refused.
 */
export function memberRow(mixes: boolean): (row: Member, refuse: Refuse) => MemberRow {
  return (row, refuse) => {
    const role = roleOf(row, refuse);
    const status = statusOf(row) ?? (mixes ? undefined : "active");
    if (status === undefined) throw refuse(UNTOLD);
    return { id: row.id, live: liveMember(row, role, status) };
  };
}

function liveMember(row: Member, role: Role, status: MemberStatus): LiveMember {
  const active = status === "active";
  return {
    kind: "member",
    id: active ? row.account_id || row.id : row.id,
    ...told({ email: row.email }),
    roles: [role],
    status,
    ...(active ? {} : { accessUnknown: true, ...told({ expiresAt: row.expires_at }) }),
    observed: told({ name: row.name, joined: row.joined_at, lastActive: row.last_active }),
  };
}

/** An invitation; what it carries is told by some servers only (inferred). */
export function invitationRow(row: Invitation, refuse: Refuse): InvitationRow {
  const { id, email, workspace_access: carried } = row;
  const role = roleOf(row, refuse);
  const status = openStatus(row.status ?? "pending");
  if (status === undefined) return { id, access: [] };
  const live: LiveMember = {
    kind: "member",
    id,
    email,
    roles: [role],
    status,
    ...told({ expiresAt: row.expires_at }),
    ...(carried ? {} : { accessUnknown: true }),
  };
  const subject = { type: "person", id, email } as const;
  const access = (carried ?? []).map(
    (grant): LiveAccess => ({ kind: "access", workspace: grant.workspace_id, subject, level: grant.role }),
  );
  return { id, live, access };
}

/** Nothing for what became of an invitation that nobody can accept any more. */
function openStatus(status: NonNullable<ToldInvitationStatus>): MemberStatus | undefined {
  return status === "pending" || status === "expired" ? STATUS[status] : undefined;
}

/** Somebody's access to a workspace; the level is taken as told, since workspaces may have roles of their own. */
export function workspaceMemberRow(row: WorkspaceMember): WorkspaceMemberRow {
  return {
    id: row.id,
    account: row.account_id || row.id,
    accountTold: Boolean(row.account_id),
    ...told({ email: row.email }),
    level: row.role,
    active: (statusOf(row) ?? "active") === "active",
  };
}

/** Where no status is told (inferred): who joined is a member, and only an invitation expires. */
function statusOf(row: Pick<Member, "status" | "joined_at" | "expires_at">): MemberStatus | undefined {
  if (row.status) return STATUS[row.status];
  if (row.joined_at) return row.expires_at ? undefined : "active";
  return row.expires_at ? "invited" : undefined;
}

function roleOf({ org_role, role }: Pick<Member, "org_role" | "role">, refuse: Refuse): Role {
  const held = org_role ?? role;
  if (held) return held;
  throw refuse("org_role: expected it, or role");
}
