/** What may be held on a project, lowest first. */
export const LEVELS = ["INGRESS", "VIEWER", "ANALYST", "MANAGER", "EDITOR", "OWNER"] as const;

/** How far access to a project goes. */
export type Level = (typeof LEVELS)[number];

/** The levels that can be given; INGRESS belongs to API keys. */
export const GRANT_LEVELS = ["VIEWER", "ANALYST", "MANAGER", "EDITOR", "OWNER"] as const;

/** The roles every organization has, as real rows. */
export const BUILT_IN_ROLES: readonly string[] = ["DEFAULT", "ADMIN"];

/** The `org_id` of a project that left its organization. */
export const COMMUNITY = "community";

/** Somebody who can sign in, or the virtual user of a service account; two may share an e-mail. */
export interface Account {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
}

/** A bearer token and the id of the account it speaks for. */
export interface Token {
  readonly token: string;
  readonly account: string;
}

/** A role of an organization; its id is its name. */
export interface Role {
  readonly id: string;
  readonly description: string | null;
  readonly created: string;
  readonly last_update: string;
}

/** An account that joined, with its roles, DEFAULT among them. */
export interface Member {
  readonly account: string;
  roles: string[];
}

/** A service account; its roles are those of the account it acts as. */
export interface ServiceAccount {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly owner: string | null;
  readonly created_by: string | null;
  readonly auth0_client_id: string;
  readonly created: string;
}

/** An open invite, to the organization or, with `project_id`, to one of its projects; it never runs out. */
export interface Invite {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly invited_by: string | null;
  readonly project_id: string | null;
  readonly access_level: Level | null;
  roles: string[];
  readonly created: string;
  readonly last_update: string;
}

/** An organization with its roles, people and open invites. */
export interface Organization {
  readonly id: string;
  name: string;
  readonly subscription_level: string;
  readonly billing_admin_id: string | null;
  enforce_2fa: boolean;
  kms_enabled: boolean;
  password_expiry_days: number;
  tags: readonly string[];
  readonly system_tags: readonly string[];
  readonly created: string;
  last_update: string;
  roles: Role[];
  members: Member[];
  readonly service_accounts: ServiceAccount[];
  invites: Invite[];
}

/** One account's direct access to a project. */
export interface AccountGrant {
  readonly id: string;
  readonly account: string;
  access_level: Level;
  readonly created: string;
  last_update: string;
}

/** One level that a role has on a project. */
export interface RoleGrant {
  readonly id: string;
  role: string;
  access_level: Level;
  readonly created: string;
  last_update: string;
}

/** A project with everybody's access. */
export interface Project {
  readonly id: string;
  name: string;
  org_id: string;
  tags: readonly string[];
  readonly system_tags: readonly string[];
  email: string | null;
  security_profile: string | null;
  readonly created: string;
  last_update: string;
  access: AccountGrant[];
  role_access: RoleGrant[];
}

/** Something that was done in an organization. */
export interface Audit {
  readonly id: string;
  readonly organization: string;
  readonly created: string;
  readonly account_id: string;
  readonly action: string;
  readonly object: string | null;
}

/** What ids are counted for. */
export type IdKind = "account" | "project" | "grant" | "invite" | "service_account" | "audit";

/** Everything an APImetrics holds: plain JSON, and a complete seed. */
export interface ApimetricsState {
  readonly accounts: Account[];
  readonly tokens: Token[];
  readonly organizations: Organization[];
  projects: Project[];
  /** Projects that left their organization; nobody has access. */
  readonly community: Project[];
  readonly audits: Audit[];
  /** The highest number given out per kind, so that no id comes back after a deletion. */
  readonly issued: Record<IdKind, number>;
}

/** An APImetrics without anybody in it. */
export function emptyState(): ApimetricsState {
  return {
    accounts: [],
    tokens: [],
    organizations: [],
    projects: [],
    community: [],
    audits: [],
    issued: { account: 0, project: 0, grant: 0, invite: 0, service_account: 0, audit: 0 },
  };
}
