import { once } from "../../io/lazy.ts";
import type { ConnectionSettings, ReadClient, Reader } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Operation } from "../../model/kinds.ts";
import type {
  LiveMember,
  LiveOperations,
  LiveOrganization,
  LiveState,
  LiveWorkspace,
} from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import { type Api, createApi } from "./api.ts";
import type { OrganizationSummary, Role, Workspace } from "./contract.ts";
import { liveInvitation, liveMember, liveOrganization, liveWorkspace } from "./live.ts";
import { incomplete } from "./pages.ts";

/** What all reads of one connection share. */
interface Session {
  readonly self: string | undefined;
  readonly api: Api;
  /** Each asked for once. */
  readonly organizations: () => Promise<readonly OrganizationSummary[]>;
  readonly workspaces: () => Promise<readonly Workspace[]>;
  /** User ids of the credential's own account, as far as it is known. */
  readonly selves: Set<string>;
}

/** Reads a CNAP connection. */
export function createReader({ self }: ConnectionSettings, client: ReadClient): Reader {
  const api = createApi(client);
  const session: Session = {
    self,
    api,
    organizations: once(api.organizations),
    workspaces: once(api.workspaces),
    selves: new Set(self === undefined ? [] : [self]),
  };
  return {
    find: (key) => find(session, key),
    read: (organization) => read(session, organization),
    organizations: async () =>
      (await session.organizations()).filter(({ role }) => role !== "member").map(liveOrganization),
    ending: (workspace) => ending(session, workspace),
  };
}

/** The list has all that the user belongs to; an id that it does not have is asked for, so that it is surely nowhere. */
async function find(
  { api, organizations }: Session,
  { id, slug, previousSlugs }: OrganizationKey,
): Promise<readonly LiveOrganization[]> {
  const slugs = new Set([...previousSlugs, ...(slug === undefined ? [] : [slug])]);
  const all = await organizations();
  const meant = all.filter((each) => each.id === id || (each.slug !== null && slugs.has(each.slug)));
  const unseen = id !== undefined && !meant.some((each) => each.id === id);
  const asked = unseen ? await unlessStatus([404], undefined, () => api.organization(id)) : undefined;
  return [...meant, ...(asked === undefined ? [] : [asked])].map(liveOrganization);
}

async function read(session: Session, organization: LiveOrganization): Promise<LiveState> {
  const { api, selves } = session;
  const { id } = organization;
  const [all, rows, invitations, workspaces] = await Promise.all([
    session.organizations(),
    api.members(id),
    api.invitations(id),
    api.managed(id),
  ]);
  const caller = all.find((each) => each.id === id)?.role;
  if (caller !== undefined && !rows.some(({ role }) => role === caller)) {
    const what = `the credential's user is ${caller}, and nobody who is listed is`;
    throw incomplete({ path: `/organizations/${id}/members` }, what);
  }
  const members = withSelf(session, rows.map(liveMember), caller);
  for (const member of members) if (member.protection === "self") selves.add(member.id);
  const now = Date.now();
  return {
    organization,
    roles: [],
    workspaces: workspaces.map((row) => liveWorkspace(row, id)),
    members: [...members, ...invitations.map((row) => liveInvitation(row, now))].map((member) =>
      within(caller, member),
    ),
    access: [],
    ...(caller === undefined ? {} : { selfRoles: [caller] }),
  };
}

/** Marks the credential's own account: as the connection names it, else the only one who has the role that the caller is told. */
function withSelf(
  { self }: Session,
  members: readonly LiveMember[],
  caller: Role | undefined,
): readonly LiveMember[] {
  const named = members.filter((member) => self !== undefined && isNamed(member, self));
  const alike = members.filter(({ roles: [role] }) => caller !== undefined && role === caller);
  const own = named.length === 0 && alike.length === 1 ? alike : named;
  return members.map((member) => (own.includes(member) ? { ...member, protection: "self" } : member));
}

function isNamed({ id, email }: LiveMember, self: string): boolean {
  return self === id || (email !== undefined && comparedEmail(self) === comparedEmail(email));
}

const byOwner = {
  forPerson:
    "Only an owner of the organization may change roles: an owner does it on CNAP's own pages, or the connection uses an owner's credential.",
} as const;
const byAdmin = {
  forPerson:
    "The credential's user is only a member of the organization: an owner or admin does it on CNAP's own pages, or the connection uses their credential.",
} as const;

const ownerInvitedByOwner = {
  forPerson:
    "It is not said that an admin may invite owners, and the invitation would have to be cancelled first: an owner of the organization sends it again on CNAP's own pages, or the connection uses an owner's credential.",
} as const;

/** Roles are an owner's to change; an admin may add, invite and remove; a member may read. */
function within(caller: Role | undefined, member: LiveMember): LiveMember {
  const operations = operationsOf(caller, member);
  return operations === undefined ? member : { ...member, operations };
}

function operationsOf(caller: Role | undefined, { status, roles }: LiveMember): LiveOperations | undefined {
  if (caller === "member") return { update: byAdmin, delete: byAdmin };
  if (caller !== "admin") return undefined;
  if (status === "active") return { update: byOwner };
  return roles.includes("owner") ? { update: ownerInvitedByOwner } : undefined;
}

const byCustomer: Operation = {
  forPerson:
    "An owner of the workspace, usually the customer, ends the organization's management in the workspace's settings; this connection's credential is not known to be one.",
};

/** Only an owner of the workspace itself can revoke its management (inferred); a member list that is closed to us is no owner's. */
async function ending({ api, workspaces, selves }: Session, { id }: LiveWorkspace): Promise<Operation> {
  const seen = (await workspaces()).some((workspace) => workspace.id === id);
  if (!seen || selves.size === 0) return byCustomer;
  const people = await unlessStatus([403, 404], [], () => api.workspaceMembers(id));
  return people.some(({ user_id: user, role }) => role === "owner" && selves.has(user)) ? "api" : byCustomer;
}

/** What a read gives, or the other value when it is refused with one of the statuses. */
async function unlessStatus<T, U>(
  statuses: readonly number[],
  other: U,
  ask: () => Promise<T>,
): Promise<T | U> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectorError && statuses.includes(error.status ?? 0)) return other;
    throw error;
  }
}
