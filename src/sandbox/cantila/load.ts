import { inviteExpiry, isoTime } from "./expiry.ts";
import { handleOf, issueId, reserveId } from "./ids.ts";
import { problemsOf } from "./invariants.ts";
import { letIn, mailbox, signUp } from "./membership.ts";
import { type Dialect, defaultRole, roleIn } from "./rules.ts";
import {
  type AccountSeed,
  type CantilaSeed,
  cantilaSeed,
  type EventSeed,
  type InviteSeed,
  type KeySeed,
  type SessionSeed,
} from "./seed.ts";
import { type Account, type CantilaState, type Event, emptyState, type Invite, type Key } from "./state.ts";

/** A seed made whole, with everything that is wrong with it. */
export interface Loaded {
  readonly state: CantilaState;
  readonly problems: readonly string[];
}

/** What filling in depends on, beside the seed. */
export interface Terms {
  readonly dialect: Dialect;
  readonly now: number;
}

/** What is old enough not to matter gets this time, so that the same seed gives the same state. */
const LONG_AGO = "2026-01-01T00:00:00.000Z";

/**
 * Fills in what a seed leaves out and resolves its references. A reference to nothing stays as written and is one of
 * the problems.
 */
export function load(seed: unknown, terms: Terms): Loaded {
  const parsed = cantilaSeed.safeParse(seed);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${["cantila", ...path].join(".")}: ${message}`,
    );
    return { state: emptyState(), problems };
  }
  const state = fill(parsed.data, terms);
  return { state, problems: problemsOf(state, terms.dialect) };
}

function fill(seed: CantilaSeed, terms: Terms): CantilaState {
  const state = emptyState();
  reserveIds(state, seed);
  for (const { id, email, name } of seed.users ?? []) {
    const address = email.toLowerCase();
    state.users.push({ id: id ?? issueId(state, "usr"), email: address, name: name ?? mailbox(address) });
  }
  state.accounts.push(...(seed.accounts ?? []).map((account) => fillAccount(state, account, terms)));
  state.keys.push(...(seed.keys ?? []).map((key) => fillKey(state, key)));
  for (const session of seed.sessions ?? []) {
    openSession(state, session, terms);
  }
  state.events.push(...(seed.events ?? []).map((event) => fillEvent(state, event)));
  return state;
}

function reserveIds(state: CantilaState, seed: CantilaSeed): void {
  const { users = [], accounts = [], keys = [], sessions = [], events = [], issued = {} } = seed;
  const things = [
    ...users,
    ...keys,
    ...events,
    ...accounts.flatMap(({ members = [], memberships = [], invites = [] }) => [
      ...members,
      ...memberships,
      ...invites,
    ]),
  ];
  const used = Object.entries(issued).map(([prefix, number]) => `${prefix}_${number}`);
  const tokens = sessions.map(({ token }) => token);
  for (const id of [...things.flatMap((thing) => thing.id ?? []), ...tokens, ...used]) {
    reserveId(state, id);
  }
}

function fillAccount(state: CantilaState, seed: AccountSeed, terms: Terms): Account {
  const { handle, parent = null, branding } = seed;
  return {
    handle,
    name: seed.name ?? handle,
    plan: seed.plan ?? "hobby",
    parent: parent === null ? null : handleOf(parent),
    branding: { displayName: null, primaryColor: null, accentColor: null, logoUrl: null, ...branding },
    createdAt: seed.createdAt ?? LONG_AGO,
    members: (seed.members ?? []).map(({ id, email, name, role, joinedAt }) => ({
      id: id ?? issueId(state, "mem"),
      email: email.toLowerCase(),
      name: name ?? mailbox(email),
      role: role ?? defaultRole(terms.dialect),
      joinedAt: joinedAt ?? LONG_AGO,
    })),
    memberships: (seed.memberships ?? []).map(({ id, user, role }) => ({
      id: id ?? issueId(state, "ms"),
      user: signUp(state, user.toLowerCase()).email,
      role: role ?? defaultRole(terms.dialect),
    })),
    invites: (seed.invites ?? []).map((invite) => fillInvite(state, invite, terms)),
  };
}

function fillInvite(state: CantilaState, seed: InviteSeed, { dialect, now }: Terms): Invite {
  const { overdue, id = issueId(state, "inv"), ...given } = seed;
  const email = seed.email.toLowerCase();
  const createdAt = seed.createdAt ?? (overdue ? LONG_AGO : isoTime(now));
  const accepted = seed.status === "accepted";
  return {
    role: defaultRole(dialect),
    status: "pending",
    token: `cti_${id}`,
    invitedBy: null,
    expiresAt: inviteExpiry(Date.parse(createdAt)),
    acceptedAt: accepted ? createdAt : null,
    acceptedBy: accepted ? email : null,
    sends: dialect === "documented" ? 1 : 0,
    ...given,
    id,
    email,
    createdAt,
  };
}

function fillKey(state: CantilaState, { id, key, account, name, scope, createdAt }: KeySeed): Key {
  return {
    id: id ?? issueId(state, "key"),
    key,
    account: handleOf(account),
    name: name ?? "default",
    scope: scope ?? "admin",
    createdAt: createdAt ?? LONG_AGO,
  };
}

function openSession(state: CantilaState, seed: SessionSeed, { dialect }: Terms): void {
  const user = signUp(state, seed.user.toLowerCase()).email;
  const session = {
    token: seed.token,
    user,
    account: handleOf(seed.account),
    expiresAt: seed.expiresAt ?? null,
  };
  const account = state.accounts.find(({ handle }) => handle === session.account);
  if (account !== undefined && roleIn(state, user, account) === undefined) {
    const role = account.members.find(({ email }) => email === user)?.role;
    letIn(state, account, user, role ?? defaultRole(dialect));
  }
  state.sessions.push(session);
}

function fillEvent(state: CantilaState, seed: EventSeed): Event {
  const { actor = null } = seed;
  return {
    id: seed.id ?? issueId(state, "evt"),
    account: handleOf(seed.account),
    kind: seed.kind,
    title: seed.title ?? seed.kind,
    detail: seed.detail ?? "",
    actor: actor === null ? null : handleOf(actor),
    at: seed.at ?? LONG_AGO,
  };
}
