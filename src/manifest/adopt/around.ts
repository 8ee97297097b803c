/** One organization's manifest and what decides how its changes are adopted. */
import type {
  Change,
  Location,
  MemberEntry,
  OrganizationManifest,
  OrganizationSpec,
} from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { People } from "../meaning/people.ts";
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
  /** Everything that is to be adopted here. */
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

function placeOf(origin: Location, { spec, manifest }: Around): Place | undefined {
  for (const section of SECTIONS) {
    const index = (spec[section] ?? []).findIndex((_, at) => {
      const { file, line, column } = manifest.locate(["spec", section, at]);
      return file === origin.file && line === origin.line && column === origin.column;
    });
    if (index !== -1) return { section, index };
  }
  return undefined;
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
export function entriesOf(key: string, { spec, people, groups }: Around): Entries {
  const isTheirs = (entry: { readonly email?: string; readonly id?: string }) =>
    (entry.email !== undefined || entry.id !== undefined) && people.identify(entry).key === key;
  const indexes = <Entry>(entries: readonly Entry[] | undefined, fits: (entry: Entry) => boolean) =>
    (entries ?? []).flatMap((entry, index) => (fits(entry) ? [index] : []));
  const isIn = ({ group }: MemberEntry) =>
    group !== undefined && (groups.get(group) ?? []).some((email) => people.identify({ email }).key === key);
  return {
    own: indexes(spec.members, isTheirs),
    groups: indexes(spec.members, isIn),
    access: indexes(spec.access, isTheirs),
  };
}

/** The key of the workspace that an address names, declared or just added. */
export function workspaceKey(name: string, { spec, added }: Around): string | undefined {
  const declared = spec.workspaces?.some((entry) => entry.name === name) === true;
  return declared ? name : added.get(name);
}
