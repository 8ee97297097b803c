/** One organization as resources, in the order in which they have to come. */
import type { ITerraformDependable, TerraformElement, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { compareText } from "../../model/diagnostic.ts";
import type { Access as Entry, Organization as Wanted } from "../../model/organization.ts";
import { accessParts, type Parts } from "./addresses.ts";
import { organizationAttributes, roleAttributes, workspaceAttributes } from "./attributes.ts";
import { Access, Members, Organization, Ownership, Role, Workspace } from "./compiled/index.js";
import { logicalId } from "./logical-id.ts";
import { membersOf } from "./members.ts";
import { ownershipOf } from "./ownership.ts";
import { grantsOf, workspaceReferences } from "./references.ts";

/** Where resources are made, and what all of them get. */
export interface Place {
  readonly scope: Construct;
  /** The parts of their names in front of the organization's. */
  readonly prefix: Parts;
  readonly provider?: TerraformProvider;
}

/** The resources of one organization. */
export interface Yield {
  readonly organization: Organization;
  readonly roles: ReadonlyMap<string, Role>;
  readonly workspaces: ReadonlyMap<string, Workspace>;
  readonly members?: Members;
}

/** What the manifests alone do not say. */
export interface Options {
  /** `id` of the parent, or a reference to it. */
  readonly parent: string | undefined;
  /** Whether an organization with `ensure: absent` may end. */
  readonly mayEnd: boolean;
}

/** What a destroyed resource leaves behind: everything. The command leaves alone what is merely gone, too. */
const RELEASE = { onDestroy: "release" } as const;

/** Makes the resources of an organization. */
export function makeResources(place: Place, wanted: Wanted, options: Options): Yield {
  const organization = makeOrganization(place, wanted, options);
  const inside = { place, wanted, organization };
  const roles = makeRoles(inside);
  const workspaces = makeWorkspaces(inside);
  const members = makeMembers(inside, [...roles.values(), ...workspaces.values()]);
  const result = { organization, roles, workspaces, ...(members === undefined ? {} : { members }) };
  const access = makeAccess(inside, result);
  makeOwnership(inside, [
    organization,
    ...roles.values(),
    ...workspaces.values(),
    ...(members === undefined ? [] : [members]),
    ...access,
  ]);
  return result;
}

interface Inside {
  readonly place: Place;
  readonly wanted: Wanted;
  readonly organization: Organization;
}

function makeOrganization(place: Place, wanted: Wanted, { parent, mayEnd }: Options): Organization {
  const { name, connection, key, ensure, attributes } = wanted;
  return made(place, [name], (scope, id, meta) => {
    const config = {
      connectionName: connection,
      ...(key.slug === undefined ? {} : { slug: key.slug }),
      ...(key.id === undefined ? {} : { organizationId: key.id }),
      ...(parent === undefined ? {} : { parent }),
      ...organizationAttributes(attributes),
      ...(ensure === "absent" ? { ensure, deletionProtection: !mayEnd } : {}),
    };
    return new Organization(scope, id, { ...config, ...RELEASE, ...meta });
  });
}

function makeRoles({ place, wanted, organization }: Inside): ReadonlyMap<string, Role> {
  const entries = presentOf(wanted.roles).map(({ name, attributes }) => {
    const config = { organization: organization.id, name, ...roleAttributes(attributes), ...RELEASE };
    return [
      name,
      made(
        place,
        [wanted.name, "role", name],
        (scope, id, meta) => new Role(scope, id, { ...config, ...meta }),
      ),
    ] as const;
  });
  return new Map(entries);
}

function makeWorkspaces({ place, wanted, organization }: Inside): ReadonlyMap<string, Workspace> {
  const entries = presentOf(wanted.workspaces).map(({ name, id: workspaceId, attributes }) => {
    const { displayName, ...rest } = workspaceAttributes(attributes);
    const config = {
      organization: organization.id,
      // With an id alone the name is only the manifest's own word for it.
      ...(workspaceId === undefined ? { name: displayName ?? name } : { workspaceId }),
      ...(displayName === undefined ? {} : { name: displayName }),
      ...rest,
      ...RELEASE,
    };
    return [
      name,
      made(
        place,
        [wanted.name, "workspace", name],
        (scope, id, meta) => new Workspace(scope, id, { ...config, ...meta }),
      ),
    ] as const;
  });
  return new Map(entries);
}

function makeMembers(
  { place, wanted, organization }: Inside,
  dependsOn: readonly ITerraformDependable[],
): Members | undefined {
  const config = membersOf(wanted);
  if (config === undefined) return undefined;
  return made(
    place,
    [wanted.name, "members"],
    (scope, id, meta) =>
      new Members(scope, id, {
        organization: organization.id,
        ...config,
        ...RELEASE,
        ...meta,
        ...after(dependsOn),
      }),
  );
}

function makeAccess({ place, wanted, organization }: Inside, before: Yield): readonly Access[] {
  const reference = workspaceReferences(wanted);
  const grants = presentOf(wanted.access).flatMap((entry) =>
    grantsOf(entry, reference).map((grant) => ({ entry, grant, parts: accessParts(entry, grant.level) })),
  );
  return grants
    .sort((a, b) => compareText(a.parts.join("/"), b.parts.join("/")))
    .map(({ entry, grant, parts }) =>
      made(
        place,
        [wanted.name, ...parts],
        (scope, id, meta) =>
          new Access(scope, id, {
            organization: organization.id,
            ...grant,
            ...RELEASE,
            ...meta,
            ...after(neededFor(entry, before)),
          }),
      ),
    );
}

/** Only what one grant needs: all of an organization's at each of its grants would be long. */
function neededFor({ subject, workspace }: Entry, before: Yield): readonly ITerraformDependable[] {
  const needed = [
    subject.type === "role" ? before.roles.get(subject.role) : undefined,
    before.workspaces.get(workspace),
    before.members,
  ];
  return needed.filter((one) => one !== undefined);
}

function makeOwnership(
  { place, wanted, organization }: Inside,
  dependsOn: readonly ITerraformDependable[],
): void {
  const config = ownershipOf(wanted);
  if (config === undefined) return;
  made(
    place,
    [wanted.name, "ownership"],
    (scope, id, meta) =>
      new Ownership(scope, id, { organization: organization.id, ...config, ...meta, ...after(dependsOn) }),
  );
}

/** Entries that become resources, by name; under `observe` none does. */
function presentOf<Entry extends { readonly ensure: string }>(
  section: { readonly ownership: string; readonly entries: readonly Entry[] } | undefined,
): readonly Entry[] {
  if (section === undefined || section.ownership === "observe") return [];
  return section.entries.filter(({ ensure }) => ensure === "present");
}

function after(dependsOn: readonly ITerraformDependable[]): { readonly dependsOn?: ITerraformDependable[] } {
  return dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn] };
}

function made<Resource extends TerraformElement>(
  { scope, prefix, provider }: Place,
  parts: Parts,
  make: (scope: Construct, id: string, meta: { readonly provider?: TerraformProvider }) => Resource,
): Resource {
  const resource = make(scope, logicalId(parts), provider === undefined ? {} : { provider });
  resource.overrideLogicalId(logicalId([...prefix, ...parts]));
  return resource;
}
