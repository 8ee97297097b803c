import { parseAddress } from "../../model/address.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { LiveRole, LiveWorkspace } from "../../model/live.ts";
import { isMade, isToDo } from "../../model/writing.ts";
import { liveOf } from "./now.ts";
import { placeAccess, placeMember, removeAccess, removeMember } from "./people.ts";
import { type MemoryWorld, put, within } from "./world.ts";
import { home, merge, type Rewritten, type Target, textOf, type Writing } from "./writing.ts";

/** The world after a change: the same one when the change was written before. Throws `moved` when live is something else. */
export function rewrite(writing: Writing): Rewritten {
  const { action, reason } = writing.change;
  const { attributes, id } = liveOf(writing) ?? {};
  // An invitation that ran out may be gone, or never have been seen.
  const isNew = action === "create" || (reason === "invitation-expired" && attributes === undefined);
  const isDone = isNew ? isMade(writing, attributes) : !isToDo(writing, attributes);
  if (isDone) return { world: writing.world, ...(id === undefined ? {} : { id }) };
  if (action === "delete") return { world: remove(writing) };
  return place(action === "replace" ? { ...writing, world: remove(writing) } : writing);
}

function place(writing: Writing): Rewritten {
  const target = parseAddress(writing.change.address);
  switch (target.kind) {
    case "organization":
      return placeOrganization(writing, target);
    case "role":
      return placeRole(writing, target);
    case "workspace":
      return placeWorkspace(writing, target);
    case "member":
      return placeMember(writing, target);
    case "access":
      return placeAccess(writing, target);
  }
}

function remove(writing: Writing): MemoryWorld {
  const target = parseAddress(writing.change.address);
  switch (target.kind) {
    case "organization":
      return removeOrganization(writing);
    case "role":
      return removeRole(writing, target);
    case "workspace":
      return removeWorkspace(writing, target);
    case "member":
      return removeMember(writing, target);
    case "access":
      return removeAccess(writing, target);
  }
}

function placeOrganization({ world, change }: Writing, target: Target<"organization">): Rewritten {
  const slug = textOf(change.after, "slug");
  const existing = world.organizations.find(
    ({ organization }) =>
      organization.id === change.nativeId || (slug !== undefined && organization.slug === slug),
  );
  const id = existing?.organization.id ?? `org_${target.organization}`;
  const attributes = merge(existing?.organization.attributes ?? {}, change.after);
  const key = slug ?? existing?.organization.slug;
  const organization = {
    kind: "organization",
    id,
    attributes,
    ...(key === undefined ? {} : { slug: key }),
  } as const;
  const around = existing ?? { roles: [], members: [], access: [] };
  const organizations = put(
    world.organizations,
    { ...around, organization },
    (each) => each.organization.id === id,
  );
  return { world: { ...world, organizations }, id };
}

function removeOrganization({ world, change }: Writing): MemoryWorld {
  const organizations = world.organizations.filter(({ organization }) => organization.id !== change.nativeId);
  const workspaces = world.workspaces.map((each) =>
    each.organization === change.nativeId ? unlinked(each) : each,
  );
  return { organizations, workspaces };
}

/** A renamed role keeps its members and what it was granted. */
function placeRole(writing: Writing, target: Target<"role">): Rewritten {
  const { world, change } = writing;
  const id = change.nativeId ?? `role_${target.role}`;
  const placed = within(world, home(writing, target), (each) => {
    const existing = each.roles.find((role) => role.id === id);
    const { name: _, ...attributes } = merge(existing?.attributes ?? {}, change.after);
    const role: LiveRole = { ...existing, kind: "role", id, name: target.role, attributes };
    const rename = (name: string) => (name === existing?.name ? role.name : name);
    return {
      ...each,
      roles: put(each.roles, role, (other) => other.id === id),
      members: each.members.map((member) => ({ ...member, roles: member.roles.map(rename) })),
      access: each.access.map((grant) =>
        grant.subject.type === "role"
          ? { ...grant, subject: { ...grant.subject, role: rename(grant.subject.role) } }
          : grant,
      ),
    };
  });
  return { world: placed, id };
}

function removeRole(writing: Writing, target: Target<"role">): MemoryWorld {
  return within(writing.world, home(writing, target), (each) => ({
    ...each,
    roles: each.roles.filter(({ name }) => name !== target.role),
    access: each.access.filter(({ subject }) => subject.type !== "role" || subject.role !== target.role),
  }));
}

function placeWorkspace(writing: Writing, target: Target<"workspace">): Rewritten {
  const { world, change, kinds } = writing;
  const organization = home(writing, target);
  const id = change.nativeId ?? textOf(change.after, "id") ?? `ws_${target.organization}_${target.workspace}`;
  const existing = world.workspaces.find((each) => each.id === id);
  if (existing === undefined && kinds.workspace?.creation === "link") throw missing(id);
  const name = textOf(change.after, "displayName") ?? existing?.name ?? target.workspace;
  const { id: _, ...attributes } = merge({ displayName: name, ...existing?.attributes }, change.after);
  const workspace: LiveWorkspace = { ...existing, kind: "workspace", id, name, organization, attributes };
  return {
    world: { ...world, workspaces: put(world.workspaces, workspace, (other) => other.id === id) },
    id,
  };
}

function removeWorkspace(writing: Writing, target: Target<"workspace">): MemoryWorld {
  const { change, kinds } = writing;
  const id = change.nativeId;
  const world = within(writing.world, home(writing, target), (each) => ({
    ...each,
    access: each.access.filter(({ workspace }) => workspace !== id),
  }));
  const workspaces =
    kinds.workspace?.creation === "link"
      ? world.workspaces.map((each) => (each.id === id ? unlinked(each) : each))
      : world.workspaces.filter((each) => each.id !== id);
  return { ...world, workspaces };
}

function missing(id: string): ConnectorError {
  return new ConnectorError(`There is no workspace ${id} to link`, { status: 404, retryable: false });
}

function unlinked({ organization: _, ...workspace }: LiveWorkspace): LiveWorkspace {
  return workspace;
}
