/** One person among thousands: the few live rows that a part can be about, so that each part does not look at all of them. */
import { comparedEmail, type Identity } from "./model/identity.ts";
import type { LiveAccess, LiveMember, LiveState } from "./model/live.ts";
import type { OrganizationInput } from "./plan/input.ts";

/** More wishes than this look at everything at once. */
const fewest = 5;

interface Index {
  readonly members: ReadonlyMap<string, readonly LiveMember[]>;
  readonly access: ReadonlyMap<string, readonly LiveAccess[]>;
}

const indexes = new WeakMap<LiveState, Index>();

/**
 * The input with only those people of live state whom the part's wishes may mean, and their access. Undefined where a part
 * says more than a few people. Good for telling that nothing differs; what guards count is not in it.
 */
export function narrowed(input: OrganizationInput): OrganizationInput | undefined {
  const { live, organization } = input;
  const { members, roles, access } = organization;
  const isFew = members !== undefined && members.ownership === "additive" && members.entries.length <= fewest;
  if (!isFew || live === undefined || roles !== undefined || access !== undefined) return undefined;
  const index = indexOf(live);
  const names = members.entries.flatMap(({ identity }) => namesOf(identity));
  const people = [...new Set(names.flatMap((name) => index.members.get(name) ?? []))];
  const holders = [...names, ...people.map(({ id }) => idName(id))];
  const grants = [...new Set(holders.flatMap((name) => index.access.get(name) ?? []))];
  return { ...input, live: { ...live, members: people, access: grants } };
}

function indexOf(live: LiveState): Index {
  const known = indexes.get(live) ?? {
    members: grouped(live.members, namesOfLive),
    access: grouped(live.access, ({ subject }) => (subject.type === "person" ? namesOfLive(subject) : [])),
  };
  indexes.set(live, known);
  return known;
}

function namesOf({ id, email, aliases }: Identity): readonly string[] {
  return [
    ...(id === undefined ? [] : [idName(id)]),
    ...(email === undefined ? [] : [comparedEmail(email)]),
    ...aliases,
  ];
}

function namesOfLive({ id, email }: { readonly id: string; readonly email?: string }): readonly string[] {
  return [idName(id), ...(email === undefined ? [] : [comparedEmail(email)])];
}

/** No address begins like this, so that ids and addresses can stand in one index. */
function idName(id: string): string {
  return `id ${id}`;
}

function grouped<T>(
  all: readonly T[],
  names: (each: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    for (const name of names(each)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [each]);
      else group.push(each);
    }
  }
  return groups;
}
