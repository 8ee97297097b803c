/** Desired resources: an organization taken apart into the five kinds, each with its address. */
import {
  type Address,
  accessAddress,
  encodeKey,
  memberAddress,
  organizationAddress,
  roleAddress,
  workspaceAddress,
} from "./address.ts";
import type { Attributes, Ensure, Location, Ownership } from "./contract.ts";
import type { Identity } from "./identity.ts";
import type { LiveSubject } from "./live.ts";
import type { Access, Member, Organization, Subject } from "./organization.ts";

interface Declared {
  readonly address: Address;
  /** What is compared and sent: only what the manifests give. */
  readonly attributes: Attributes;
  readonly ensure: Ensure;
  readonly ownership: Ownership;
  readonly origins: readonly Location[];
  readonly note?: string;
}

/** The organization itself; attributes: slug, displayName, description, settings.*, branding.*. */
export interface OrganizationResource extends Declared {
  readonly kind: "organization";
}

/** A role; attributes: displayName, description. */
export interface RoleResource extends Declared {
  readonly kind: "role";
  readonly name: string;
  readonly previously: readonly string[];
}

/** A workspace; attributes: displayName, settings.*. */
export interface WorkspaceResource extends Declared {
  readonly kind: "workspace";
  readonly name: string;
  readonly id?: string;
  readonly previously: readonly string[];
}

/** A member; attributes: roles (a set), status. */
export interface MemberResource extends Declared {
  readonly kind: "member";
  readonly identity: Identity;
  /** Whether the manifests say the whole of this member's access. */
  readonly declaresAccess: boolean;
}

/** Access of a role or a person to a workspace; attributes: level. */
export interface AccessResource extends Declared {
  readonly kind: "access";
  readonly subject: Subject;
  /** Name of the workspace entry. */
  readonly workspace: string;
}

/** One thing that shall be there (or, with `ensure: absent`, not). */
export type Resource =
  | OrganizationResource
  | RoleResource
  | WorkspaceResource
  | MemberResource
  | AccessResource;

/** How a subject is named in an address: a person's key or `role:NAME`. */
export function subjectKey(subject: Subject): string {
  return subject.type === "role" ? `role:${encodeKey(subject.role)}` : subject.identity.key;
}

/**
 * Takes an organization apart. `severalLevels` says whose access may have several levels on one workspace, in which
 * case the level is part of the address. Pure; keeps the order of the manifests.
 */
export function resourcesOf(
  organization: Organization,
  severalLevels: readonly LiveSubject["type"][] = [],
): readonly Resource[] {
  const { name, roles, workspaces, members, access } = organization;
  return [
    organizationResource(organization),
    ...(roles?.entries ?? []).map(
      (role): RoleResource => ({
        ...role,
        kind: "role",
        address: roleAddress(name, role.name),
        ownership: roles?.ownership ?? "exact",
      }),
    ),
    ...(workspaces?.entries ?? []).map(
      (workspace): WorkspaceResource => ({
        ...workspace,
        kind: "workspace",
        address: workspaceAddress(name, workspace.name),
        ownership: workspaces?.ownership ?? "exact",
      }),
    ),
    ...(members?.entries ?? []).flatMap((member) =>
      memberResources(name, member, members?.ownership ?? "exact", severalLevels.includes("person")),
    ),
    ...(access?.entries ?? []).flatMap((entry) =>
      accessResources(name, entry, access?.ownership ?? "exact", severalLevels.includes(entry.subject.type)),
    ),
  ];
}

function organizationResource(organization: Organization): OrganizationResource {
  const { name, key, attributes, ensure, origins } = organization;
  return {
    kind: "organization",
    address: organizationAddress(name),
    attributes: key.slug === undefined ? attributes : { ...attributes, slug: key.slug },
    ensure,
    ownership: "exact",
    origins,
  };
}

function memberResources(
  organization: string,
  member: Member,
  ownership: Ownership,
  severalLevels: boolean,
): readonly Resource[] {
  const { identity, roles, status, workspaces, ensure, origins, note } = member;
  const common = { ensure, ownership, origins, ...(note === undefined ? {} : { note }) };
  const declared: MemberResource = {
    ...common,
    kind: "member",
    address: memberAddress(organization, identity.key),
    attributes: { roles: [...roles], ...(status === undefined ? {} : { status }) },
    identity,
    declaresAccess: workspaces !== undefined,
  };
  const granted = Object.entries(workspaces ?? {}).map(
    ([workspace, level]): AccessResource => ({
      ...common,
      kind: "access",
      address: accessAddress(organization, workspace, identity.key, severalLevels ? level : undefined),
      attributes: { level },
      subject: { type: "person", identity },
      workspace,
    }),
  );
  return [declared, ...granted];
}

function accessResources(
  organization: string,
  entry: Access,
  ownership: Ownership,
  severalLevels: boolean,
): readonly AccessResource[] {
  const { subject, workspace, levels, ensure, origins, note } = entry;
  return levels.map((level) => ({
    kind: "access",
    address: accessAddress(organization, workspace, subjectKey(subject), severalLevels ? level : undefined),
    attributes: { level },
    ensure,
    ownership,
    origins,
    subject,
    workspace,
    ...(note === undefined ? {} : { note }),
  }));
}
