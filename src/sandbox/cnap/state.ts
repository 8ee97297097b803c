/** A role in an organization, highest first. */
export const ROLES = ["owner", "admin", "member"] as const;

/** One of the three roles of an organization. */
export type Role = (typeof ROLES)[number];

/** A person who can sign in; the service does not know everybody's e-mail. */
export interface User {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly image: string | null;
}

/** A bearer token, and the id of the user or of the workspace that it speaks for: one of them, not both. */
export interface Token {
  readonly token: string;
  readonly user: string | null;
  readonly workspace: string | null;
}

/** What changes together with a thing, so that a client can tell which version it read; times are Unix seconds. */
export interface Version {
  updated_at: number;
  etag: string;
}

/** A membership in an organization. */
export interface Member extends Version {
  readonly user: string;
  role: Role;
  readonly joined_at: number;
}

/** An invitation; one that ran out stays pending. */
export interface Invitation extends Version {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  status: InvitationStatus;
  readonly invited_by: string;
  expires_at: number;
  readonly created_at: number;
}

/** What became of an invitation. */
export type InvitationStatus = "pending" | "accepted" | "canceled";

/** An organization with its people. */
export interface Organization extends Version {
  readonly id: string;
  name: string;
  slug: string | null;
  icon: string | null;
  readonly created_at: number;
  members: Member[];
  readonly invitations: Invitation[];
}

/** The consent of a workspace's owner that an organization manages it. */
export interface Management {
  readonly organization: string;
  readonly granted_at: number;
}

/** A workspace of one owner; whoever manages it has a version of its own. */
export interface Workspace extends Version {
  readonly id: string;
  name: string;
  slug: string;
  readonly icon: string | null;
  readonly plan: { readonly tier: string; readonly billed_by: "platform" | "seller" };
  readonly workspace_class: "standard" | "platform" | "sandbox";
  readonly owner: string;
  readonly members: readonly { readonly user: string; readonly role: "admin" | "member" }[];
  management: Management | null;
  management_etag: string;
  readonly created_at: number;
}

/** The deletion of an organization that goes on after the reply, until it was asked for often enough. */
export interface Deletion {
  readonly id: string;
  readonly organization: string;
  readonly started_by: string;
  readonly started_at: number;
  completed_at: number | null;
  polls_left: number;
}

/** What was answered to a request with an idempotency key. */
export interface Answered {
  readonly sender: string;
  readonly key: string;
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
  readonly at: number;
}

/** What ids are made from: `ws` gives `ws_1`, `ws_2`, … */
export type IdPrefix = "user" | "org" | "orgi" | "ws" | "op";

/** Everything a CNAP holds: plain JSON, and a complete seed. */
export interface CnapState {
  readonly users: User[];
  readonly tokens: Token[];
  organizations: Organization[];
  readonly workspaces: Workspace[];
  readonly deletions: Deletion[];
  answered: Answered[];
  /** The highest number given out per prefix and for etags, so that none comes back. */
  readonly issued: Record<IdPrefix | "etag", number>;
}

/** A CNAP without anybody in it. */
export function emptyState(): CnapState {
  return {
    users: [],
    tokens: [],
    organizations: [],
    workspaces: [],
    deletions: [],
    answered: [],
    issued: { user: 0, org: 0, orgi: 0, ws: 0, op: 0, etag: 0 },
  };
}
