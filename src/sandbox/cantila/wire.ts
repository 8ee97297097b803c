import { accountId } from "./ids.ts";
import type { Dialect } from "./rules.ts";
import type { Account, CantilaState, Event, Invite, Key, Member, Session, User } from "./state.ts";

/** An account as replies show it; what is not set is not there, and only the server tells the look here. */
export function accountBody(dialect: Dialect, { handle, name, plan, parent, ...account }: Account): object {
  const { displayName, primaryColor, accentColor, logoUrl } = account.branding;
  const look = {
    brandDisplayName: displayName,
    brandPrimaryColor: primaryColor,
    brandAccentColor: accentColor,
    brandLogoUrl: logoUrl,
  };
  return withoutNulls({
    id: accountId(handle),
    name,
    handle,
    plan,
    parentAccountId: parent === null ? null : accountId(parent),
    ...(dialect === "server" ? look : {}),
    createdAt: account.createdAt,
  });
}

/** The look of an account as the documents show it. */
export function brandingBody({ branding: { displayName, primaryColor } }: Account): object {
  return { displayName, primaryColor };
}

/** A member; the user id is made from the e-mail and is no user's id. */
export function memberBody(account: Account, { id, email, name, role, joinedAt }: Member): object {
  const userId = `usr_${email.replaceAll(/[^a-z0-9]/g, "")}`;
  return { id, accountId: accountId(account.handle), userId, email, name, role, joinedAt };
}

/** An invitation; its token is never told again, the server tells a hash. */
export function inviteBody(
  state: CantilaState,
  dialect: Dialect,
  account: Account,
  { token: _, sends: __, invitedBy, acceptedBy, ...invite }: Invite,
): object {
  return withoutNulls({
    ...invite,
    accountId: accountId(account.handle),
    tokenHash: dialect === "server" ? `hash-of-${invite.id}` : null,
    invitedByUserId: userIdOf(state, invitedBy),
    acceptedByUserId: userIdOf(state, acceptedBy),
  });
}

/** A key without its secret; the server adds a hash. */
export function keyBody(dialect: Dialect, { id, key, account, name, scope, createdAt }: Key): object {
  return {
    id,
    accountId: accountId(account),
    name,
    scope,
    prefix: prefixOf(key),
    ...(dialect === "server" ? { hash: `hash-of-${id}` } : {}),
    createdAt,
  };
}

/** The beginning of a key, which may be shown. */
export function prefixOf(key: string): string {
  return key.slice(0, Math.floor(key.length / 4));
}

/** A person as they see themselves. */
export function userBody({ id, email, name }: User): object {
  return { id, email, name };
}

/** A new session, with its token. */
export function sessionBody({ token, expiresAt, account }: Session, user: User): object {
  return { token, expiresAt, user: userBody(user), accountId: accountId(account) };
}

/** Something that happened. */
export function eventBody({ id, account, kind, title, detail, actor, at }: Event): object {
  const actorAccountId = actor === null ? null : accountId(actor);
  return withoutNulls({ id, accountId: accountId(account), kind, title, detail, actorAccountId, at });
}

function userIdOf({ users }: CantilaState, email: string | null): string | null {
  return users.find((user) => user.email === email)?.id ?? null;
}

function withoutNulls(body: object): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
