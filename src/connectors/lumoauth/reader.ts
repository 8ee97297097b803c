import { once } from "../../io/lazy.ts";
import type { ConnectionSettings, ReadClient, Reader } from "../../model/connector.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveMember, LiveOrganization, LiveState } from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import { type Api, createApi } from "./api.ts";
import type { Organization } from "./contract.ts";
import { createDirectory } from "./directory.ts";
import { readHistory } from "./history.ts";
import { liveInvitations, liveMember, liveOrganization, liveRole } from "./live.ts";
import { incomplete } from "./pages.ts";

/** What all reads of one connection share. */
interface Session {
  readonly settings: ConnectionSettings;
  readonly api: Api;
  /** Asked for once. */
  readonly organizations: () => Promise<readonly Organization[]>;
}

/** Reads a LumoAuth connection. Throws ConfigurationError without a tenant. */
export function createReader(settings: ConnectionSettings, client: ReadClient): Reader {
  const api = createApi(settings, client);
  const session: Session = { settings, api, organizations: once(api.organizations) };
  return {
    find: (key) => find(session, key),
    read: (organization) => read(session, organization),
    organizations: async () => (await session.organizations()).map(liveOrganization),
    accounts: createDirectory(api),
    history: (organization, since) => readHistory(api, organization.id, since),
  };
}

/** The list answers for ids too: a 404 on a path would not tell a wrong id from a wrong tenant. */
async function find(
  { organizations }: Session,
  { id, slug, previousSlugs }: OrganizationKey,
): Promise<readonly LiveOrganization[]> {
  const slugs = new Set([...(slug === undefined ? [] : [slug]), ...previousSlugs]);
  const meant = (row: Organization) => (id === undefined ? slugs.has(row.slug) : row.id === id);
  return (await organizations()).filter(meant).map(liveOrganization);
}

async function read({ api, settings }: Session, organization: LiveOrganization): Promise<LiveState> {
  const [roles, rows, invitations] = await Promise.all([
    api.roles(organization.id),
    api.members(organization.id),
    api.invitations(organization.id),
  ]);
  const known = new Map(roles.map(({ id, slug }) => [id, slug]));
  const pending = invitations.filter(({ status }) => status === "pending");
  const odd = [...rows, ...pending].find(({ role }) => role !== null && known.get(role.id) !== role.slug);
  if (odd?.role)
    throw incomplete(
      `…/organizations/${organization.id}/roles`,
      `somebody holds the role ${odd.role.slug}, which is not listed`,
    );
  if (new Set(known.values()).size < roles.length)
    throw incomplete(`…/organizations/${organization.id}/roles`, "two roles have one slug");
  const members = rows.map(liveMember);
  return {
    organization,
    roles: roles.map(liveRole),
    workspaces: [],
    members: [...members, ...liveInvitations(invitations, members)].map((each) =>
      protectSelf(each, settings),
    ),
    access: [],
    ...(settings.self === undefined ? { selfIsNobody: true } : {}),
  };
}

/** An API key is no person; where a person's token is used, the connection says whose. */
function protectSelf(member: LiveMember, { self }: ConnectionSettings): LiveMember {
  if (self === undefined) return member;
  const own = self === member.id || comparedEmail(self) === comparedEmail(member.email ?? "");
  return own ? { ...member, protection: "self" } : member;
}
