/* Generated from schemas/systems/cnap.openapi.json by `npm run generate`. Do not edit. */

/**
 * A role in an organization; there are no others
 */
export type Role = "owner" | "admin" | "member";

/**
 * An organization
 */
export interface Organization {
  readonly id: string;
  readonly name: string;
  /**
   * The short name in urls
   */
  readonly slug: string | null;
  /**
   * The url of a picture
   */
  readonly icon?: string | null;
  /**
   * When it was made, in Unix seconds
   */
  readonly created_at?: number;
  /**
   * When it last changed, in Unix seconds
   */
  readonly updated_at?: number;
  /**
   * The version, for if-match
   */
  readonly etag: string;
}
/**
 * An organization in the caller's list
 */
export interface OrganizationSummary {
  readonly id: string;
  readonly name: string;
  /**
   * The short name in urls
   */
  readonly slug: string | null;
  /**
   * The url of a picture
   */
  readonly icon?: string | null;
  /**
   * When it was made, in Unix seconds
   */
  readonly created_at?: number;
  /**
   * When it last changed, in Unix seconds
   */
  readonly updated_at?: number;
  /**
   * The version, for if-match
   */
  readonly etag: string;
  /**
   * A role in an organization; there are no others
   */
  readonly role: "owner" | "admin" | "member";
}
/**
 * A page of organizations
 */
export interface OrganizationPage {
  readonly data: readonly OrganizationSummary[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * What an organization is made from
 */
export interface NewOrganization {
  /**
   * Letters and digits; spaces and - ' & . between them
   */
  readonly name: string;
  /**
   * Small letters, digits and hyphens
   */
  readonly slug?: string;
}
/**
 * What is to change; anything left out stays
 */
export interface OrganizationUpdate {
  /**
   * Letters and digits; spaces and - ' & . between them
   */
  readonly name?: string;
  /**
   * Small letters, digits and hyphens
   */
  readonly slug?: string;
  /**
   * The url of a picture
   */
  readonly icon?: string | null;
}
/**
 * Says only that it was done
 */
export interface Done {
  readonly ok: true;
}
/**
 * A member of an organization
 */
export interface Member {
  /**
   * Opaque
   */
  readonly user_id: string;
  /**
   * Their name
   */
  readonly name?: string | null;
  /**
   * Their address
   */
  readonly email: string | null;
  /**
   * The url of their picture
   */
  readonly image?: string | null;
  readonly role: Role;
  /**
   * When they joined, in Unix seconds
   */
  readonly joined_at?: number;
  /**
   * When the membership last changed, in Unix seconds
   */
  readonly updated_at?: number;
  /**
   * The version, for if-match
   */
  readonly etag: string;
}
/**
 * A page of members
 */
export interface MemberPage {
  readonly data: readonly Member[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * Who is to join
 */
export interface NewMember {
  readonly user_id: string;
  /**
   * A role in an organization; there are no others
   */
  readonly role?: "owner" | "admin" | "member";
}
/**
 * The role to have from now on
 */
export interface RoleChange {
  readonly role: Role;
}
/**
 * An invitation by e-mail; one that ran out stays pending, so `expires_at` is to be compared
 */
export interface Invitation {
  readonly id: string;
  readonly organization_id?: string;
  readonly email: string;
  readonly role: Role;
  readonly status: "pending" | "accepted" | "canceled";
  /**
   * A user id
   */
  readonly invited_by?: string;
  /**
   * When it can no longer be accepted, in Unix seconds
   */
  readonly expires_at: number;
  /**
   * When it was made, in Unix seconds
   */
  readonly created_at?: number;
  /**
   * When it last changed, in Unix seconds
   */
  readonly updated_at?: number;
  /**
   * The version, for if-match
   */
  readonly etag?: string;
}
/**
 * A page of pending invitations
 */
export interface InvitationPage {
  readonly data: readonly Invitation[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * Whom to invite
 */
export interface NewInvitation {
  readonly email: string;
  /**
   * A role in an organization; there are no others
   */
  readonly role?: "owner" | "admin" | "member";
}
/**
 * A customer's workspace as its managing organization sees it
 */
export interface ManagedWorkspace {
  readonly id: string;
  readonly name: string;
  /**
   * The url of a picture
   */
  readonly icon?: string | null;
  /**
   * When it was made, in Unix seconds
   */
  readonly created_at?: number;
}
/**
 * A page of managed workspaces
 */
export interface ManagedWorkspacePage {
  readonly data: readonly ManagedWorkspace[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * What a workspace is billed as
 */
export interface Plan {
  readonly tier?: string;
  readonly billed_by?: "platform" | "seller";
}
/**
 * A workspace
 */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly plan?: Plan;
  readonly workspace_class?: "standard" | "platform" | "sandbox";
  /**
   * When it was made, in Unix seconds
   */
  readonly created_at?: number;
  /**
   * When it last changed, in Unix seconds
   */
  readonly updated_at?: number;
  /**
   * The version, for if-match
   */
  readonly etag: string;
}
/**
 * A page of workspaces
 */
export interface WorkspacePage {
  readonly data: readonly Workspace[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * Somebody who belongs to a workspace itself
 */
export interface WorkspaceMember {
  readonly id: string;
  /**
   * Opaque
   */
  readonly user_id: string;
  readonly role: "owner" | "admin" | "member";
  /**
   * When they joined, as ISO 8601
   */
  readonly joined_at?: string;
}
/**
 * A page of a workspace's members
 */
export interface WorkspaceMemberPage {
  readonly data: readonly WorkspaceMember[];
  /**
   * Whether another page follows
   */
  readonly has_more: boolean;
  /**
   * The cursor of the next page; null on the last
   */
  readonly next_cursor: string | null;
}
/**
 * What is to change; anything left out stays
 */
export interface WorkspaceUpdate {
  readonly name?: string;
  readonly slug?: string;
}
/**
 * Who manages a workspace, and since when
 */
export interface Manager {
  readonly organization: ManagingOrganization;
  /**
   * When the customer agreed, in Unix seconds
   */
  readonly granted_at?: number;
}
/**
 * An organization by id and name
 */
export interface ManagingOrganization {
  readonly id: string;
  readonly name: string;
}
/**
 * Whether a workspace is managed; by one organization at most
 */
export interface Management {
  readonly workspace_id: string;
  readonly management: Manager | null;
  /**
   * The version, for if-match
   */
  readonly etag: string;
}
/**
 * Work that goes on after the reply
 */
export interface Operation {
  readonly id: string;
  /**
   * The workspace that it is about
   */
  readonly workspace_id?: string | null;
  /**
   * The organization that it is about
   */
  readonly organization_id?: string | null;
  /**
   * The kind of thing that it acts on
   */
  readonly owner_type?: string;
  /**
   * The id of that thing
   */
  readonly owner_id?: string;
  readonly state: "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  /**
   * False while it is running
   */
  readonly done: boolean;
  readonly error?: OperationError | null;
  /**
   * When it began, in Unix seconds
   */
  readonly started_at?: number;
  /**
   * When it ended, in Unix seconds
   */
  readonly completed_at?: number | null;
}
/**
 * Why an operation did not succeed
 */
export interface OperationError {
  readonly message: string;
}
/**
 * The body of every refusal
 */
export interface ErrorReport {
  readonly success?: false;
  readonly errors: readonly ErrorEntry[];
  /**
   * Empty
   */
  readonly result?: {};
}
/**
 * One thing that is wrong
 */
export interface ErrorEntry {
  /**
   * 7002 means not found; no other is published
   */
  readonly code: number;
  readonly message: string;
  /**
   * Where in the request
   */
  readonly path?: readonly string[];
  /**
   * Details; the current etag when if-match was out of date
   */
  readonly metadata?: {
    readonly [k: string]: string;
  };
}
