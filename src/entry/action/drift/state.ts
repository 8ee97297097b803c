/**
 * What an issue remembers between runs, hidden at its end: when each difference was seen first, what the last run knew of
 * each organization, and the pull request that adopts. Only for telling people: whoever edits it changes no system.
 */
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import { isTold } from "../../../report/drift-severity.ts";
import { driftFingerprint } from "../../../report/index.ts";
import { type Group, isUnread } from "./groups.ts";

/** Characters that a state may have in an issue of 65,536. */
const MOST_CHARACTERS = 24_000;
/** Bytes of the text, so that nobody's edit inflates without end. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Hexadecimal digits of a change id or fingerprint that tell it from others. */
const ID_LENGTH = 16;

const item = z.tuple([z.string(), z.string(), z.string()]);
const memory = z.strictObject({
  pull: z.int().positive().exactOptional(),
  commit: z.string().exactOptional(),
});
const known = z.strictObject({
  fingerprint: z.string(),
  items: z.array(item),
  adopt: memory.exactOptional(),
});
const schema = z.strictObject({
  looked: z.iso.datetime(),
  closed: z.literal(true).exactOptional(),
  earlier: z.literal(true).exactOptional(),
  // Pairs, not a record: zod leaves out of a record what is called __proto__.
  organizations: z.array(z.tuple([z.string(), known])).transform((pairs) => Object.fromEntries(pairs)),
});

/** A difference or something released: its key, its address, and the instant (ISO 8601) when it was seen first. */
export type Item = readonly [key: string, address: string, since: string];

/** What is remembered of an adoption: its pull request, or the commit that waits for one. */
export interface AdoptMemory {
  readonly pull?: number;
  readonly commit?: string;
}

/** What is remembered of one organization, as it was when it was last read. */
export interface OrganizationState {
  readonly fingerprint: string;
  readonly items: readonly Item[];
  readonly adopt?: AdoptMemory;
}

/** What an issue remembers. */
export interface State {
  /** Instant (ISO 8601) of the look that the text is of. */
  readonly looked: string;
  /** We have closed it, because nothing was left. */
  readonly closed?: true;
  /** The text ends with that of an earlier look, for nothing could be read since. */
  readonly earlier?: true;
  readonly organizations: Readonly<Record<string, OrganizationState>>;
}

/** What makes one state of an organization's drift another, as a hash. */
export function fingerprintOf(organizations: readonly OrganizationPlan[]): string {
  return createHash("sha256").update(driftFingerprint(organizations)).digest("hex").slice(0, ID_LENGTH);
}

const NOTHING: OrganizationState = { fingerprint: fingerprintOf([]), items: [] };

/** The state after a look, without `closed` and `earlier`: of an organization that was not read the earlier one stays. */
export function nextState(
  { organizations }: Group,
  before: State | undefined,
  { now, adopted }: { readonly now: string; readonly adopted: ReadonlyMap<string, AdoptMemory | undefined> },
): State {
  const entries = organizations.flatMap((organization) => {
    const { name } = organization;
    const earlier = stateIn(before, name);
    const adopt = adopted.has(name) ? adopted.get(name) : earlier?.adopt;
    const state = isUnread(organization) ? earlier : stateAfter(organization, { earlier, adopt, now });
    return state === undefined ? [] : [[name, state] as const];
  });
  return { looked: now, organizations: Object.fromEntries(entries) };
}

interface Given {
  readonly earlier: OrganizationState | undefined;
  readonly adopt: AdoptMemory | undefined;
  readonly now: string;
}

/** None where there is nothing to remember: hundreds share an issue, and few of them have drifted. */
function stateAfter(
  organization: OrganizationPlan,
  { earlier, adopt, now }: Given,
): OrganizationState | undefined {
  const fingerprint = fingerprintOf([organization]);
  if (fingerprint === NOTHING.fingerprint && adopt === undefined) return undefined;
  const items = itemsOf(organization, earlier?.items ?? [], now);
  return { fingerprint, items, ...(adopt === undefined ? {} : { adopt }) };
}

function itemsOf(
  { changes, released }: OrganizationPlan,
  earlier: readonly Item[],
  now: string,
): readonly Item[] {
  const since = new Map(earlier.map(([key, , first]) => [key, first]));
  const found = [
    ...changes.filter(isTold).map(({ id, address }) => [keyOf(id), address] as const),
    ...released.map(({ address }) => [`released:${address}`, address] as const),
  ];
  return found
    .sort(([a, at], [b, bt]) => compareText(at, bt) || compareText(a, b))
    .map(([key, address]) => [key, address, since.get(key) ?? now]);
}

/** A change in an item's words. */
export function keyOf(changeId: string): string {
  return changeId.slice(0, ID_LENGTH);
}

/** What has come and gone between two states. */
export interface News {
  readonly moved: boolean;
  readonly fresh: readonly Item[];
  readonly gone: readonly Item[];
}

/** Compares two states, organization by organization; one without drift counts as none. */
export function newsBetween(before: State | undefined, after: State): News {
  const names = [
    ...new Set([...Object.keys(before?.organizations ?? {}), ...Object.keys(after.organizations)]),
  ].sort(compareText);
  const pairs = names.map((name) => ({
    was: stateIn(before, name) ?? NOTHING,
    is: stateIn(after, name) ?? NOTHING,
  }));
  const moved = pairs.filter(({ was, is }) => was.fingerprint !== is.fingerprint);
  return {
    moved: moved.length > 0,
    fresh: moved.flatMap(({ was, is }) => without(is.items, was.items)),
    gone: moved.flatMap(({ was, is }) => without(was.items, is.items)),
  };
}

function without(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  const keys = new Set(others.map(([key]) => key));
  return items.filter(([key]) => !keys.has(key));
}

/** What is remembered of an organization. */
export function stateIn(state: State | undefined, organization: string): OrganizationState | undefined {
  const all = state?.organizations ?? {};
  return Object.hasOwn(all, organization) ? all[organization] : undefined;
}

/** When the differences of these organizations were seen first, by change id. */
export function firstSeen(
  organizations: readonly OrganizationPlan[],
  states: readonly (State | undefined)[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    organizations.flatMap(({ name, changes }) => {
      const items = states.flatMap((state) => stateIn(state, name)?.items ?? []);
      const since = new Map(items.map(([key, , first]) => [key, first]));
      return changes.flatMap(({ id }) => {
        const first = since.get(keyOf(id));
        return first === undefined ? [] : [[id, first] as const];
      });
    }),
  );
}

/** A state as it stands at the end of an issue. Where there is no room for all of it, addresses go first, then first sights. */
export function hiddenState(state: State): string {
  const lesser = [
    (items: readonly Item[]) => items,
    (items: readonly Item[]) => items.map(([key, , since]): Item => [key, "", since]),
    () => [],
  ].map((less) => packed(state, less));
  return `<!-- orgwright:state ${lesser.find(({ length }) => length <= MOST_CHARACTERS) ?? ""} -->`;
}

function packed(state: State, less: (items: readonly Item[]) => readonly Item[]): string {
  const organizations = Object.entries(state.organizations).map(
    ([name, each]) => [name, { ...each, items: less(each.items) }] as const,
  );
  const text = Buffer.from(JSON.stringify({ ...state, organizations }));
  return deflateRawSync(text, { level: 9 }).toString("base64");
}

const HIDDEN = /\n?<!-- orgwright:state ([A-Za-z0-9+/=]*) -->\s*$/u;

/** The state at the end of an issue; one that cannot be read is as none. */
export function stateOf(body: string): State | undefined {
  try {
    const bytes = Buffer.from(HIDDEN.exec(body)?.[1] ?? "", "base64");
    return schema.parse(JSON.parse(inflateRawSync(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8")));
  } catch {
    return undefined;
  }
}

/** A body without the state at its end. */
export function withoutState(body: string): string {
  return body.replace(HIDDEN, "");
}
