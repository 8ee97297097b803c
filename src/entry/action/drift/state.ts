/**
 * What an issue remembers between runs, hidden at its end: when each difference was seen first, what the last run knew of
 * each organization, and the pull request that adopts. Only for telling people: whoever edits it changes no system.
 */
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import { type Group, isUnplanned, isUnread } from "./groups.ts";
import { fingerprintOf, hashed, isProblem, keyOf, toldItems } from "./items.ts";

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
  /** One fingerprint over all, where there was no room for each organization's own: `organizations` is empty then. */
  readonly whole?: string;
  readonly organizations: Readonly<Record<string, OrganizationState>>;
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
    const isKept = isUnread(organization) && !isUnplanned(organization);
    const state = isKept ? earlier : stateAfter(organization, { earlier, adopt, now });
    return state === undefined ? [] : [[name, state] as const];
  });
  const gone = organizations.some(isUnread) ? withoutNames(before, organizations) : [];
  return { looked: now, organizations: Object.fromEntries([...gone, ...entries]) };
}

/** What is remembered of organizations that are not in the group any more: one of the unread may be their successor. */
function withoutNames(before: State | undefined, organizations: readonly OrganizationPlan[]) {
  const names = new Set(organizations.map(({ name }) => name));
  return Object.entries(before?.organizations ?? {}).filter(([name]) => !names.has(name));
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

/** What an organization that cannot be planned was known to have stays, beside its problems. */
function itemsOf(organization: OrganizationPlan, earlier: readonly Item[], now: string): readonly Item[] {
  const since = new Map(earlier.map(([key, , first]) => [key, first]));
  const found = toldItems(organization).map(
    ({ key, address }): Item => [key, address, since.get(key) ?? now],
  );
  const kept = isUnplanned(organization) ? earlier.filter(([key]) => !isProblem(key)) : [];
  return [...found, ...kept].sort(([a, at], [b, bt]) => compareText(at, bt) || compareText(a, b));
}

/** What has come and gone between two states. */
export interface News {
  readonly moved: boolean;
  /** Whether `fresh` is only all that there is, since what was there before is not remembered one by one. */
  readonly blurred?: true;
  readonly fresh: readonly Item[];
  readonly gone: readonly Item[];
}

/** Compares two states, organization by organization; one without drift counts as none. */
export function newsBetween(before: State | undefined, after: State): News {
  if (before?.whole !== undefined) {
    const moved = before.whole !== wholeOf(after);
    const all = Object.values(after.organizations).flatMap(({ items }) => items);
    return { moved, blurred: true, fresh: moved ? all : [], gone: [] };
  }
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

/** One fingerprint over all organizations; the same whatever their order is. */
export function wholeOf({ organizations, whole }: State): string {
  const pairs = Object.entries(organizations)
    .map(([name, { fingerprint }]) => [name, fingerprint] as const)
    .filter(([, fingerprint]) => fingerprint !== NOTHING.fingerprint)
    .sort(([a], [b]) => compareText(a, b));
  return whole ?? hashed(JSON.stringify(pairs));
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
      return changes.flatMap((change) => {
        const first = since.get(keyOf(change));
        return first === undefined ? [] : [[change.id, first] as const];
      });
    }),
  );
}
