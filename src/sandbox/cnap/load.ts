import { slugify } from "./fields.ts";
import { issueEtag, issueId, reserve } from "./ids.ts";
import { problemsOf } from "./invariants.ts";
import {
  type CnapSeed,
  cnapSeed,
  type InvitationSeed,
  type MemberSeed,
  type OrganizationSeed,
  type UserSeed,
  type WorkspaceSeed,
} from "./seed.ts";
import {
  type CnapState,
  emptyState,
  type Invitation,
  type Member,
  type Organization,
  type User,
  type Workspace,
} from "./state.ts";
import { expiryFrom, unixSeconds } from "./time.ts";
import { addUser, mailbox } from "./users.ts";

/** A seed made whole, with everything that is wrong with it. */
export interface Loaded {
  readonly state: CnapState;
  readonly problems: readonly string[];
}

/** What is old enough not to matter gets this time, so that the same seed gives the same state. */
const LONG_AGO = Date.UTC(2026, 0, 1) / 1000;

/**
 * Fills in what a seed leaves out and resolves its references. A reference to nothing stays as written and is one of
 * the problems.
 */
export function load(seed: unknown, now: number): Loaded {
  const parsed = cnapSeed.safeParse(seed);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${["cnap", ...path].join(".")}: ${message}`,
    );
    return { state: emptyState(), problems };
  }
  const state = fill(parsed.data, now);
  return { state, problems: problemsOf(state) };
}

function fill(seed: CnapSeed, now: number): CnapState {
  const {
    users = [],
    tokens = [],
    organizations = [],
    workspaces = [],
    deletions = [],
    answered = [],
  } = seed;
  const state = emptyState();
  reserveChosen(state, seed);
  state.users.push(...users.map((user) => fillUser(state, user)));
  const idOf = userFinder(state);
  state.organizations.push(...organizations.map((one) => fillOrganization(state, one, idOf, now)));
  state.workspaces.push(...workspaces.map((one) => fillWorkspace(state, one, idOf)));
  for (const { token, user = null, workspace = null } of tokens) {
    state.tokens.push({
      token,
      user: user === null ? null : idOf(user),
      workspace: workspace === null ? null : idIn(state.workspaces, workspace),
    });
  }
  state.deletions.push(...deletions.map((one) => ({ ...one })));
  state.answered.push(...answered.map((one) => ({ ...one, body: one.body ?? null })));
  return state;
}

function reserveChosen(state: CnapState, seed: CnapSeed): void {
  const { users = [], organizations = [], workspaces = [], deletions = [], issued = {} } = seed;
  const members = organizations.flatMap((organization) => organization.members);
  const invitations = organizations.flatMap((organization) => organization.invitations ?? []);
  const ids = [...users, ...organizations, ...workspaces, ...invitations, ...deletions].map(({ id }) => id);
  const etags = [
    ...[...organizations, ...workspaces, ...members, ...invitations].map(({ etag }) => etag),
    ...workspaces.map((workspace) => workspace.management_etag),
  ];
  const used = Object.entries(issued).map(([prefix, number]) =>
    prefix === "etag" ? String(number) : `${prefix}_${number}`,
  );
  for (const chosen of [...ids, ...etags, ...used]) {
    reserve(state, chosen ?? "");
  }
}

function fillUser(state: CnapState, { id, email = null, name, image = null }: UserSeed): User {
  const known = email === null ? null : mailbox(email);
  return { id: id ?? issueId(state, "user"), email, name: name === undefined ? known : name, image };
}

function fillOrganization(
  state: CnapState,
  seed: OrganizationSeed,
  idOf: FindUser,
  now: number,
): Organization {
  const members = seed.members.map((member) => fillMember(state, member, idOf));
  const inviter = members.find(({ role }) => role === "owner")?.user ?? "";
  return {
    id: seed.id ?? issueId(state, "org"),
    name: seed.name,
    slug: seed.slug === undefined ? (slugify(seed.name) ?? null) : seed.slug,
    icon: seed.icon ?? null,
    created_at: seed.created_at ?? LONG_AGO,
    updated_at: seed.updated_at ?? LONG_AGO,
    etag: seed.etag ?? issueEtag(state),
    members,
    invitations: (seed.invitations ?? []).map((one) =>
      fillInvitation(state, one, one.invited_by === undefined ? inviter : idOf(one.invited_by), now),
    ),
  };
}

function fillMember(state: CnapState, seed: MemberSeed, idOf: FindUser): Member {
  return {
    user: idOf(seed.user),
    role: seed.role,
    joined_at: seed.joined_at ?? LONG_AGO,
    updated_at: seed.updated_at ?? LONG_AGO,
    etag: seed.etag ?? issueEtag(state),
  };
}

function fillInvitation(state: CnapState, seed: InvitationSeed, inviter: string, now: number): Invitation {
  const created = seed.created_at ?? unixSeconds(now);
  return {
    id: seed.id ?? issueId(state, "orgi"),
    email: seed.email,
    role: seed.role,
    status: seed.status ?? "pending",
    invited_by: inviter,
    expires_at: seed.expires_at ?? expiryFrom(now),
    created_at: created,
    updated_at: seed.updated_at ?? created,
    etag: seed.etag ?? issueEtag(state),
  };
}

function fillWorkspace(state: CnapState, seed: WorkspaceSeed, idOf: FindUser): Workspace {
  const id = seed.id ?? issueId(state, "ws");
  const { management = null } = seed;
  return {
    id,
    name: seed.name,
    slug: seed.slug ?? slugify(seed.name) ?? id.replaceAll("_", "-"),
    icon: seed.icon ?? null,
    plan: seed.plan ?? { tier: "free", billed_by: "platform" },
    workspace_class: seed.workspace_class ?? "standard",
    owner: idOf(seed.owner),
    members: (seed.members ?? []).map(({ user, role }) => ({ user: idOf(user), role })),
    management:
      management === null
        ? null
        : {
            organization: idIn(state.organizations, management.organization),
            granted_at: management.granted_at ?? LONG_AGO,
          },
    management_etag: seed.management_etag ?? issueEtag(state),
    created_at: seed.created_at ?? LONG_AGO,
    updated_at: seed.updated_at ?? LONG_AGO,
    etag: seed.etag ?? issueEtag(state),
  };
}

/** From a reference to a user's id; the first mention of an e-mail makes its user. */
type FindUser = (reference: string) => string;

function userFinder(state: CnapState): FindUser {
  // A seed may hold thousands of people, too many to search the list once for each of them.
  const ids = new Map(state.users.map(({ id, email }) => [email?.toLowerCase(), id]));
  return (reference) => {
    const email = reference.toLowerCase();
    if (!email.includes("@") || ids.has(email)) {
      return ids.get(email) ?? reference;
    }
    const { id } = addUser(state, reference);
    ids.set(email, id);
    return id;
  };
}

function idIn(
  things: readonly { readonly id: string; readonly slug: string | null }[],
  reference: string,
): string {
  const named = things.find(({ id }) => id === reference) ?? things.find(({ slug }) => slug === reference);
  return named?.id ?? reference;
}
