/** Rules inside one organization: workspaces, roles and levels that entries name must be there. */
import type { Diagnostic } from "../../model/contract.ts";
import { subjectKey } from "../../model/resource.ts";
import type { Path } from "../syntax/source.ts";
import * as words from "../words/meaning.ts";
import { levelsOf } from "./access.ts";
import { rolesOf } from "./combine.ts";
import type { ResolvedOrganization } from "./organization.ts";
import { inSpec, type Scope } from "./scope.ts";
import { overlap } from "./times.ts";

/** A name in an entry, and where it stands in the spec. */
interface Mention {
  readonly name: string;
  readonly path: Path;
  readonly part: "key" | "value";
}

/** What entries of an organization name without its being there. */
export function referenceProblems(resolved: ResolvedOrganization): readonly Diagnostic[] {
  const { scope } = resolved;
  if (scope.spec.ensure === "absent") return [];
  return [
    ...workspaceMentions(scope).flatMap((mention) => workspaceProblems(scope, mention)),
    ...roleMentions(scope).flatMap((mention) => roleProblems(scope, mention)),
    ...levelMentions(scope).flatMap((mention) => levelProblems(scope, mention)),
    ...declaredTwice(resolved),
  ];
}

function workspaceMentions({ spec }: Scope): readonly Mention[] {
  return [
    ...(spec.members ?? []).flatMap(({ workspaces }, index) =>
      Object.keys(workspaces ?? {}).map(
        (name): Mention => ({ name, path: ["members", index, "workspaces", name], part: "key" }),
      ),
    ),
    ...(spec.access ?? []).map(
      ({ workspace }, index): Mention => ({
        name: workspace,
        path: ["access", index, "workspace"],
        part: "value",
      }),
    ),
  ];
}

function roleMentions({ spec }: Scope): readonly Mention[] {
  return [
    ...(spec.members ?? []).flatMap((entry, index) =>
      rolesOf(entry).map((name, position): Mention => {
        const place = entry.roles === undefined ? ["role"] : ["roles", position];
        return { name, path: ["members", index, ...place], part: "value" };
      }),
    ),
    ...(spec.access ?? []).flatMap(({ role }, index): Mention[] =>
      role === undefined ? [] : [{ name: role, path: ["access", index, "role"], part: "value" }],
    ),
  ];
}

function levelMentions({ spec }: Scope): readonly Mention[] {
  return [
    ...(spec.members ?? []).flatMap(({ workspaces }, index) =>
      Object.entries(workspaces ?? {}).map(
        ([workspace, name]): Mention => ({
          name,
          path: ["members", index, "workspaces", workspace],
          part: "value",
        }),
      ),
    ),
    ...(spec.access ?? []).flatMap((entry, index) =>
      levelsOf(entry).map((name, position): Mention => {
        const place = entry.levels === undefined ? ["level"] : ["levels", position];
        return { name, path: ["access", index, ...place], part: "value" };
      }),
    ),
  ];
}

function workspaceProblems(scope: Scope, { name, path, part }: Mention): readonly Diagnostic[] {
  const { kinds } = scope.facts;
  if (kinds.access === undefined || kinds.workspace === undefined) return [];
  const declared = scope.spec.workspaces ?? [];
  const entry = declared.find((one) => one.name === name);
  if (entry === undefined) {
    const why = "Access names a workspace by its entry under `workspaces`, which says which live one it is.";
    return [
      inSpec(
        scope,
        words.unknown(
          "workspace",
          name,
          declared.map((one) => one.name),
          why,
        ),
        path,
        part,
      ),
    ];
  }
  return entry.ensure === "absent" ? [inSpec(scope, words.absentButUsed("workspace", name), path, part)] : [];
}

function roleProblems(scope: Scope, { name, path, part }: Mention): readonly Diagnostic[] {
  const { kinds, title } = scope.facts;
  if (kinds.member === undefined) return [];
  const { rank, customRoles, builtInRoles = [] } = kinds.member;
  const declared = scope.spec.roles ?? [];
  if (declared.some((role) => role.name === name && role.ensure === "absent")) {
    return [inSpec(scope, words.absentButUsed("role", name), path, part)];
  }
  const known = [
    ...new Set([...rank, ...builtInRoles, ...(customRoles ? declared.map((role) => role.name) : [])]),
  ];
  const isOpen =
    customRoles && (scope.spec.roles === undefined || (scope.spec.ownership?.roles ?? "exact") !== "exact");
  if (isOpen || known.includes(name)) return [];
  const problem = customRoles
    ? words.unknown(
        "role",
        name,
        known,
        "The section `roles` is the whole list of this organization's roles.",
      )
    : words.unknownFixed("role", name, known, `${title} has fixed roles.`);
  return [inSpec(scope, problem, path, part)];
}

function levelProblems(scope: Scope, { name, path, part }: Mention): readonly Diagnostic[] {
  const { kinds, title } = scope.facts;
  if (kinds.access === undefined || kinds.access.customLevels || kinds.access.rank.includes(name)) return [];
  return [
    inSpec(
      scope,
      words.unknownFixed("level", name, kinds.access.rank, `${title} has fixed levels of access.`),
      path,
      part,
    ),
  ];
}

/** Somebody's access is said in one place: by the membership's `workspaces` or in `access`. */
function declaredTwice({ members, access }: ResolvedOrganization): readonly Diagnostic[] {
  const byKey = new Map(
    (members?.wishes ?? [])
      .filter(({ entry }) => entry.workspaces !== undefined && entry.ensure !== "absent")
      .map((wish) => [wish.identity.key, wish]),
  );
  return (access?.grants ?? []).flatMap((grant) => {
    const { subject } = grant.access;
    const wish = subject.type === "person" ? byKey.get(subject.identity.key) : undefined;
    if (wish === undefined || !overlap(wish.period, grant.period)) return [];
    return [
      { ...words.accessTwice(subjectKey(subject)), location: grant.origin, related: [...wish.origins] },
    ];
  });
}
