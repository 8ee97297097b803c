/* Generated from schemas/systems/cantila.openapi.json by `npm run generate`. Do not edit. */

/**
 * A role in an account. server: owner, admin, developer, viewer; documented: owner, admin, member.
 */
export type Role = "owner" | "admin" | "developer" | "viewer" | "member";
/**
 * What an API key may do: look, write, or also handle keys.
 */
export type KeyScope = "read" | "deploy" | "admin";
/**
 * A plan; only agency and dedicated may have sub-accounts.
 */
export type Plan = "hobby" | "starter" | "pro" | "agency" | "dedicated";
/**
 * Expiry is lazy: an invitation can be pending after its expiresAt.
 */
export type InviteStatus = "pending" | "accepted" | "revoked" | "expired";

/**
 * A person who is signed in.
 */
export interface User {
  readonly id?: string;
  readonly email?: string;
  readonly name?: string | null;
}
/**
 * Whose the credential is. The documented dialect tells user and account, the server more.
 */
export interface Me {
  /**
   * Told by the server; false for an unknown credential.
   */
  readonly authenticated?: boolean;
  /**
   * The account the credential is bound to, or a session's active one.
   */
  readonly accountId?: string | null;
  readonly keyName?: string | null;
  readonly scope?: KeyScope | null;
  /**
   * The first characters of the key.
   */
  readonly prefix?: string | null;
  readonly account?: Account | null;
  readonly user?: User | null;
}
/**
 * An account: a tenant of its own, at most one level below another.
 */
export interface Account {
  /**
   * acc_ and the handle.
   */
  readonly id: string;
  readonly name: string;
  /**
   * Global, lower case, never changes.
   */
  readonly handle: string;
  /**
   * One of Plan today; open, since plans come and go.
   */
  readonly plan?: string;
  readonly parentAccountId?: string | null;
  readonly billedToAccountId?: string | null;
  readonly billingStatus?: string | null;
  /**
   * server only, as the other brand fields; absent when not set.
   */
  readonly brandDisplayName?: string | null;
  readonly brandPrimaryColor?: string | null;
  readonly brandAccentColor?: string | null;
  readonly brandLogoUrl?: string | null;
  readonly createdAt?: string | null;
}
/**
 * The accounts under one account.
 */
export interface SubAccountList {
  readonly accounts: readonly Account[];
}
/**
 * A sub-account to make.
 */
export interface NewSubAccount {
  readonly name: string;
  /**
   * The server makes it lower case.
   */
  readonly handle: string;
  readonly plan?: Plan;
  readonly keyName?: string;
  readonly keyScope?: KeyScope;
}
/**
 * A key, without its secret.
 */
export interface ApiKey {
  readonly id?: string;
  readonly accountId?: string;
  readonly name?: string;
  readonly scope?: KeyScope;
  readonly prefix?: string;
  /**
   * Told by the server; as sensitive as it looks.
   */
  readonly hash?: string;
  readonly createdAt?: string;
}
/**
 * The new account with the key that was made for it.
 */
export interface NewSubAccountReply {
  readonly account: Account;
  readonly key?: ApiKey;
  /**
   * The secret, shown this once.
   */
  readonly rawKey?: string;
}
/**
 * The look of an account in the documented dialect.
 */
export interface Branding {
  readonly displayName?: string | null;
  readonly primaryColor?: string | null;
}
/**
 * The look to set in the documented dialect; an empty text clears.
 */
export interface NewBranding {
  readonly displayName?: string;
  readonly primaryColor?: string;
}
/**
 * Changes to the look with the server: an empty text clears, an omitted field stays.
 */
export interface BrandingPatch {
  readonly brandDisplayName?: string;
  readonly brandPrimaryColor?: string;
  readonly brandAccentColor?: string;
  readonly brandLogoUrl?: string;
}
/**
 * Somebody in an account.
 */
export interface Member {
  /**
   * The membership; what paths take.
   */
  readonly id: string;
  readonly accountId?: string;
  /**
   * Not the id of a session's user: compare e-mails.
   */
  readonly userId?: string | null;
  readonly email: string;
  readonly name?: string | null;
  readonly role: Role;
  readonly joinedAt?: string | null;
  readonly avatarUrl?: string | null;
  readonly lastActiveAt?: string | null;
}
/**
 * The members of an account.
 */
export interface MemberList {
  readonly members: readonly Member[];
}
/**
 * The role to give.
 */
export interface MemberPatch {
  readonly role: Role;
}
/**
 * An invitation into an account.
 */
export interface Invite {
  readonly id: string;
  readonly accountId?: string;
  readonly email: string;
  readonly role: Role;
  readonly status: InviteStatus;
  /**
   * Told by the server.
   */
  readonly tokenHash?: string;
  readonly invitedByUserId?: string | null;
  readonly createdAt: string;
  /**
   * Seven days after it was made.
   */
  readonly expiresAt: string;
  readonly acceptedAt?: string | null;
  readonly acceptedByUserId?: string | null;
}
/**
 * The invitations of an account.
 */
export interface InviteList {
  readonly invites: readonly Invite[];
}
/**
 * Somebody to invite. Without a role the server takes developer.
 */
export interface NewInvite {
  readonly email: string;
  readonly role?: Role;
}
/**
 * A new invitation.
 */
export interface NewInviteReply {
  readonly invite: Invite;
  /**
   * server only: what the invited person needs to accept.
   */
  readonly token?: string;
}
/**
 * Something that happened.
 */
export interface ActivityEvent {
  readonly id: string;
  readonly accountId?: string;
  readonly kind: string;
  readonly title?: string;
  readonly detail?: string | null;
  readonly projectId?: string | null;
  /**
   * Who acted, when it was another account through act-as.
   */
  readonly actorAccountId?: string | null;
  readonly at: string;
}
/**
 * The latest events.
 */
export interface ActivityList {
  readonly events: readonly ActivityEvent[];
}
/**
 * Nothing to say, but a body has to be sent.
 */
export interface Empty {}
/**
 * What is wrong with a body, by field.
 */
export interface FieldErrors {
  readonly formErrors: readonly string[];
  readonly fieldErrors: {
    readonly [k: string]: readonly string[];
  };
}
/**
 * A refusal. error is a sentence, a list of issues as JSON text (sub-accounts), the problems by field, or the name of the status with message and statusCode beside it.
 */
export interface ErrorReply {
  readonly error: string | FieldErrors;
  readonly message?: string;
  readonly statusCode?: number;
}
