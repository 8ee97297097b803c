/**
 * What a system can do, as data: the engine reads it and has no special case for any system, the README's
 * table is made from it, and what it rules out is refused at `validate`.
 */
import type { Kind, SecretMark } from "./contract.ts";
import type { LiveSubject } from "./live.ts";

/** api: we do it; forPerson: the system's own pages can, and this says how; none: unknown to the system, refused at validate. */
export type Operation = "api" | "none" | { readonly forPerson: string };

/** A secret that the system tells once, when something is made. */
export type OneTimeSecret = SecretMark;

/** How one attribute behaves. */
export interface AttributeSpec {
  /** managed: compared and written; immutable: set at creation only; computed: the system's; write-only: cannot be read back. */
  readonly mode: "managed" | "immutable" | "computed" | "write-only";
  readonly compare: "exact" | "set";
  readonly sensitive?: boolean;
  /** The values that the system takes, where they are a closed list. */
  readonly values?: readonly string[];
  /** Whether `null` clears it. */
  readonly clearable?: boolean;
  /** Switching it on hits everybody at the next sign-in; the words for the plan. */
  readonly risk?: string;
}

/** What all kinds have. */
export interface KindSpec {
  readonly create: Operation;
  readonly update: Operation;
  readonly delete: Operation;
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** What goes with it, without a request of ours, when it is deleted; and what stays behind. */
  readonly cascade: {
    readonly removes: readonly Kind[];
    readonly keeps: readonly Kind[];
    readonly words: string;
  };
}

/** The organization itself. */
export interface OrganizationKind extends KindSpec {
  /** By which keys of the manifest it can be found. */
  readonly foundBy: readonly ("slug" | "id")[];
  /** How deep organizations nest: 1 has no sub-accounts, 2 has them below organizations without a parent. */
  readonly levels: 1 | 2;
  /** Creation without a `parent`, where that differs from `create`. */
  readonly createTop?: Operation;
  /** What creation hands out once. */
  readonly secret?: OneTimeSecret;
}

/** Custom roles of an organization. */
export interface RoleKind extends KindSpec {
  /** Whether one can end only once nobody holds it. */
  readonly endsEmpty?: boolean;
}

/** Workspaces; create means link or create, whichever `creation` says. */
export interface WorkspaceKind extends KindSpec {
  /** link: existing ones are linked and unlinked; create: they are created in the organization; granted: another party gives them. */
  readonly creation: "link" | "create" | "granted";
  /** Whether it can end only once nobody has access: ours is revoked first, and anybody else's keeps it. */
  readonly endsEmpty?: boolean;
}

/** What an invitation is able to do on this system. */
export interface InvitationSpec {
  readonly carriesAccess: boolean;
  /** Whether pending ones are listed; when not, the record answers. */
  readonly listed: boolean;
  /** How the role of a pending one is changed. */
  readonly change: "in-place" | "resend" | "none";
  /** Whether a pending one can be taken back. */
  readonly revoke: boolean;
  /** Days until it expires, as documented or inferred; used where the system does not tell the instant. Infinity: never. */
  readonly lifetimeDays: number;
  /** Where the system sends no mail: what it hands out instead, for a person to deliver. */
  readonly token?: OneTimeSecret;
}

/** Members and their roles. */
export interface MemberKind extends KindSpec {
  /** Fixed roles, highest first; custom: roles are the organization's own and unranked but for these. */
  readonly rank: readonly string[];
  readonly customRoles: boolean;
  /** Roles that every organization comes with, where it has others of its own: they are known without being declared. */
  readonly builtInRoles?: readonly string[];
  readonly severalRoles: boolean;
  /** The roles that count as owner; live roles that say so of themselves take their place. */
  readonly ownerRoles: readonly string[];
  /** Roles that are shown as a risk when gained. */
  readonly adminRoles: readonly string[];
  /** Whether somebody can be added by the system's id; by e-mail they are invited. */
  readonly addById: boolean;
  /** The level that every member has on every workspace, where membership alone gives it. */
  readonly impliedLevel?: string;
  readonly suspend: boolean;
  /** Whether who manages an organization is always a member of it, so that `self` must be among its members. */
  readonly selfIsMember: boolean;
  readonly invitation: InvitationSpec;
}

/** Access to workspaces. */
export interface AccessKind extends KindSpec {
  /** Known levels, highest first. */
  readonly rank: readonly string[];
  /** Whether workspaces may have levels of their own beside these (checked at plan). */
  readonly customLevels: boolean;
  /** Whose access may have several levels on one workspace at once; the level is then part of the address. */
  readonly severalLevels: readonly LiveSubject["type"][];
  /** The level that somebody has to hold on every workspace: the last one is guarded. */
  readonly ownerLevel?: string;
  /** Who may be named: a member's `workspaces`, a role, or a person who is no member. */
  readonly subjects: readonly ("member" | "role" | "outsider")[];
  /** Whether somebody who is no member, and whom the system does not know, is invited to a workspace by mail. */
  readonly invitesOutsiders?: boolean;
}

/** What a system can do, per kind; a kind that is absent is unknown to the system. */
export interface Kinds {
  readonly organization: OrganizationKind;
  readonly role?: RoleKind;
  readonly workspace?: WorkspaceKind;
  readonly member?: MemberKind;
  readonly access?: AccessKind;
}
