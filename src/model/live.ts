/** What a system says is there: live resources with the system's own ids. */
import type { Attributes } from "./contract.ts";
import type { Operation } from "./kinds.ts";

/** What the credential can do with one live thing, where that differs from what `kinds` says of all. */
export type LiveOperations = Readonly<Partial<Record<"update" | "delete", Operation>>>;

/** Why a live resource is never removed by absence (law 6). */
export type Protection =
  | "system"
  | "self"
  | "service-account"
  | "inherited"
  | "hidden-email"
  | "irrevocable"
  | "own-workspace";

/** What is only shown, never compared: name, joined, last active. */
export type Observed = Readonly<Record<string, string>>;

/** A live organization; attributes as the system tells them: slug, displayName, description, settings.*, branding.*. */
export interface LiveOrganization {
  readonly kind: "organization";
  readonly id: string;
  readonly slug?: string;
  /** The id of the organization that it is a sub-account of, where the system tells. */
  readonly parent?: string;
  /** That one's slug, where it can be told. */
  readonly parentSlug?: string;
  readonly attributes: Attributes;
  readonly observed?: Observed;
}

/** A live role of an organization. */
export interface LiveRole {
  readonly kind: "role";
  readonly id: string;
  readonly name: string;
  readonly attributes: Attributes;
  /** Whether its holders are owners, where the system tells. */
  readonly owner?: boolean;
  readonly protection?: Protection;
  readonly operations?: LiveOperations;
}

/** A live workspace: one that is linked, or one that could be. */
export interface LiveWorkspace {
  readonly kind: "workspace";
  readonly id: string;
  readonly name: string;
  /** The id of the organization that it belongs to. */
  readonly organization?: string;
  readonly attributes: Attributes;
  /** The levels that it knows, where each workspace has its own. */
  readonly levels?: readonly string[];
  readonly protection?: Protection;
  readonly operations?: LiveOperations;
}

/** expired: an invitation past its time, which is no membership. */
export type MemberStatus = "active" | "suspended" | "invited" | "expired";

/** A live member or an invitation that may become one. */
export interface LiveMember {
  readonly kind: "member";
  /** The account's id; for an invitation the invitation's. */
  readonly id: string;
  /** Absent when the system does not tell it. */
  readonly email?: string;
  readonly roles: readonly string[];
  readonly status: MemberStatus;
  /** Instant (ISO 8601) at which an invitation ends, where the system tells. */
  readonly expiresAt?: string;
  /** An invitation whose carried access the system does not tell. */
  readonly accessUnknown?: boolean;
  /** An invitation that only tells of the past: it is over, stays listed for ever, and nothing can be done to it. */
  readonly past?: boolean;
  readonly protection?: Protection;
  readonly operations?: LiveOperations;
  readonly observed?: Observed;
}

/** Who holds live access; `id` is the account's or the invitation's. */
export type LiveSubject =
  | { readonly type: "role"; readonly role: string }
  | { readonly type: "person"; readonly id: string; readonly email?: string };

/** Live access of a subject to a workspace. */
export interface LiveAccess {
  readonly kind: "access";
  /** The grant's own id, where the system has one. */
  readonly id?: string;
  /** The workspace's id. */
  readonly workspace: string;
  readonly subject: LiveSubject;
  readonly level: string;
  /** Whether it hangs on the organization or is the person's own, where the system tells. */
  readonly via?: "organization" | "direct";
  /** An invitation that somebody has yet to accept. */
  readonly pending?: boolean;
  readonly protection?: Protection;
}

/** Everything inside one organization, read completely: an incomplete read throws instead (law 3). */
export interface LiveState {
  readonly organization: LiveOrganization;
  readonly roles: readonly LiveRole[];
  /** The workspaces that belong to the organization. */
  readonly workspaces: readonly LiveWorkspace[];
  readonly members: readonly LiveMember[];
  readonly access: readonly LiveAccess[];
  /** The credential is nobody's account: no member can be it. */
  readonly selfIsNobody?: boolean;
  /** The e-mail of the credential's own account, where the system tells it. */
  readonly selfEmail?: string;
  /** The roles of the credential's own account, where the system tells them and not whose they are: any holder may be it. */
  readonly selfRoles?: readonly string[];
}

/** An account that the system knows, member or not. */
export interface LiveAccount {
  readonly id: string;
  readonly email: string;
}

/** Any live resource. */
export type Live = LiveOrganization | LiveRole | LiveWorkspace | LiveMember | LiveAccess;
