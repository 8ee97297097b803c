import { isoTime, settle } from "./expiry.ts";
import { issueId } from "./ids.ts";
import { type Dialect, roleIn } from "./rules.ts";
import type { Account, CantilaState, Invite, Member, Role, User } from "./state.ts";

/** What an entry depends on beside who enters where. */
interface Terms {
  readonly dialect: Dialect;
  readonly now: number;
}

/** The user with this e-mail; one is made when there is none. */
export function signUp(state: CantilaState, email: string, name: string = mailbox(email)): User {
  const known = state.users.find((user) => user.email === email);
  if (known !== undefined) {
    return known;
  }
  const user = { id: issueId(state, "usr"), email, name };
  state.users.push(user);
  return user;
}

/** Puts somebody on the team list, or gives the row of their e-mail this name and role. */
export function putMember(
  state: CantilaState,
  account: Account,
  { email, name, role }: Pick<Member, "email" | "name" | "role">,
  { dialect, now }: Terms,
): Member {
  const present = account.members.find((member) => member.email === email);
  if (present !== undefined) {
    present.name = name;
    setRole(dialect, account, present, role);
    return present;
  }
  const member = { id: issueId(state, "mem"), email, name, role, joinedAt: isoTime(now) };
  account.members.push(member);
  return member;
}

/** Lets a user's sessions into an account; somebody who is in already keeps their role. */
export function letIn(state: CantilaState, account: Account, user: string, role: Role): void {
  if (!account.memberships.some((membership) => membership.user === user)) {
    account.memberships.push({ id: issueId(state, "ms"), user, role });
  }
}

/** Gives somebody another role; only the server keeps the one of their membership apart. */
export function setRole(dialect: Dialect, account: Account, member: Member, role: Role): void {
  member.role = role;
  const membership = account.memberships.find(({ user }) => user === member.email);
  if (dialect === "documented" && membership !== undefined) {
    membership.role = role;
  }
}

/** Takes an invitation, or gives the reason why that cannot be. */
export function accept(
  state: CantilaState,
  account: Account,
  invite: Invite,
  terms: Terms & { readonly name?: string | undefined },
): User | string {
  settle(invite, terms.now);
  if (invite.status !== "pending") {
    return `invite is ${invite.status}`;
  }
  const user = signUp(state, invite.email, terms.name);
  const present = account.members.find(({ email }) => email === invite.email);
  // The documents protect the last owner, so an invitation cannot change somebody who is in.
  const role = terms.dialect === "documented" ? (present?.role ?? invite.role) : invite.role;
  putMember(state, account, { email: user.email, name: user.name, role }, terms);
  letIn(state, account, user.email, terms.dialect === "server" ? "developer" : role);
  invite.status = "accepted";
  invite.acceptedAt = isoTime(terms.now);
  invite.acceptedBy = user.email;
  return user;
}

/** Takes somebody off an account; their sessions there go on in another account of theirs, or end. */
export function expel(state: CantilaState, account: Account, email: string): void {
  account.members = account.members.filter((member) => member.email !== email);
  account.memberships = account.memberships.filter(({ user }) => user !== email);
  for (const session of state.sessions.filter(({ user }) => user === email)) {
    const reachable = reachableBy(state, email);
    if (!reachable.some(({ handle }) => handle === session.account)) {
      session.account = reachable[0]?.handle ?? "";
    }
  }
  state.sessions = state.sessions.filter((session) => session.account !== "");
}

/** The accounts that a user's sessions can be moved to. */
export function reachableBy(state: CantilaState, user: string): readonly Account[] {
  return state.accounts.filter((account) => roleIn(state, user, account) !== undefined);
}

/** The invitation that a token or a test means, with its account. */
export function findInvite(
  state: CantilaState,
  matches: (invite: Invite, account: Account) => boolean,
): { readonly account: Account; readonly invite: Invite } | undefined {
  return state.accounts
    .flatMap((account) => account.invites.map((invite) => ({ account, invite })))
    .find(({ account, invite }) => matches(invite, account));
}

/** The part of an e-mail address before the `@`. */
export function mailbox(email: string): string {
  return email.slice(0, email.lastIndexOf("@"));
}
