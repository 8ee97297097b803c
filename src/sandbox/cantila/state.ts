/** Every role there is; which of them count is the dialect's. */
export const ROLES = ["owner", "admin", "developer", "viewer", "member"] as const;

/** A role in an account. */
export type Role = (typeof ROLES)[number];

/** What a key may do, least first. */
export const SCOPES = ["read", "deploy", "admin"] as const;

/** One of the three scopes of a key. */
export type Scope = (typeof SCOPES)[number];

/** The plans; sub-accounts come with the last two only. */
export const PLANS = ["hobby", "starter", "pro", "agency", "dedicated"] as const;

/** One of the five plans. */
export type Plan = (typeof PLANS)[number];

/** What has become of an invitation. */
export const INVITE_STATUSES = ["pending", "accepted", "revoked", "expired"] as const;

/** Expiry is lazy: a pending invitation may be long past its time. */
export type InviteStatus = (typeof INVITE_STATUSES)[number];

/** A person who can sign in, known by their lower-case e-mail. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A row of the team list; there need not be a user behind it. */
export interface Member {
  readonly id: string;
  readonly email: string;
  name: string;
  role: Role;
  readonly joinedAt: string;
}

/** What lets a user's sessions into an account; a table of its own beside the team list. */
export interface Membership {
  readonly id: string;
  /** The user's e-mail. */
  readonly user: string;
  role: Role;
}

/** An invitation in any status; rows are never taken away. */
export interface Invite {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  status: InviteStatus;
  readonly token: string;
  /** The e-mail of the user who invited; null for a key. */
  readonly invitedBy: string | null;
  readonly createdAt: string;
  expiresAt: string;
  acceptedAt: string | null;
  /** The e-mail of the user who accepted. */
  acceptedBy: string | null;
  /** How many mails went out; with the server, none. */
  sends: number;
}

/** The look of an account; null is not set. */
export interface Branding {
  displayName: string | null;
  primaryColor: string | null;
  accentColor: string | null;
  logoUrl: string | null;
}

/** An account, known by its handle, with its people; `parent` is a handle. */
export interface Account {
  readonly handle: string;
  readonly name: string;
  readonly plan: Plan;
  readonly parent: string | null;
  readonly branding: Branding;
  readonly createdAt: string;
  members: Member[];
  memberships: Membership[];
  readonly invites: Invite[];
}

/** An API key, bound to one account (a handle) and to nobody. */
export interface Key {
  readonly id: string;
  readonly key: string;
  readonly account: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: string;
}

/** A user's session; requests without act-as go to its active account (a handle). */
export interface Session {
  readonly token: string;
  /** The user's e-mail. */
  readonly user: string;
  account: string;
  /** null never ends. */
  readonly expiresAt: string | null;
}

/** Something that happened in an account; `actor` is the account that acted as this one. */
export interface Event {
  readonly id: string;
  readonly account: string;
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly actor: string | null;
  readonly at: string;
}

/** What ids are made from: `mem` gives `mem_1`, `mem_2`, … */
export type IdPrefix = "usr" | "mem" | "ms" | "inv" | "key" | "cts" | "evt";

/** Everything a Cantila holds: plain JSON, and a complete seed. */
export interface CantilaState {
  readonly users: User[];
  readonly accounts: Account[];
  readonly keys: Key[];
  sessions: Session[];
  readonly events: Event[];
  /** The highest number given out per prefix, so that no id comes back after a deletion. */
  readonly issued: Record<IdPrefix, number>;
}

/** A Cantila without anybody in it. */
export function emptyState(): CantilaState {
  return {
    users: [],
    accounts: [],
    keys: [],
    sessions: [],
    events: [],
    issued: { usr: 0, mem: 0, ms: 0, inv: 0, key: 0, cts: 0, evt: 0 },
  };
}
