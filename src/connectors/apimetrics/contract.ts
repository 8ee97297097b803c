/* Generated from schemas/systems/apimetrics.openapi.json by `npm run generate`. Do not edit. */

/**
 * What somebody may do on a project, lowest first; INGRESS belongs to API keys.
 */
export type AccessLevel = "INGRESS" | "VIEWER" | "ANALYST" | "MANAGER" | "EDITOR" | "OWNER";
/**
 * A level that can be given on a project.
 */
export type GrantLevel = "VIEWER" | "ANALYST" | "MANAGER" | "EDITOR" | "OWNER";

/**
 * An organization; it can be neither made nor deleted here.
 */
export interface Organization {
  /**
   * Lower-case letters and digits.
   */
  readonly id: string;
  /**
   * What people call it.
   */
  readonly name: string;
  /**
   * Its plan.
   */
  readonly subscription_level?: string | null;
  /**
   * The account that pays.
   */
  readonly billing_admin_id?: string | null;
  /**
   * Whether everybody must use a second factor at the next sign-in.
   */
  readonly enforce_2fa?: boolean | null;
  /**
   * Whether keys are kept in a key management service.
   */
  readonly kms_enabled?: boolean | null;
  /**
   * Days until a password must change; 0 is never.
   */
  readonly password_expiry_days?: number | null;
  /**
   * Tags set by its people.
   */
  readonly tags?: readonly string[] | null;
  /**
   * Tags set by the system.
   */
  readonly system_tags?: readonly string[] | null;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * Fields to change; null or absent leaves a field as it is.
 */
export interface OrganizationUpdate {
  /**
   * Its new name.
   */
  readonly name?: string | null;
  /**
   * All its tags from now on.
   */
  readonly tags?: readonly string[] | null;
  /**
   * Takes effect for everybody at the next sign-in.
   */
  readonly enforce_2fa?: boolean | null;
  /**
   * Whether keys are kept in a key management service.
   */
  readonly kms_enabled?: boolean | null;
  /**
   * Days until a password must change; 0 is never.
   */
  readonly password_expiry_days?: number | null;
}
/**
 * Where a list goes on; older replies leave it empty.
 */
export interface PageMeta {
  /**
   * Whether there are further rows.
   */
  readonly more?: boolean;
  /**
   * What to send as `cursor` for the next page.
   */
  readonly next_cursor?: string | number | null;
  /**
   * The project the request was for.
   */
  readonly project_id?: string | null;
}
/**
 * What the identity provider keeps about an account; in some replies the organization's id is a key of its own, with the roles as its value.
 */
export interface AppMetadata {
  /**
   * Roles by organization id.
   */
  readonly org_roles?: {
    readonly [k: string]: readonly string[];
  };
}
/**
 * An account of an organization, with its profile; two accounts may have the same e-mail.
 */
export interface Account {
  /**
   * Identity provider and subject, such as auth0|abc123; percent-encoded in paths.
   */
  readonly id: string;
  /**
   * Its address; virtual users of service accounts may have none.
   */
  readonly email?: string | null;
  /**
   * Its person's name.
   */
  readonly name?: string | null;
  /**
   * In some replies, its roles in the organization asked for.
   */
  readonly permissions?: readonly string[] | null;
  readonly app_metadata?: AppMetadata;
}
/**
 * Accounts of an organization.
 */
export interface AccountPage {
  readonly meta?: PageMeta;
  readonly results: readonly Account[];
}
/**
 * A role; its id is its name.
 */
export interface Role {
  /**
   * Upper-case letters, digits and underscores.
   */
  readonly id: string;
  /**
   * Its organization.
   */
  readonly org_id?: string | null;
  /**
   * What it is for.
   */
  readonly description?: string | null;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * A role to make; it cannot be changed afterwards.
 */
export interface NewRole {
  /**
   * Its name.
   */
  readonly id: string;
  /**
   * What it is for.
   */
  readonly description?: string | null;
}
/**
 * Roles of an organization, DEFAULT and ADMIN among them.
 */
export interface RolePage {
  readonly meta?: PageMeta;
  readonly results: readonly Role[];
}
/**
 * A project.
 */
export interface Project {
  /**
   * Its key.
   */
  readonly id: string;
  /**
   * What people call it; not unique.
   */
  readonly name: string;
  /**
   * The organization it belongs to.
   */
  readonly org_id?: string | null;
  /**
   * Tags set by its people.
   */
  readonly tags?: readonly string[] | null;
  /**
   * Tags set by the system.
   */
  readonly system_tags?: readonly string[] | null;
  /**
   * Its security profile.
   */
  readonly security_profile?: string | null;
  /**
   * Where its notices go.
   */
  readonly email?: string | null;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * A project to make.
 */
export interface NewProject {
  /**
   * What people call it.
   */
  readonly name?: string | null;
  /**
   * All its tags.
   */
  readonly tags?: readonly string[] | null;
  /**
   * Where its notices go.
   */
  readonly email?: string | null;
  /**
   * Its security profile.
   */
  readonly security_profile?: string | null;
}
/**
 * Fields to change; null or absent leaves a field as it is.
 */
export interface ProjectUpdate {
  /**
   * What people call it.
   */
  readonly name?: string | null;
  /**
   * All its tags.
   */
  readonly tags?: readonly string[] | null;
  /**
   * Where its notices go.
   */
  readonly email?: string | null;
  /**
   * Its security profile.
   */
  readonly security_profile?: string | null;
}
/**
 * Projects of an organization.
 */
export interface ProjectPage {
  readonly meta?: PageMeta;
  readonly results: readonly Project[];
}
/**
 * Who is asking.
 */
export interface AccountMeta {
  /**
   * The caller's own account; a service account has one too.
   */
  readonly account_id: string;
  /**
   * The caller's roles by organization id.
   */
  readonly roles?: {
    readonly [k: string]: readonly string[];
  };
  /**
   * The project last chosen.
   */
  readonly current_project_id?: string | null;
  /**
   * Invites for the caller.
   */
  readonly invites?: readonly Invite[];
}
/**
 * An invite that nobody has accepted; it never runs out, and one address may have several.
 */
export interface Invite {
  /**
   * Its key.
   */
  readonly id: string;
  /**
   * Who is invited.
   */
  readonly email: string;
  /**
   * The account that invited.
   */
  readonly invited_by?: string | null;
  /**
   * The address of the account that invited.
   */
  readonly invited_email?: string | null;
  /**
   * The organization.
   */
  readonly org_id?: string | null;
  /**
   * The project, when the invite is to one project only.
   */
  readonly project_id?: string | null;
  /**
   * The name of who is invited.
   */
  readonly name?: string | null;
  /**
   * The level on the project.
   */
  readonly access_level?: string | null;
  /**
   * Roles they get beside DEFAULT.
   */
  readonly roles?: readonly string[] | null;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * What the caller can reach: the way to learn one's organizations.
 */
export interface AccountProjects {
  readonly meta: AccountMeta;
  readonly projects: readonly Project[];
  /**
   * Organizations by id.
   */
  readonly organizations: {
    readonly [k: string]: Organization;
  };
}
/**
 * Access of one account to one project; the account need not belong to the organization.
 */
export interface AccountGrant {
  /**
   * Its key.
   */
  readonly id: string;
  /**
   * The project's key.
   */
  readonly project: string;
  readonly access_level: AccessLevel;
  /**
   * Whose access it is.
   */
  readonly account_id: string;
  /**
   * Their address.
   */
  readonly account_email?: string | null;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * Access to give. Without account_id the caller gets it, without access_level it is VIEWER.
 */
export interface NewAccountGrant {
  /**
   * Who gets it; leave out only to mean oneself.
   */
  readonly account_id?: string;
  /**
   * Of no effect by itself.
   */
  readonly email?: string | null;
  readonly access_level?: GrantLevel;
}
/**
 * The level from now on.
 */
export interface AccountGrantUpdate {
  readonly access_level?: GrantLevel;
}
/**
 * Access of accounts.
 */
export interface AccountGrantPage {
  readonly meta?: PageMeta;
  readonly results: readonly AccountGrant[];
}
/**
 * Access of one role to one project; a role may hold several levels there.
 */
export interface RoleGrant {
  /**
   * Its key.
   */
  readonly id: string;
  /**
   * The role that has access.
   */
  readonly role_id: string;
  /**
   * The project's key.
   */
  readonly project: string;
  readonly access_level: AccessLevel;
  /**
   * When it last changed, ISO 8601 with microseconds.
   */
  readonly last_update?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
}
/**
 * Access to give to a role.
 */
export interface NewRoleGrant {
  /**
   * A role of the organization.
   */
  readonly role_id: string;
  readonly access_level: GrantLevel;
  /**
   * Of no known effect.
   */
  readonly account_id?: string | null;
}
/**
 * Role and level from now on; what is absent stays.
 */
export interface RoleGrantUpdate {
  /**
   * A role of the organization.
   */
  readonly role_id?: string;
  readonly access_level?: GrantLevel;
}
/**
 * Access of roles.
 */
export interface RoleGrantPage {
  readonly meta?: PageMeta;
  readonly results: readonly RoleGrant[];
}
/**
 * Somebody to invite to the organization.
 */
export interface NewInvite {
  /**
   * Where the mail goes.
   */
  readonly email: string;
  /**
   * Their name.
   */
  readonly name?: string | null;
  readonly access_level?: GrantLevel;
  /**
   * Roles they get beside DEFAULT.
   */
  readonly roles?: readonly string[];
}
/**
 * Somebody to invite to one project; without access_level as VIEWER.
 */
export interface NewProjectInvite {
  /**
   * Where the mail goes.
   */
  readonly email: string;
  /**
   * Their name.
   */
  readonly name?: string | null;
  readonly access_level?: GrantLevel;
}
/**
 * All open invites; not paged.
 */
export interface InvitePage {
  readonly meta?: PageMeta;
  readonly results: readonly Invite[];
}
/**
 * Whose service account it is.
 */
export interface ServiceAccountMeta {
  /**
   * Unique in its organization.
   */
  readonly name?: string | null;
  /**
   * Its organization.
   */
  readonly org_id?: string | null;
  /**
   * The account that owns it.
   */
  readonly owner?: string | null;
  /**
   * The account it acts as, which shows up among accounts and grants.
   */
  readonly account_id: string;
  /**
   * The account that made it.
   */
  readonly created_by?: string | null;
}
/**
 * How it signs in and what it may do.
 */
export interface ServiceAccountClient {
  /**
   * Its client id.
   */
  readonly auth0_client_id?: string | null;
  /**
   * Its roles in the organization.
   */
  readonly roles?: readonly string[] | null;
}
/**
 * A service account.
 */
export interface ServiceAccount {
  /**
   * Its id.
   */
  readonly id: string;
  readonly meta: ServiceAccountMeta;
  readonly service_account?: ServiceAccountClient;
}
/**
 * Service accounts of an organization.
 */
export interface ServiceAccountPage {
  readonly meta?: PageMeta;
  readonly results: readonly ServiceAccount[];
}
/**
 * Something that was done.
 */
export interface Audit {
  /**
   * Its id.
   */
  readonly id?: string | null;
  /**
   * When it was made, ISO 8601 with microseconds.
   */
  readonly created?: string | null;
  /**
   * Who did it.
   */
  readonly account_id?: string | null;
  /**
   * The address of who did it.
   */
  readonly email?: string | null;
  /**
   * What was done.
   */
  readonly action?: string | null;
  /**
   * To what.
   */
  readonly object?: string | null;
}
/**
 * What was done in an organization.
 */
export interface AuditPage {
  readonly meta?: PageMeta;
  readonly results: readonly Audit[];
}
/**
 * Nothing.
 */
export interface EmptyBody {}
/**
 * It is done.
 */
export interface StatusReply {
  /**
   * A word for it.
   */
  readonly status?: string | null;
}
/**
 * What went wrong.
 */
export interface ErrorDetail {
  /**
   * For people.
   */
  readonly message?: string | null;
  /**
   * For programs.
   */
  readonly code?: string | number | null;
  /**
   * More, in any form.
   */
  readonly details?: {} | readonly unknown[] | string | null;
}
/**
 * One thing wrong with a request.
 */
export interface ValidationIssue {
  /**
   * Where: body or query, then the field.
   */
  readonly loc: readonly (string | number)[];
  /**
   * For people.
   */
  readonly msg: string;
  /**
   * For programs.
   */
  readonly type: string;
}
/**
 * A refusal; the documents leave open which of the three forms a status has.
 */
export interface ErrorReply {
  readonly error?: ErrorDetail;
  /**
   * For people.
   */
  readonly error_msg?: string;
  /**
   * Everything wrong with the request.
   */
  readonly detail?: readonly ValidationIssue[];
}
/**
 * No or an unknown credential.
 */
export interface UnauthorizedReply {
  /**
   * For people.
   */
  readonly error_msg?: string;
}
/**
 * Everything wrong with a request.
 */
export interface ValidationReply {
  readonly detail: readonly ValidationIssue[];
}
