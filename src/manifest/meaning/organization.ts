/** One manifest to one organization as it is wanted now. */
import type { Diagnostic, OrganizationSpec } from "../../model/contract.ts";
import type { Organization, Role, Section, Workspace } from "../../model/organization.ts";
import { type ResolvedAccess, resolveAccess } from "./access.ts";
import { asAttributes, organizationAttributes, roleAttributes, workspaceAttributes } from "./attributes.ts";
import { given } from "./given.ts";
import { type ResolvedMembers, resolveMembers } from "./members.ts";
import { said } from "./said.ts";
import type { Found, Scope } from "./scope.ts";

/** An organization with what rules need to see beside it. */
export interface ResolvedOrganization {
  readonly scope: Scope;
  readonly organization: Organization;
  readonly members?: ResolvedMembers;
  readonly access?: ResolvedAccess;
}

/** Resolves a manifest. Of one with `ensure: absent` only connection, keys and parent are read. */
export function resolveOrganization(scope: Scope): Found<ResolvedOrganization> {
  const { spec } = scope;
  if (spec.ensure === "absent") return { value: { scope, organization: common(scope) }, diagnostics: [] };
  const members = spec.members && resolveMembers(scope, spec.members);
  const access = spec.access && resolveAccess(scope, spec.access, members?.value.members ?? []);
  const organization: Organization = {
    ...common(scope),
    attributes: asAttributes(organizationAttributes(spec)),
    ...given({
      roles: section(spec, "roles", rolesOf(scope)),
      workspaces: section(spec, "workspaces", workspacesOf(scope)),
      members: section(spec, "members", members?.value.members),
      access: section(spec, "access", access?.value.access),
    }),
  };
  const diagnostics: readonly Diagnostic[] = [
    ...(members?.diagnostics ?? []),
    ...(access?.diagnostics ?? []),
  ];
  const value = { scope, organization, ...given({ members: members?.value, access: access?.value }) };
  return { value, diagnostics };
}

function common(scope: Scope): Organization {
  const { manifest, spec } = scope;
  const { slug, id, parent, previously, ensure = "present" } = spec;
  const isPresent = ensure === "present";
  return {
    name: manifest.value.metadata.name,
    connection: spec.connection,
    key: {
      ...given({ slug, id, parent: parentOf(parent, scope) }),
      previousSlugs: isPresent ? (previously?.slugs ?? []) : [],
    },
    previousNames: isPresent ? (previously?.names ?? []) : [],
    ensure,
    attributes: {},
    origins: [manifest.locate(["metadata", "name"])],
    people: scope.people.all,
    manifest: said(scope),
  };
}

function parentOf(name: string | undefined, { parent }: Scope): Organization["key"]["parent"] {
  if (name === undefined) return undefined;
  return { name, ...given({ slug: parent?.spec.slug, id: parent?.spec.id }) };
}

function section<Entry>(
  { ownership }: OrganizationSpec,
  name: "roles" | "workspaces" | "members" | "access",
  entries: readonly Entry[] | undefined,
): Section<Entry> | undefined {
  return entries && { ownership: ownership?.[name] ?? "exact", entries };
}

function rolesOf({ manifest, spec }: Scope): readonly Role[] | undefined {
  return spec.roles?.map((entry, index) => ({
    name: entry.name,
    attributes: asAttributes(roleAttributes(entry)),
    ensure: entry.ensure ?? "present",
    previously: entry.previously ?? [],
    origins: [manifest.locate(["spec", "roles", index])],
  }));
}

function workspacesOf({ manifest, spec }: Scope): readonly Workspace[] | undefined {
  return spec.workspaces?.map((entry, index) => ({
    name: entry.name,
    ...given({ id: entry.id }),
    attributes: asAttributes(workspaceAttributes(entry)),
    ensure: entry.ensure ?? "present",
    previously: entry.previously ?? [],
    origins: [manifest.locate(["spec", "workspaces", index])],
  }));
}
