/** A role in an organization, highest first. */
export const ORGANIZATION_ROLES = ["owner", "admin", "member"] as const;

/** One of the three roles of an organization. */
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

/** A person who can sign in. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A bearer token and the id of the account it speaks for. */
export interface Token {
  readonly token: string;
  readonly account: string;
}

/** A custom role of one workspace. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** Somebody's access to a workspace; `via` tells what unlinking takes away. */
export interface WorkspaceMember {
  readonly account: string;
  role: string;
  readonly via: Via;
  readonly joined_at: string;
}

/** Whether access was given on the workspace itself, or comes through its organization. */
export type Via = "direct" | "organization";

/** A workspace; it belongs to one organization at most. */
export interface Workspace {
  readonly id: string;
  name: string;
  slug: string;
  avatar_url: string | null;
  readonly default_role: string;
  settings: Record<string, unknown>;
  organization_id: string | null;
  members: WorkspaceMember[];
  readonly roles: Role[];
  readonly created_at: string;
  updated_at: string;
}

/** A membership in an organization; `id` is the guide's member id. */
export interface OrganizationMember {
  readonly id: string;
  readonly account: string;
  role: OrganizationRole;
  readonly joined_at: string;
  readonly last_active: string | null;
}

/** Access to one workspace that an invitation carries. */
export interface WorkspaceAccess {
  readonly workspace_id: string;
  readonly role: string;
}

/** An invitation nobody has accepted or cancelled; it is pending until `expires_at`. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  org_role: OrganizationRole;
  readonly workspace_access: readonly WorkspaceAccess[];
  readonly created_at: string;
  expires_at: string;
  /** How many mails went out. */
  sends: number;
}

/** An organization with its people. */
export interface Organization {
  readonly id: string;
  name: string;
  slug: string;
  avatar_url: string | null;
  settings: Record<string, unknown>;
  readonly created_by: string | null;
  readonly created_at: string;
  updated_at: string;
  members: OrganizationMember[];
  invitations: Invitation[];
}

/** What ids are made from: `ws` gives `ws_1`, `ws_2`, … */
export type IdPrefix = "acc" | "org" | "ws" | "mem" | "inv" | "role";

/** Everything a SignalSmith holds: plain JSON, and a complete seed. */
export interface SignalSmithState {
  readonly accounts: Account[];
  readonly tokens: Token[];
  readonly workspaces: Workspace[];
  organizations: Organization[];
  /** The highest number given out per prefix, so that no id comes back after a deletion. */
  readonly issued: Record<IdPrefix, number>;
}

/** A SignalSmith without anybody in it. */
export function emptyState(): SignalSmithState {
  return {
    accounts: [],
    tokens: [],
    workspaces: [],
    organizations: [],
    issued: { acc: 0, org: 0, ws: 0, mem: 0, inv: 0, role: 0 },
  };
}
