import { once } from "../../io/lazy.ts";
import type { ConnectionSettings, ReadClient, Reader } from "../../model/connector.ts";
import { ConfigurationError, ConnectorError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveAccess, LiveMember, LiveOrganization, LiveState, LiveWorkspace } from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import { type Api, createApi } from "./api.ts";
import { dialectOf } from "./dialect.ts";
import type { OrganizationRow } from "./live.ts";
import type { WorkspaceMemberRow } from "./live-people.ts";
import { incomplete } from "./pages.ts";

/** What all reads of one connection share. */
interface Session {
  readonly settings: ConnectionSettings;
  readonly api: Api;
  /** Each asked for once. */
  readonly organizations: () => Promise<readonly OrganizationRow[]>;
  readonly workspaces: () => Promise<readonly LiveWorkspace[]>;
  /** What each organization that was found counts of itself, by id. */
  readonly counted: Map<string, Counts>;
}

type Counts = Pick<OrganizationRow, "workspaceCount" | "memberCount">;

/** Reads a SignalSmith connection. */
export function createReader(settings: ConnectionSettings, client: ReadClient): Reader {
  const api = createApi(settings, client);
  const session: Session = {
    settings,
    api,
    organizations: once(api.organizations),
    workspaces: once(api.workspaces),
    counted: new Map(),
  };
  return {
    find: (key) => find(session, key),
    read: (organization) => read(session, organization),
    organizations: async () => {
      const all = await session.organizations();
      for (const row of all) session.counted.set(row.id, row);
      return all.map(({ live }) => live);
    },
    inside: async (workspace, { members }) =>
      (await readWorkspace(session, workspace, indexMembers(members))).access,
    workspaces: async () => (await session.workspaces()).map((workspace) => protectOwn(settings, workspace)),
  };
}

async function find(
  { api, organizations, counted }: Session,
  key: OrganizationKey,
): Promise<readonly LiveOrganization[]> {
  if (key.id !== undefined) {
    const found = await unlessStatus([404], undefined, () => api.organization(key.id ?? ""));
    if (found !== undefined) counted.set(found.id, found);
    return found === undefined ? [] : [found.live];
  }
  const slugs = new Set([...(key.slug === undefined ? [] : [key.slug]), ...key.previousSlugs]);
  const all = await unlessStatus([404, 405], undefined, organizations);
  if (all === undefined) throw cannotList(key.slug);
  const meant = all.filter(({ live: { slug } }) => slug !== undefined && slugs.has(slug));
  for (const row of meant) counted.set(row.id, row);
  return meant.map(({ live }) => live);
}

/** The guide publishes no list of organizations; where there is none, only the id finds one. */
function cannotList(slug: string | undefined): ConfigurationError {
  return new ConfigurationError(
    `This SignalSmith has no list of organizations, so ${slug ?? "the organization"} cannot be found by its slug`,
    "Name the organization by `id:` in its manifest.",
  );
}

async function read(session: Session, organization: LiveOrganization): Promise<LiveState> {
  const { api, settings } = session;
  const { id } = organization;
  const [linked, rows, invitations] = await Promise.all([
    api.linked(id),
    api.members(id),
    api.invitations(id),
  ]);
  const active = rows.filter(({ live }) => live.status === "active");
  await checkCounts(session, id, { workspaceCount: linked.length, memberCount: active.length });
  const people = [...rows, ...invitations].flatMap((row) => personOf(row, settings));
  const members = indexMembers(people);
  const inside = await Promise.all(linked.map((workspace) => readWorkspace(session, workspace, members)));
  return {
    organization,
    roles: [],
    workspaces: inside.map(({ workspace }) => workspace),
    members: people,
    access: [...inside.flatMap(({ access }) => access), ...invitations.flatMap(({ access }) => access)],
  };
}

/** Fewer than the organization counts itself are an incomplete list (law 3); it is asked again before that is said. */
async function checkCounts({ api, counted }: Session, id: string, listed: Required<Counts>): Promise<void> {
  const before = counted.get(id);
  const isTold = before?.workspaceCount !== undefined && before.memberCount !== undefined;
  if (
    isTold &&
    listed.workspaceCount >= (before.workspaceCount ?? 0) &&
    listed.memberCount >= (before.memberCount ?? 0)
  )
    return;
  const now = await api.organization(id);
  checkCount(id, "workspaces", listed.workspaceCount, now.workspaceCount);
  checkCount(id, "members", listed.memberCount, now.memberCount);
}

function checkCount(id: string, kind: "workspaces" | "members", listed: number, counted = 0): void {
  if (listed >= counted) return;
  const what = `${listed} ${kind} are listed and the organization counts ${counted}`;
  throw incomplete(`/organizations/${id}/${kind}`, what);
}

interface Inside {
  readonly workspace: LiveWorkspace;
  readonly access: readonly LiveAccess[];
}

async function readWorkspace(
  { api, settings }: Session,
  workspace: LiveWorkspace,
  members: Members,
): Promise<Inside> {
  const [rows, levels] = await Promise.all([
    api.workspaceMembers(workspace.id),
    dialectOf(settings).workspaceRoles
      ? unlessStatus([404], undefined, () => api.workspaceRoles(workspace.id))
      : undefined,
  ]);
  const own = protectOwn(settings, workspace);
  return {
    workspace: levels === undefined ? own : { ...own, levels: levels.map(({ name }) => name) },
    access: rows
      .filter(({ active }) => active)
      .map((row) => accessOf(row, { workspace: workspace.id, members, settings })),
  };
}

interface Members {
  readonly byId: ReadonlyMap<string, LiveMember>;
  readonly byEmail: ReadonlyMap<string, LiveMember>;
}

function indexMembers(people: readonly LiveMember[]): Members {
  const members = people.filter(({ status }) => status === "active");
  return {
    byId: new Map(members.map((member) => [member.id, member])),
    byEmail: new Map(
      members.flatMap((member) =>
        member.email === undefined ? [] : [[comparedEmail(member.email), member] as const],
      ),
    ),
  };
}

interface Around {
  readonly workspace: string;
  readonly members: Members;
  readonly settings: ConnectionSettings;
}

/**
 * A workspace's member is the organization's with the same account, or with the same e-mail where the row tells no
 * account: two accounts may share an e-mail. Else it is somebody who is no member.
 */
function accessOf(row: WorkspaceMemberRow, { workspace, members, settings }: Around): LiveAccess {
  const email = row.accountTold || row.email === undefined ? undefined : comparedEmail(row.email);
  const byEmail = email === undefined ? undefined : members.byEmail.get(email);
  const member = members.byId.get(row.account) ?? byEmail;
  const told = member?.email ?? row.email;
  const id = member?.id ?? row.account;
  return {
    kind: "access",
    workspace,
    subject: { type: "person", id, ...(told === undefined ? {} : { email: told }) },
    level: row.level,
    ...(member?.protection === "self" || isSelf(settings, { id, email: told }) ? { protection: "self" } : {}),
  };
}

/** Oneself is known by e-mail, account or membership. */
function personOf(
  { id, live }: { readonly id: string; readonly live?: LiveMember },
  settings: ConnectionSettings,
): readonly LiveMember[] {
  if (live === undefined) return [];
  const itself = id === settings.self || isSelf(settings, { id: live.id, email: live.email });
  return [itself ? { ...live, protection: "self" } : live];
}

function isSelf(
  { self }: ConnectionSettings,
  { id, email }: { readonly id: string; readonly email: string | undefined },
): boolean {
  return self !== undefined && (self === id || sameEmail(self, email));
}

function sameEmail(a: string, b: string | undefined): boolean {
  return b !== undefined && comparedEmail(a) === comparedEmail(b);
}

function protectOwn(settings: ConnectionSettings, workspace: LiveWorkspace): LiveWorkspace {
  return workspace.id === settings.workspace ? { ...workspace, protection: "own-workspace" } : workspace;
}

/** What a read gives, or the other value when it is refused with one of the statuses. */
async function unlessStatus<T, U>(
  statuses: readonly number[],
  other: U,
  read: () => Promise<T>,
): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConnectorError && statuses.includes(error.status ?? 0)) return other;
    throw error;
  }
}
