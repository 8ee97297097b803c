/** The section `access`, resolved at a time. */
import type { AccessEntry, Diagnostic, Location } from "../../model/contract.ts";
import type { AccessKind } from "../../model/kinds.ts";
import type { Access, Member, Subject } from "../../model/organization.ts";
import { subjectKey } from "../../model/resource.ts";
import { severalEntries } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import { given } from "./given.ts";
import { periodOf } from "./periods.ts";
import type { Found, Scope } from "./scope.ts";
import { holdsAt, overlap, type Period } from "./times.ts";

/** One entry of the section, whenever it holds. */
export interface Grant {
  readonly access: Access;
  readonly entry: AccessEntry;
  readonly period: Period;
  readonly origin: Location;
}

/** What the section comes to. */
export interface ResolvedAccess {
  readonly access: readonly Access[];
  /** Every entry of every time. */
  readonly grants: readonly Grant[];
}

/** Who shall have access now, beside what members' own entries say. */
export function resolveAccess(
  scope: Scope,
  entries: readonly AccessEntry[],
  members: readonly Member[],
): Found<ResolvedAccess> {
  const parts = entries.map((entry, index) => grantOf(scope, entry, index));
  const grants = parts.map(({ value }) => value);
  const several = scope.facts.kinds.access?.severalLevels ?? [];
  return {
    value: {
      grants,
      access: inForce(grants, scope, members),
    },
    diagnostics: [...parts.flatMap(({ diagnostics }) => diagnostics), ...contradictions(grants, several)],
  };
}

/** Why somebody whose entry has ended is to be absent, as the plan shows it. */
export const OVER = "its `until` is over";

/**
 * What holds now; what has ended is to be absent, since nobody else would end it: its person may be named nowhere else.
 * Who holds the same place by another entry keeps it, and a member's own map is the whole of that member's access.
 */
function inForce(
  grants: readonly Grant[],
  { now, spec, facts }: Scope,
  members: readonly Member[],
): readonly Access[] {
  const holding = grants.filter(({ period }) => holdsAt(period, now)).map(({ access }) => access);
  if (spec.ownership?.access === "observe") return holding;
  const several = facts.kinds.access?.severalLevels ?? [];
  const mapped = new Set(
    members.flatMap(({ identity, workspaces }) => (workspaces === undefined ? [] : [identity.key])),
  );
  const held = new Set(holding.flatMap((access) => placesOf(access, several)));
  const over = grants.filter(({ period, access }) => period.end <= now && access.ensure === "present");
  const ended = new Map(
    over
      .filter(({ access }) => !mapped.has(subjectKey(access.subject)))
      .flatMap(({ access }) => eachLevel(access, several))
      .filter((access) => !placesOf(access, several).some((place) => held.has(place)))
      .map((access) => [
        placesOf(access, several).join(),
        { ...access, ensure: "absent" as const, note: OVER },
      ]),
  );
  return [...holding, ...ended.values()];
}

type Several = AccessKind["severalLevels"];

function eachLevel(access: Access, several: Several): readonly Access[] {
  return several.includes(access.subject.type)
    ? access.levels.map((level) => ({ ...access, levels: [level] }))
    : [access];
}

/** What an entry gives, as places that one entry may give only once at a time. */
function placesOf({ workspace, subject, levels }: Access, several: Several): readonly string[] {
  const told = several.includes(subject.type) ? levels : [""];
  return told.map((level) => JSON.stringify([workspace, subjectKey(subject), level]));
}

function grantOf(scope: Scope, entry: AccessEntry, index: number): Found<Grant> {
  const path = ["access", index];
  const { value: period, diagnostics } = periodOf(scope, entry, path);
  const origin = scope.manifest.locate(["spec", ...path]);
  const access: Access = {
    subject: subjectOf(scope, entry),
    workspace: entry.workspace,
    levels: levelsOf(entry),
    ensure: entry.ensure ?? "present",
    origins: [origin],
    ...given({ note: entry.reason }),
  };
  return { value: { access, entry, period, origin }, diagnostics };
}

/** The levels that an entry gives. */
export function levelsOf({ level, levels }: AccessEntry): readonly string[] {
  return levels ?? (level === undefined ? [] : [level]);
}

function subjectOf({ people }: Scope, { role, email, id }: AccessEntry): Subject {
  if (role !== undefined) return { type: "role", role };
  return { type: "person", identity: people.identify({ email, id }) };
}

/** Two entries for one subject and workspace must not meet in time, but for different levels where several may hold. */
function contradictions(grants: readonly Grant[], severalLevels: Several): readonly Diagnostic[] {
  const known = new Map<string, Grant[]>();
  return grants.flatMap((grant) => {
    const { subject, workspace, levels } = grant.access;
    const keys = (severalLevels.includes(subject.type) ? levels : [""]).map((level) =>
      JSON.stringify([workspace, subjectKey(subject), level]),
    );
    const earlier = keys
      .flatMap((key) => known.get(key) ?? [])
      .find(({ period }) => overlap(period, grant.period));
    for (const key of keys) known.set(key, [...(known.get(key) ?? []), grant]);
    if (earlier === undefined) return [];
    const who = `${subjectKey(subject)} on ${workspace}`;
    return [at(severalEntries("access", who), grant.origin, [earlier.origin])];
  });
}
