import type { Reader } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { LiveMember, LiveOrganization, LiveState, LiveWorkspace } from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import type { MemoryOrganization, MemoryWorld } from "./world.ts";

/** What a memory reader looks at. */
export interface View {
  world(): MemoryWorld;
  readonly kinds: Kinds;
  /** By `read ID`: what a read of that organization throws. */
  readonly failures: ReadonlyMap<string, Error>;
  /** The credential's own account, by e-mail or id, and its workspace. */
  readonly self: string | undefined;
  readonly own: string | undefined;
}

/** Reads the world as it is at each call. */
export function memoryReader(view: View): Reader {
  return {
    find: (key) => Promise.resolve(find(view.world(), key)),
    read: async (organization) => await read(view, organization),
    organizations: () => Promise.resolve(view.world().organizations.map(({ organization }) => organization)),
    workspaces: () => Promise.resolve(view.world().workspaces.map((each) => protectOwn(view, each))),
    accounts: (emails) =>
      Promise.resolve(
        (view.world().accounts ?? []).filter(({ email }) => emails.includes(comparedEmail(email))),
      ),
    ending: ({ id }) => Promise.resolve(view.world().endings?.[id] ?? "api"),
  };
}

function find(world: MemoryWorld, { id, slug, previousSlugs }: OrganizationKey): readonly LiveOrganization[] {
  const slugs = new Set([...previousSlugs, ...(slug === undefined ? [] : [slug])]);
  return world.organizations
    .map(({ organization }) => organization)
    .filter((each) => each.id === id || (each.slug !== undefined && slugs.has(each.slug)));
}

function read(view: View, { id }: LiveOrganization): Promise<LiveState> {
  const failure = view.failures.get(`read ${id}`);
  const found = view.world().organizations.find((each) => each.organization.id === id);
  if (failure !== undefined) return Promise.reject(failure);
  if (found === undefined) return Promise.reject(new InternalError(`There is no organization ${id}`));
  return Promise.resolve(stateOf(view, found));
}

function stateOf(view: View, found: MemoryOrganization): LiveState {
  const listed = view.kinds.member?.invitation.listed !== false;
  const hidden = new Set(found.members.filter((each) => !listed && pending(each)).map(({ id }) => id));
  const { id } = found.organization;
  const { selfRoles } = view.world();
  return {
    organization: found.organization,
    roles: found.roles,
    workspaces: view
      .world()
      .workspaces.filter(({ organization }) => organization === id)
      .map((each) => protectOwn(view, each)),
    members: found.members.filter((each) => !hidden.has(each.id)).map((each) => protectSelf(view, each)),
    access: found.access.filter(({ subject }) => subject.type === "role" || !hidden.has(subject.id)),
    ...(view.world().selfIsNobody === true ? { selfIsNobody: true } : {}),
    ...(selfRoles === undefined ? {} : { selfRoles }),
  };
}

function pending({ status }: LiveMember): boolean {
  return status === "invited" || status === "expired";
}

function protectSelf({ self }: View, member: LiveMember): LiveMember {
  const own = self !== undefined && (member.email === self || member.id === self);
  return own ? { ...member, protection: "self" } : member;
}

function protectOwn({ own }: View, workspace: LiveWorkspace): LiveWorkspace {
  return workspace.id === own ? { ...workspace, protection: "own-workspace" } : workspace;
}
