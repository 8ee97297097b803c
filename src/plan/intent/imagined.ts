/**
 * A live state that is only imagined: what would be there if the base's manifests held, and nothing beside them. So the
 * engine's own comparison finds what the head asks for. Its ids are marked, and never leave this folder.
 */
import type { Kinds } from "../../model/kinds.ts";
import type { LiveAccess, LiveMember, LiveOrganization, LiveRole, LiveState } from "../../model/live.ts";
import type { AccessResource, MemberResource, Resource, RoleResource } from "../../model/resource.ts";
import { ofKind } from "../match/pairs.ts";
import { imaginedWorkspaces } from "./imagined-workspaces.ts";
import { idOf, type Known, MARK } from "./marks.ts";
import type { IntentOrganization } from "./sides.ts";

/** An imagined live state, undefined where nothing would be there, and what is known of each thing by its id. */
export interface Imagined {
  readonly live: LiveState | undefined;
  readonly known: Known;
}

/** Imagines what the base wants as live, and what the head wants gone beside it: whoever says `absent` means something. */
export function imagine(organization: IntentOrganization): Imagined {
  const { head, base, kinds, settings } = organization;
  if (!isThere(organization)) return { live: undefined, known: new Map() };
  const before = new Set(base?.resources.map(({ address }) => address));
  const things: readonly Resource[] = [
    ...(base?.resources ?? []).filter(({ ensure }) => ensure === "present"),
    ...head.resources.filter(({ ensure, address }) => ensure === "absent" && !before.has(address)),
  ];
  const workspaces = imaginedWorkspaces(things, head.resources, { kinds, own: settings.workspace });
  const members = ofKind(things, "member");
  const ids = {
    people: new Map(members.map(({ identity }) => [identity.key, idOf(identity)])),
    workspaces: new Map(workspaces.map(({ name, live }) => [name, live.id])),
  };
  return {
    live: {
      organization: organizationIn(organization),
      roles: ofKind(things, "role").map((role) => roleIn(role, kinds)),
      workspaces: workspaces.map(({ live }) => live),
      members: members.map(memberIn),
      access: distinct(ofKind(things, "access")).map((access) => accessIn(access, ids)),
    },
    known: new Map([
      ...workspaces.map(({ live, known }) => [live.id, known] as const),
      ...members.map((member) => [idOf(member.identity), knownOf(member)] as const),
    ]),
  };
}

/**
 * Whether the organization is there before the head: the base declares it, or the head wants it gone, or means one that
 * no request of ours could make.
 */
function isThere({ base, head, kinds, gone }: IntentOrganization): boolean {
  if (base !== undefined) return base.organization.ensure === "present";
  if (gone) return false;
  const { key, ensure } = head.organization;
  const { create, createTop = create } = kinds.organization;
  const operation = key.parent === undefined ? createTop : create;
  return ensure === "absent" || key.id !== undefined || operation !== "api";
}

function organizationIn({ base, head }: IntentOrganization): LiveOrganization {
  const { key, name } = (base ?? head).organization;
  const [declared] = ofKind(base?.resources ?? [], "organization");
  const slug = key.slug === undefined ? {} : { slug: key.slug };
  return {
    kind: "organization",
    id: key.id ?? `${MARK}${key.slug ?? name}`,
    ...slug,
    attributes: { ...declared?.attributes, ...slug },
  };
}

/** Roles that every organization has are the system's own, wherever a manifest speaks of them. */
function roleIn({ name, attributes }: RoleResource, { member }: Kinds): LiveRole {
  const own = [...(member?.builtInRoles ?? []), ...(member?.rank ?? [])];
  return {
    kind: "role",
    id: `${MARK}${name}`,
    name,
    attributes,
    ...(own.includes(name) ? { protection: "system" } : {}),
  };
}

function memberIn({ identity, attributes }: MemberResource): LiveMember {
  const roles = attributes["roles"];
  return {
    kind: "member",
    id: idOf(identity),
    // Somebody of whom only the id is said has an e-mail too, so that nothing passes for hidden.
    email: identity.email ?? `${MARK}${identity.key}`,
    roles: Array.isArray(roles) ? roles : [],
    status: attributes["status"] === "suspended" ? "suspended" : "active",
  };
}

function knownOf({ attributes }: MemberResource): ReadonlySet<string> {
  const roles = attributes["roles"];
  const isSaid = (path: string) => path !== "roles" || (Array.isArray(roles) && roles.length > 0);
  return new Set(["email", ...Object.keys(attributes).filter(isSaid)]);
}

function accessIn(
  { subject, workspace, attributes }: AccessResource,
  ids: Readonly<Record<"people" | "workspaces", ReadonlyMap<string, string>>>,
): LiveAccess {
  const place = { workspace: ids.workspaces.get(workspace) ?? workspace, level: String(attributes["level"]) };
  if (subject.type === "role") return { kind: "access", ...place, subject };
  const { identity } = subject;
  const email = identity.email === undefined ? {} : { email: identity.email };
  const id = ids.people.get(identity.key) ?? idOf(identity);
  return { kind: "access", ...place, subject: { type: "person", id, ...email } };
}

/** One of each address: a member's map and the section `access` may say the same. */
function distinct(all: readonly AccessResource[]): readonly AccessResource[] {
  return [...new Map(all.map((access) => [access.address, access])).values()];
}
