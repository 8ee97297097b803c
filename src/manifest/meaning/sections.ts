/** Rules inside one organization's sections: names that occur twice, earlier names, and sections that come to nothing. */
import type { Diagnostic } from "../../model/contract.ts";
import * as words from "../words/meaning.ts";
import { shown } from "../words/problem.ts";
import type { ResolvedOrganization } from "./organization.ts";
import { repeated } from "./repeated.ts";
import { inSpec, type Scope } from "./scope.ts";

const SECTIONS = ["roles", "workspaces", "members", "access"] as const;
const KIND_OF = { roles: "role", workspaces: "workspace", members: "member", access: "access" } as const;
type SectionName = (typeof SECTIONS)[number];

/** What is wrong with the sections of an organization. */
export function sectionProblems(resolved: ResolvedOrganization): readonly Diagnostic[] {
  const { scope } = resolved;
  if (scope.spec.ensure === "absent") return [];
  return [
    ...(["roles", "workspaces"] as const).flatMap((section) => [
      ...twiceInSection(scope, section),
      ...earlierNames(scope, section),
    ]),
    ...SECTIONS.filter((section) => scope.facts.kinds[KIND_OF[section]] !== undefined).flatMap((section) =>
      emptiness(resolved, section),
    ),
  ];
}

function twiceInSection(scope: Scope, section: "roles" | "workspaces"): readonly Diagnostic[] {
  const named = (scope.spec[section] ?? []).map(({ name }, index) => ({
    name,
    path: [section, index, "name"],
  }));
  return repeated(named, ({ name }) => name).map(({ item, earlier }) => ({
    ...inSpec(scope, words.duplicateEntry(section, item.name), item.path),
    related: [scope.manifest.locate(["spec", ...earlier.path])],
  }));
}

function earlierNames(scope: Scope, section: "roles" | "workspaces"): readonly Diagnostic[] {
  const entries = scope.spec[section] ?? [];
  const declared = new Set(entries.map(({ name }) => name));
  const earlier = entries.flatMap(({ previously = [] }, index) =>
    previously.map((name, position) => ({ name, path: [section, index, "previously", position] })),
  );
  const twice = new Set(repeated(earlier, ({ name }) => name).map(({ item }) => item));
  return earlier
    .filter((one) => declared.has(one.name) || twice.has(one))
    .map(({ name, path }) =>
      inSpec(scope, words.previouslyTaken(name, `another entry of ${shown(section)}`), path),
    );
}

function emptiness(resolved: ResolvedOrganization, section: SectionName): readonly Diagnostic[] {
  const { scope, organization } = resolved;
  const confirmed = (scope.spec.confirmEmpty ?? []).indexOf(section);
  const declared = organization[section];
  if (declared === undefined) {
    return confirmed === -1
      ? []
      : [inSpec(scope, words.confirmNotNeeded(section, false), ["confirmEmpty", confirmed])];
  }
  const entries: readonly { readonly ensure: string }[] = declared.entries;
  const counted =
    declared.ownership === "exact" ? entries.filter(({ ensure }) => ensure === "present") : entries;
  if (confirmed === -1) {
    const isKnown = counted.length > 0 || hasUnknownGroup(scope, section);
    return isKnown ? [] : [inSpec(scope, words.emptySection(section), [section], "key")];
  }
  if (!lasts(resolved, section)) return [];
  return [inSpec(scope, words.confirmNotNeeded(section, true), ["confirmEmpty", confirmed])];
}

/** Who the people of an unknown group are cannot be said; that is reported at the group. */
function hasUnknownGroup({ spec, groups }: Scope, section: SectionName): boolean {
  const entries = section === "members" ? (spec.members ?? []) : [];
  return entries.some(({ group }) => group !== undefined && !groups.has(group));
}

/** Whether some entry holds now and for ever, so that the section cannot become empty by itself. */
function lasts(
  { scope, organization, members, access }: ResolvedOrganization,
  section: SectionName,
): boolean {
  const timed = {
    members: members?.wishes.map(({ entry, period }) => ({ entry, period })),
    access: access?.grants.map(({ entry, period }) => ({ entry, period })),
  };
  if (section === "members" || section === "access") {
    return (timed[section] ?? []).some(
      ({ entry, period }) =>
        entry.ensure !== "absent" && period.start <= scope.now && period.end === Number.POSITIVE_INFINITY,
    );
  }
  return (organization[section]?.entries ?? []).some(({ ensure }) => ensure === "present");
}
