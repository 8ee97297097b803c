/** What a system cannot do, found at the manifest's lines before any request. All of it follows from `kinds`. */
import type { Diagnostic, OrganizationSpec } from "../../model/contract.ts";
import type { AttributeSpec, KindSpec } from "../../model/kinds.ts";
import type { Path } from "../syntax/source.ts";
import * as words from "../words/express.ts";
import {
  type GivenAttribute,
  organizationAttributes,
  roleAttributes,
  workspaceAttributes,
} from "./attributes.ts";
import { accessMisfits, memberMisfits } from "./express-people.ts";
import { own } from "./given.ts";
import { inSpec, type Scope } from "./scope.ts";

/** What the organization's system cannot express. */
export function inexpressible(scope: Scope): readonly Diagnostic[] {
  const { spec } = scope;
  if (spec.ensure === "absent") return [...keyMisfits(scope), ...removalMisfit(scope)];
  return [
    ...keyMisfits(scope),
    ...renameMisfits(scope),
    ...attributeMisfits(scope, scope.facts.kinds.organization, organizationAttributes(spec), []),
    ...inSection(scope, "roles", scope.facts.kinds.role, roleMisfits),
    ...inSection(scope, "workspaces", scope.facts.kinds.workspace, workspaceMisfits),
    ...inSection(scope, "members", scope.facts.kinds.member, memberMisfits),
    ...inSection(scope, "access", scope.facts.kinds.access, accessMisfits),
  ];
}

function inSection<Kind extends KindSpec>(
  scope: Scope,
  section: "roles" | "workspaces" | "members" | "access",
  kind: Kind | undefined,
  misfits: (scope: Scope, kind: Kind) => readonly Diagnostic[],
): readonly Diagnostic[] {
  if (scope.spec[section] === undefined) return [];
  if (kind !== undefined) return misfits(scope, kind);
  return [inSpec(scope, words.unsupportedSection(section, scope.facts.title), [section], "key")];
}

function keyMisfits(scope: Scope): readonly Diagnostic[] {
  const { spec, facts } = scope;
  const { foundBy, levels, attributes } = facts.kinds.organization;
  const keys = (["slug", "id"] as const).filter((key) => spec[key] !== undefined && !foundBy.includes(key));
  const isAttribute = foundBy.some((key) => spec[key] !== undefined) && own(attributes, "slug") !== undefined;
  return [
    ...keys
      .filter((key) => key !== "slug" || !isAttribute)
      .map((key) => inSpec(scope, words.cannotFindBy(key, facts.title, foundBy), [key], "key")),
    ...(spec.parent === undefined || levels > 1
      ? []
      : [inSpec(scope, words.noParents(facts.title), ["parent"], "key")]),
    ...(levels > 1 && isTooDeep(scope)
      ? [inSpec(scope, words.tooDeep(facts.title, spec.parent ?? ""), ["parent"])]
      : []),
  ];
}

/** A parent with a parent of its own; where they go round in a circle, that is said instead. */
function isTooDeep({ manifest, parent }: Scope): boolean {
  const above = parent?.spec.parent;
  return above !== undefined && ![manifest.value.metadata.name, parent?.metadata.name].includes(above);
}

function removalMisfit(scope: Scope): readonly Diagnostic[] {
  const { kinds, title } = scope.facts;
  if (kinds.organization.delete !== "none") return [];
  return [inSpec(scope, words.cannotRemove("an organization", title), ["ensure"])];
}

/** A slug that is no managed attribute cannot be changed by us. Earlier names are ours alone. */
function renameMisfits(scope: Scope): readonly Diagnostic[] {
  const { spec, facts } = scope;
  const isManaged = own(facts.kinds.organization.attributes, "slug")?.mode === "managed";
  if ((spec.previously?.slugs ?? []).length === 0 || isManaged) return [];
  return [inSpec(scope, words.cannotRename("an organization", facts.title), ["previously", "slugs"], "key")];
}

function roleMisfits(scope: Scope, kind: KindSpec): readonly Diagnostic[] {
  return (scope.spec.roles ?? []).flatMap((entry, index) => [
    ...attributeMisfits(scope, kind, roleAttributes(entry), ["roles", index]),
    ...entryMisfits(scope, kind, entry, { what: "a role", path: ["roles", index] }),
  ]);
}

/** The key of a workspace with an id is ours alone, so it may be renamed anywhere. */
function workspaceMisfits(scope: Scope, kind: KindSpec): readonly Diagnostic[] {
  return (scope.spec.workspaces ?? []).flatMap(({ previously, ...entry }, index) => {
    const renamed = entry.id === undefined && previously !== undefined ? { ...entry, previously } : entry;
    return [
      ...attributeMisfits(scope, kind, workspaceAttributes(entry), ["workspaces", index]),
      ...entryMisfits(scope, kind, renamed, { what: "a workspace", path: ["workspaces", index] }),
    ];
  });
}

function entryMisfits(
  scope: Scope,
  kind: KindSpec,
  entry: { readonly ensure?: OrganizationSpec["ensure"]; readonly previously?: readonly string[] },
  { what, path }: { readonly what: string; readonly path: Path },
): readonly Diagnostic[] {
  const { title } = scope.facts;
  const renames = ["displayName", "name"].some((name) => own(kind.attributes, name)?.mode === "managed");
  const cannotRename = (entry.previously ?? []).length > 0 && !(renames && kind.update !== "none");
  return [
    ...(entry.ensure === "absent" && kind.delete === "none"
      ? [inSpec(scope, words.cannotRemove(what, title), [...path, "ensure"])]
      : []),
    ...(cannotRename ? [inSpec(scope, words.cannotRename(what, title), [...path, "previously"], "key")] : []),
  ];
}

function attributeMisfits(
  scope: Scope,
  kind: KindSpec,
  given: readonly GivenAttribute[],
  base: Path,
): readonly Diagnostic[] {
  return given.flatMap((attribute) => {
    const path = [...base, ...attribute.path];
    const spec = own(kind.attributes, attribute.name);
    if (spec === undefined || spec.mode === "computed") {
      const known = settableBeside(attribute.name, kind);
      return [
        inSpec(scope, words.unsupportedAttribute(attribute.name, scope.facts.title, known), path, "key"),
      ];
    }
    return valueMisfits(scope, attribute, spec).map((problem) => inSpec(scope, problem, path));
  });
}

/** Other attributes under the same heading, without it: what may stand under `settings`, say. */
function settableBeside(name: string, kind: KindSpec): readonly string[] {
  const heading = headingOf(name);
  return Object.entries(kind.attributes)
    .filter(([key, { mode }]) => mode !== "computed" && headingOf(key) === heading && key !== "slug")
    .map(([key]) => key.slice(heading.length));
}

function headingOf(name: string): string {
  return name.slice(0, name.indexOf(".") + 1);
}

function valueMisfits(
  { facts: { title } }: Scope,
  { name, value }: GivenAttribute,
  { clearable, compare, values }: AttributeSpec,
): readonly ReturnType<typeof words.notClearable>[] {
  if (value === null) return clearable === true ? [] : [words.notClearable(name, title)];
  if (compare === "set" && !Array.isArray(value)) return [words.unsupportedValue(name, value, "list", title)];
  if (values === undefined) return [];
  const single: readonly unknown[] = Array.isArray(value) ? value : [value];
  return single
    .filter((one) => !values.includes(String(one)))
    .map((one) => words.unsupportedValue(name, one, values, title));
}
