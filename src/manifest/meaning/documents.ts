/** Rules over all documents: names, references between them, and what nobody uses. */
import type { Diagnostic, Project } from "../../model/contract.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Documents } from "../schema/manifests.ts";
import type { Located } from "../syntax/source.ts";
import * as words from "../words/meaning.ts";
import { at, type Problem } from "../words/problem.ts";
import { claimProblems } from "./people.ts";
import { repeated } from "./repeated.ts";
import type { SystemFacts } from "./scope.ts";

type Named = Located<{ readonly metadata: { readonly name: string } }>;

/** What is wrong with the documents as a whole. */
export function documentProblems(
  { organizations, groups, persons }: Documents,
  project: Project,
  systems: ReadonlyMap<string, SystemFacts>,
): readonly Diagnostic[] {
  const connections = [...systems].map(([name, { system }]) => ({ name, system }));
  return [
    ...duplicates(organizations, "organization"),
    ...duplicates(groups, "group"),
    ...duplicates(persons, "person"),
    ...organizations.flatMap(({ value, locate }) => {
      const { connection } = value.spec;
      const problem = words.unknown(
        "connection",
        connection,
        [...systems.keys()],
        "Nobody knows where the organization lives.",
      );
      return systems.has(connection) ? [] : [at(problem, locate(["spec", "connection"]))];
    }),
    ...unusedGroups(organizations, groups),
    ...groups.flatMap(twiceInGroup),
    ...claimProblems(persons, connections),
    ...persons.flatMap((person) => unknownIdOwners(person, connections)),
    ...unknownGuarded(organizations, project),
  ];
}

function duplicates(documents: readonly Named[], kind: string): readonly Diagnostic[] {
  return repeated(documents, ({ value }) => value.metadata.name).map(({ item, earlier }) =>
    at(words.duplicateName(kind, item.value.metadata.name), nameOf(item), [nameOf(earlier)]),
  );
}

function nameOf({ locate }: Named): ReturnType<Named["locate"]> {
  return locate(["metadata", "name"]);
}

function unusedGroups(
  organizations: Documents["organizations"],
  groups: Documents["groups"],
): readonly Diagnostic[] {
  const used = new Set(
    organizations.flatMap(({ value }) => (value.spec.members ?? []).map(({ group }) => group)),
  );
  return groups
    .filter(({ value }) => !used.has(value.metadata.name))
    .map((group) => at(words.unusedGroup(group.value.metadata.name), nameOf(group)));
}

function twiceInGroup({ value, locate }: Documents["groups"][number]): readonly Diagnostic[] {
  const listed = value.spec.members.map((email, index) => ({ email, path: ["spec", "members", index] }));
  return repeated(listed, ({ email }) => comparedEmail(email)).map(({ item, earlier }) =>
    at(words.duplicateInGroup(item.email), locate(item.path), [locate(earlier.path)]),
  );
}

function unknownIdOwners(
  { value, locate }: Documents["persons"][number],
  connections: readonly { readonly name: string; readonly system: string }[],
): readonly Diagnostic[] {
  const known = [...new Set(connections.flatMap(({ name, system }) => [name, system]))];
  return Object.keys(value.spec.ids ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => at(words.unknownIdOwner(key, known), locate(["spec", "ids", key], "key")));
}

/** The project file's lines are not at hand here, so these have no place. */
function unknownGuarded(organizations: Documents["organizations"], { guards }: Project): readonly Problem[] {
  const names = organizations.flatMap(({ value: { metadata, spec } }) => [
    metadata.name,
    ...(spec.previously?.names ?? []),
  ]);
  return [...Object.keys(guards?.organizations ?? {}), ...(guards?.protected?.organizations ?? [])]
    .filter((name) => !names.includes(name))
    .map((name) => words.guardForUnknown(name, names));
}
