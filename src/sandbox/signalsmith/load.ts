import { addAccount, mailbox } from "./accounts.ts";
import { expiryFrom, isoTime } from "./expiry.ts";
import { issueId, reserveId, slugify } from "./ids.ts";
import { problemsOf } from "./invariants.ts";
import {
  type InvitationSeed,
  type OrganizationSeed,
  type SignalSmithSeed,
  signalSmithSeed,
  type WorkspaceSeed,
} from "./seed.ts";
import {
  emptyState,
  type Invitation,
  type Organization,
  type SignalSmithState,
  type Workspace,
} from "./state.ts";

/** A seed made whole, with everything that is wrong with it. */
export interface Loaded {
  readonly state: SignalSmithState;
  readonly problems: readonly string[];
}

/** What is old enough not to matter gets this time, so that the same seed gives the same state. */
const LONG_AGO = "2026-01-01T00:00:00.000Z";

/**
 * Fills in what a seed leaves out and resolves its references. A reference to nothing stays as written and is one of
 * the problems.
 */
export function load(seed: unknown, now: number): Loaded {
  const parsed = signalSmithSeed.safeParse(seed);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${["signalsmith", ...path].join(".")}: ${message}`,
    );
    return { state: emptyState(), problems };
  }
  const state = fill(parsed.data, now);
  return { state, problems: problemsOf(state) };
}

function fill(seed: SignalSmithSeed, now: number): SignalSmithState {
  const state = emptyState();
  reserveIds(state, seed);
  for (const { id, email, name } of seed.accounts ?? []) {
    state.accounts.push({ id: id ?? issueId(state, "acc"), email, name: name ?? mailbox(email) });
  }
  const idOf = accountFinder(state);
  for (const { token, account } of seed.tokens ?? []) {
    state.tokens.push({ token, account: idOf(account) });
  }
  for (const organization of seed.organizations ?? []) {
    state.organizations.push(fillOrganization(state, organization, idOf));
  }
  for (const workspace of seed.workspaces ?? []) {
    state.workspaces.push(fillWorkspace(state, workspace, idOf));
  }
  for (const [index, { invitations = [] }] of (seed.organizations ?? []).entries()) {
    state.organizations[index]?.invitations.push(
      ...invitations.map((one) => fillInvitation(state, one, now)),
    );
  }
  return state;
}

function reserveIds(state: SignalSmithState, seed: SignalSmithSeed): void {
  const { accounts = [], workspaces = [], organizations = [], issued = {} } = seed;
  const things = [
    ...accounts,
    ...workspaces,
    ...workspaces.flatMap(({ roles = [] }) => roles),
    ...organizations,
    ...organizations.flatMap(({ members = [], invitations = [] }) => [...members, ...invitations]),
  ];
  const used = Object.entries(issued).map(([prefix, number]) => `${prefix}_${number}`);
  for (const id of [...things.flatMap((thing) => thing.id ?? []), ...used]) {
    reserveId(state, id);
  }
}

function fillOrganization(state: SignalSmithState, seed: OrganizationSeed, idOf: FindAccount): Organization {
  const members = (seed.members ?? []).map(({ id, account, role, joined_at, last_active }) => ({
    id: id ?? issueId(state, "mem"),
    account: idOf(account),
    role,
    joined_at: joined_at ?? LONG_AGO,
    last_active: last_active ?? null,
  }));
  const { created_by: creator = members.find(({ role }) => role === "owner")?.account ?? null } = seed;
  return {
    id: seed.id ?? issueId(state, "org"),
    name: seed.name,
    slug: seed.slug ?? slugify(seed.name),
    avatar_url: seed.avatar_url ?? null,
    settings: { ...seed.settings },
    created_by: creator === null ? null : idOf(creator),
    created_at: seed.created_at ?? LONG_AGO,
    updated_at: seed.updated_at ?? LONG_AGO,
    members,
    invitations: [],
  };
}

function fillWorkspace(state: SignalSmithState, seed: WorkspaceSeed, idOf: FindAccount): Workspace {
  const { organization_id: organization = null } = seed;
  return {
    id: seed.id ?? issueId(state, "ws"),
    name: seed.name,
    slug: seed.slug ?? slugify(seed.name),
    avatar_url: seed.avatar_url ?? null,
    default_role: seed.default_role ?? "member",
    settings: { ...seed.settings },
    organization_id: organization === null ? null : idIn(state.organizations, organization),
    members: (seed.members ?? []).map(({ account, role, via, joined_at }) => ({
      account: idOf(account),
      role,
      via: via ?? "direct",
      joined_at: joined_at ?? LONG_AGO,
    })),
    roles: (seed.roles ?? []).map(({ id, name, description, permissions, created_at, updated_at }) => ({
      id: id ?? issueId(state, "role"),
      name,
      description: description ?? "",
      permissions: permissions ?? [],
      created_at: created_at ?? LONG_AGO,
      updated_at: updated_at ?? LONG_AGO,
    })),
    created_at: seed.created_at ?? LONG_AGO,
    updated_at: seed.updated_at ?? LONG_AGO,
  };
}

function fillInvitation(state: SignalSmithState, seed: InvitationSeed, now: number): Invitation {
  const created = seed.created_at ?? isoTime(now);
  return {
    id: seed.id ?? issueId(state, "inv"),
    email: seed.email,
    org_role: seed.org_role,
    workspace_access: (seed.workspace_access ?? []).map(({ workspace_id, role }) => ({
      workspace_id: idIn(state.workspaces, workspace_id),
      role,
    })),
    created_at: created,
    expires_at: seed.expires_at ?? (seed.status === "expired" ? created : expiryFrom(now)),
    sends: seed.sends ?? 1,
  };
}

/** From a reference to an account's id; the first mention of an e-mail makes its account. */
type FindAccount = (reference: string) => string;

function accountFinder(state: SignalSmithState): FindAccount {
  // A seed may hold thousands of people, too many to search the list once for each of them.
  const ids = new Map(state.accounts.map(({ id, email }) => [email.toLowerCase(), id]));
  return (reference) => {
    const email = reference.toLowerCase();
    if (!email.includes("@") || ids.has(email)) {
      return ids.get(email) ?? reference;
    }
    const { id } = addAccount(state, reference);
    ids.set(email, id);
    return id;
  };
}

function idIn(things: readonly { readonly id: string; readonly slug: string }[], reference: string): string {
  const named = things.find(({ id }) => id === reference) ?? things.find(({ slug }) => slug === reference);
  return named?.id ?? reference;
}
