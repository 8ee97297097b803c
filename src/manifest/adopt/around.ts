/** One organization's manifest and what decides how its changes are adopted. */
import type { Change, Location, OrganizationManifest, OrganizationSpec } from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { People, Who } from "../meaning/people.ts";
import { holdsAt, instantOf } from "../meaning/times.ts";
import type { Located } from "../syntax/source.ts";
import type { Step } from "./step.ts";
import * as words from "./words.ts";

/** What the steps of one organization are chosen with. */
export interface Around {
  readonly manifest: Located<OrganizationManifest>;
  readonly spec: OrganizationSpec;
  readonly kinds: Kinds;
  readonly people: People;
  /** E-mails by the group's name. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** The entries by their lines, and by the people whom they name. */
  readonly places: ReadonlyMap<string, Place>;
  readonly byPerson: ReadonlyMap<string, Entries>;
  /** Every difference of the organization, adopted or not. */
  readonly changes: readonly Change[];
  /** Keys of workspaces that the changes add, by the names that addresses have for them. */
  readonly added: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timezone: string;
}

/** How a change is adopted, or why not. */
export type Choice =
  | { readonly steps: readonly Step[]; readonly words: string }
  | { readonly reason: string };

/** The sections whose entries stand in lists. */
export type SectionName = "roles" | "workspaces" | "members" | "access";

/** An entry of a manifest's spec. */
export interface Place {
  readonly section: SectionName;
  readonly index: number;
}

const SECTIONS: readonly SectionName[] = ["roles", "workspaces", "members", "access"];

/** The one entry that declares a change and that we may edit, or why there is none. */
export function declaring({ origins }: Pick<Change, "origins">, around: Around, who: string): Place | string {
  const places = origins.flatMap((origin) => placeOf(origin, around) ?? []);
  const groups = places.flatMap(({ section, index }) =>
    section === "members" ? (around.spec.members?.[index]?.group ?? []) : [],
  );
  const [group] = groups;
  if (group !== undefined) return words.throughGroup(who, group, origins.at(-1));
  if (origins.length > 1) return words.severalOrigins;
  const [place] = places;
  if (place === undefined) return words.notFound;
  const entry = around.spec[place.section]?.[place.index];
  if (entry === undefined) return words.notFound;
  if (entry.ensure === "absent") return words.declaredAbsent;
  return isTimed(entry) ? words.timed : place;
}

function placeOf({ file, line, column }: Location, { places }: Around): Place | undefined {
  return places.get(`${file}:${line}:${column}`);
}

/** The entries by the lines that changes name them by. */
export function placesIn({
  value: { spec },
  locate,
}: Located<OrganizationManifest>): ReadonlyMap<string, Place> {
  const all = SECTIONS.flatMap((section) =>
    (spec[section] ?? []).map((_, index) => {
      const { file, line, column } = locate(["spec", section, index]);
      return [`${file}:${line}:${column}`, { section, index }] as const;
    }),
  );
  return new Map(all);
}

/** Whether time decides over an entry. */
export function isTimed(entry: object): boolean {
  return "from" in entry || "until" in entry;
}

/** Whether an entry holds at the time of the adoption. */
export function holdsNow(
  { from, until }: { readonly from?: string; readonly until?: string },
  { now, timezone }: Pick<Around, "now" | "timezone">,
): boolean {
  const start = from === undefined ? undefined : instantOf(from, timezone, "start");
  const end = until === undefined ? undefined : instantOf(until, timezone, "end");
  return holdsAt({ start: start ?? Number.NEGATIVE_INFINITY, end: end ?? Number.POSITIVE_INFINITY }, now);
}

/** Positions of the entries that name a person. */
export interface Entries {
  /** By e-mail or id in `members`. */
  readonly own: readonly number[];
  /** In `members`, of groups that the person is in. */
  readonly groups: readonly number[];
  /** In `access`. */
  readonly access: readonly number[];
}

/** Where the manifest names a person, whenever that holds. */
export function entriesOf(key: string, { byPerson }: Around): Entries {
  return byPerson.get(key) ?? { own: [], groups: [], access: [] };
}

/** The entries by the people whom they name. */
export function entriesByPerson({
  spec,
  people,
  groups,
}: Pick<Around, "spec" | "people" | "groups">): ReadonlyMap<string, Entries> {
  const found = new Map<string, Record<keyof Entries, number[]>>();
  const note = (part: keyof Entries, index: number, everybody: readonly Who[]) => {
    for (const { key } of everybody.map(people.identify)) {
      const entries = found.get(key) ?? { own: [], groups: [], access: [] };
      entries[part].push(index);
      found.set(key, entries);
    }
  };
  for (const [index, { group, ...who }] of (spec.members ?? []).entries()) {
    if (group === undefined) note("own", index, [who]);
    else
      note(
        "groups",
        index,
        (groups.get(group) ?? []).map((email) => ({ email })),
      );
  }
  for (const [index, { role, ...who }] of (spec.access ?? []).entries())
    note("access", index, role === undefined ? [who] : []);
  return found;
}

/** The key of the workspace that an address names, declared or just added. */
export function workspaceKey(name: string, { spec, added }: Around): string | undefined {
  const declared = spec.workspaces?.some((entry) => entry.name === name) === true;
  return declared ? name : added.get(name);
}
