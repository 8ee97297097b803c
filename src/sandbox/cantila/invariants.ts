import { brandingProblems, type Dialect, isHandle, roleIn, rolesOf } from "./rules.ts";
import type { Account, CantilaState, Invite, Role, Session } from "./state.ts";

type Problems = readonly string[];

/** Everything that cannot be so in a Cantila, one sentence each; a seed and every state after it has none. */
export function problemsOf(state: CantilaState, dialect: Dialect): Problems {
  const { users, accounts, keys, sessions, events } = state;
  const invites = accounts.flatMap((account) => account.invites);
  const credentials = [...keys.map(({ key }) => key), ...sessions.map(({ token }) => token)];
  const handles = new Set(accounts.map(({ handle }) => handle));
  const somewhere = (what: string, handle: string) =>
    unless(handles.has(handle), `${what}: there is no account ${handle}`);
  const problems = [
    ...repeated("user id", ids(users)),
    ...repeated(
      "user",
      users.map(({ email }) => email),
    ),
    ...repeated(
      "account",
      accounts.map(({ handle }) => handle),
    ),
    ...repeated("member id", ids(accounts.flatMap(({ members }) => members))),
    ...repeated("membership id", ids(accounts.flatMap(({ memberships }) => memberships))),
    ...repeated("invite id", ids(invites)),
    ...repeated(
      "invite token",
      invites.map(({ token }) => token),
    ),
    ...repeated("key id", ids(keys)),
    ...repeated("event id", ids(events)),
    // A seed's problems are shown to people and kept in logs, and these are secrets.
    ...(new Set(credentials).size < credentials.length ? ["a key or session token is there twice"] : []),
    ...accounts.flatMap((account) => accountProblems(state, dialect, account)),
    ...keys.flatMap(({ id, account }) => somewhere(`key ${id}`, account)),
    ...sessions.flatMap((session) => sessionProblems(state, session)),
    ...events.flatMap(({ id, account, actor }) => [
      ...somewhere(`event ${id}`, account),
      ...(actor === null ? [] : somewhere(`event ${id}`, actor)),
    ]),
  ];
  return problems.map((problem) => `cantila: ${problem}`);
}

function accountProblems(state: CantilaState, dialect: Dialect, account: Account): Problems {
  const { handle, parent: above, branding, members, memberships, invites } = account;
  const where = `account ${handle}`;
  const parent = state.accounts.find((one) => one.handle === above);
  const pending = invites.filter(({ status }) => status === "pending");
  const users = new Set(state.users.map(({ email }) => email));
  return [
    ...unless(isHandle(handle), `${where}: a handle is 3 to 40 lower-case letters, digits and inner hyphens`),
    ...unless(above === null || parent !== undefined, `${where}: there is no account ${above}`),
    ...unless((parent?.parent ?? null) === null, `${where}: its parent ${above} has a parent itself`),
    ...brandingProblems(dialect, branding).map((problem) => `${where}: ${problem}`),
    ...repeated(
      `${where}: member`,
      members.map(({ email }) => email),
    ),
    ...repeated(
      `${where}: membership of`,
      memberships.map(({ user }) => user),
    ),
    ...repeated(
      `${where}: pending invite of`,
      pending.map(({ email }) => email),
    ),
    ...members.flatMap(({ email, role }) => roleProblems(dialect, `${where}: ${email}`, role)),
    ...memberships.flatMap(({ user, role }) => [
      ...unless(users.has(user), `${where}: there is no user ${user}`),
      ...roleProblems(dialect, `${where}: the membership of ${user}`, role),
    ]),
    ...invites.flatMap((invite) => inviteProblems(dialect, where, invite)),
  ];
}

function inviteProblems(dialect: Dialect, where: string, { id, role, status, acceptedAt }: Invite): Problems {
  const what = `${where}: invite ${id}`;
  return [
    ...roleProblems(dialect, what, role),
    ...unless(
      (status === "accepted") === (acceptedAt !== null),
      `${what} is ${status}, and acceptedAt says otherwise`,
    ),
  ];
}

function sessionProblems(state: CantilaState, { user, account: handle }: Session): Problems {
  const account = state.accounts.find((one) => one.handle === handle);
  if (account === undefined) {
    return [`a session of ${user}: there is no account ${handle}`];
  }
  return unless(
    roleIn(state, user, account) !== undefined,
    `a session of ${user}: they are not in ${handle}`,
  );
}

function roleProblems(dialect: Dialect, where: string, role: Role): Problems {
  return unless(rolesOf(dialect).includes(role), `${where}: the dialect ${dialect} has no role ${role}`);
}

function ids(things: readonly { readonly id: string }[]): readonly string[] {
  return things.map(({ id }) => id);
}

function repeated(what: string, keys: readonly string[]): Problems {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const key of keys) {
    (seen.has(key) ? twice : seen).add(key);
  }
  return [...twice].map((key) => `${what} ${key} is there twice`);
}

function unless(fine: boolean, problem: string): Problems {
  return fine ? [] : [problem];
}
