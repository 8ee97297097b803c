/* Generated from schemas/systems/signalsmith.openapi.json by `npm run generate`. Do not edit. */

/**
 * A role in an organization, highest first; also the built-in roles of a workspace.
 */
export type Role = "owner" | "admin" | "member";
/**
 * A role, where it is told under this name.
 */
export type ToldRole = "owner" | "admin" | "member" | null;
/**
 * What somebody is, where it is told; active is who has accepted.
 */
export type ToldStatus = "active" | "invited" | "pending" | "expired" | null;
/**
 * What became of an invitation, where it is told; nobody can accept one that is neither pending nor expired.
 */
export type ToldInvitationStatus =
  "pending" | "expired" | "accepted" | "declined" | "revoked" | "cancelled" | "canceled" | null;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type OrganizationList = readonly Organization[] | OrganizationPage;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type WorkspaceList = readonly Workspace[] | WorkspacePage;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type MemberList = readonly Member[] | MemberPage;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type InvitationList = readonly Invitation[] | InvitationPage;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type WorkspaceMemberList = readonly WorkspaceMember[] | WorkspaceMemberPage;
/**
 * A bare array, which is whole unless it is as long as a page; or a page.
 */
export type WorkspaceRoleList = readonly WorkspaceRole[] | WorkspaceRolePage;
/**
 * guide: which workspace to link; references: the workspace to make.
 */
export type WorkspaceToAdd = WorkspaceLink | NewWorkspace;
/**
 * The invitation, or a word. Where it tells an id, that is read; nothing that it says makes the sending doubtful.
 */
export type InvitationSent =
  | {
      readonly id?: string;
    }
  | string
  | null;

/**
 * Where a page stands in its list.
 */
export interface Pagination {
  readonly page: number;
  readonly page_size: number;
  readonly total: number;
}
/**
 * An organization. Told as well, and not read: settings, created_by, created_at, updated_at.
 */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  /**
   * The logo; empty or null without one.
   */
  readonly avatar_url?: string | null;
  /**
   * How many workspaces are linked.
   */
  readonly workspace_count?: number | null;
  /**
   * How many have accepted.
   */
  readonly member_count?: number | null;
}
/**
 * A workspace; it belongs to one organization at most. Told as well, and not read: slug, avatar_url, default_role, settings, member_count, created_at, updated_at.
 */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  /**
   * The organization it is linked to; empty or null without one.
   */
  readonly organization_id?: string | null;
}
/**
 * A row of the member list, with a role under one of two names. Without a status, joined_at makes it a member's and expires_at an invitation's. Told as well, and not read: workspaces, invitation_id.
 */
export interface Member {
  /**
   * What names it in paths.
   */
  readonly id: string;
  /**
   * The account's id, where it is told.
   */
  readonly account_id?: string | null;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly org_role?: ToldRole;
  readonly role?: ToldRole;
  readonly status?: ToldStatus;
  /**
   * When an invitation ends.
   */
  readonly expires_at?: string | null;
  readonly last_active?: string | null;
  readonly joined_at?: string | null;
}
/**
 * An invitation, with a role under one of two names. Told as well, and not read: created_at.
 */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly org_role?: ToldRole;
  readonly role?: ToldRole;
  readonly status?: ToldInvitationStatus;
  readonly expires_at?: string | null;
  /**
   * The access that it carries, where it is told.
   */
  readonly workspace_access?: readonly CarriedAccess[] | null;
}
/**
 * Access to one workspace that an invitation carries.
 */
export interface CarriedAccess {
  readonly workspace_id: string;
  readonly role: string;
}
/**
 * Somebody with access to a workspace; the role may be one of the workspace's own. Told as well, and not read: name.
 */
export interface WorkspaceMember {
  readonly id: string;
  /**
   * The account's id, where it is told.
   */
  readonly account_id?: string | null;
  readonly email?: string | null;
  readonly role: string;
  readonly status?: ToldStatus;
  readonly expires_at?: string | null;
  readonly joined_at?: string | null;
}
/**
 * A role on a workspace. Told as well, and not read: workspace_id, description, is_system, permissions, created_at, updated_at.
 */
export interface WorkspaceRole {
  readonly id: string;
  /**
   * What a member's role says.
   */
  readonly name: string;
}
/**
 * A page of a list.
 */
export interface OrganizationPage {
  /**
   * null for no rows.
   */
  readonly data: readonly Organization[] | null;
  readonly pagination: Pagination;
}
/**
 * A page of a list.
 */
export interface WorkspacePage {
  /**
   * null for no rows.
   */
  readonly data: readonly Workspace[] | null;
  readonly pagination: Pagination;
}
/**
 * A page of a list.
 */
export interface MemberPage {
  /**
   * null for no rows.
   */
  readonly data: readonly Member[] | null;
  readonly pagination: Pagination;
}
/**
 * A page of a list.
 */
export interface InvitationPage {
  /**
   * null for no rows.
   */
  readonly data: readonly Invitation[] | null;
  readonly pagination: Pagination;
}
/**
 * A page of a list.
 */
export interface WorkspaceMemberPage {
  /**
   * null for no rows.
   */
  readonly data: readonly WorkspaceMember[] | null;
  readonly pagination: Pagination;
}
/**
 * A page of a list.
 */
export interface WorkspaceRolePage {
  /**
   * null for no rows.
   */
  readonly data: readonly WorkspaceRole[] | null;
  readonly pagination: Pagination;
}
/**
 * An organization to make. Without a slug it is made from the name.
 */
export interface NewOrganization {
  readonly name: string;
  readonly slug?: string;
}
/**
 * What shall be otherwise.
 */
export interface OrganizationChange {
  readonly name?: string;
  readonly slug?: string;
  /**
   * An address; null takes the logo away.
   */
  readonly avatar_url?: string | null;
  readonly settings?: {
    readonly [k: string]: unknown;
  };
}
/**
 * A workspace to link.
 */
export interface WorkspaceLink {
  readonly workspace_id: string;
}
/**
 * A workspace to make. Without a slug it is made from the name.
 */
export interface NewWorkspace {
  readonly name: string;
  readonly slug?: string;
}
/**
 * What shall be otherwise.
 */
export interface WorkspaceChange {
  readonly name?: string;
  readonly slug?: string;
  /**
   * An address; null takes the logo away.
   */
  readonly avatar_url?: string | null;
  readonly settings?: {
    readonly [k: string]: unknown;
  };
}
/**
 * An account to add, by its id or its e-mail, with a role under one of two names.
 */
export interface NewMember {
  readonly account_id?: string;
  readonly email?: string;
  readonly org_role?: Role;
  readonly role?: Role;
}
/**
 * Whom to invite to what.
 */
export interface NewInvitation {
  readonly email: string;
  readonly org_role: Role;
  readonly workspace_access?: readonly AccessToGive[];
}
/**
 * Access to one workspace of the organization.
 */
export interface AccessToGive {
  readonly workspace_id: string;
  readonly role: string;
}
/**
 * The role to have from now on, under one of two names.
 */
export interface RoleChange {
  readonly org_role?: Role;
  readonly role?: Role;
}
/**
 * Whom to give which role on a workspace.
 */
export interface Grant {
  readonly account_id: string;
  readonly role: string;
}
/**
 * The role to have on the workspace from now on.
 */
export interface LevelChange {
  readonly role: string;
}
/**
 * A role of a workspace's own; its name is unique there.
 */
export interface NewWorkspaceRole {
  readonly name: string;
  readonly description?: string;
  readonly permissions?: readonly string[];
}
/**
 * What was made, or linked: only its id is read.
 */
export interface Created {
  readonly id: string;
}
/**
 * A refusal in words.
 */
export interface ErrorReply {
  readonly error: string;
}
