/** The section `members`, resolved at a time. */
import type { Diagnostic, MemberEntry } from "../../model/contract.ts";
import type { Member } from "../../model/organization.ts";
import { severalEntries } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import { OVER } from "./access.ts";
import { combine, type Wishes } from "./combine.ts";
import { expand, type Wish } from "./expand.ts";
import type { Found, Scope } from "./scope.ts";
import { holdsAt, overlap } from "./times.ts";

/** What the section comes to. */
export interface ResolvedMembers {
  readonly members: readonly Member[];
  /** Every wish of every time, for rules that look beyond now. */
  readonly wishes: readonly Wish[];
}

/** Who shall be a member now; contradictions are found for now and for all times to come. */
export function resolveMembers(scope: Scope, entries: readonly MemberEntry[]): Found<ResolvedMembers> {
  const { value: wishes, diagnostics } = expand(scope, entries);
  const people = [...byPerson(wishes).values()].map((own) => resolvePerson(own, scope));
  return {
    value: { members: people.flatMap(({ value }) => value ?? []), wishes },
    diagnostics: [...diagnostics, ...people.flatMap((person) => person.diagnostics)],
  };
}

function byPerson(wishes: readonly Wish[]): ReadonlyMap<string, readonly Wish[]> {
  const people = new Map<string, Wish[]>();
  for (const wish of wishes) {
    const own = people.get(wish.identity.key);
    if (own === undefined) people.set(wish.identity.key, [wish]);
    else own.push(wish);
  }
  return people;
}

function resolvePerson(wishes: readonly Wish[], scope: Scope): Found<Member | undefined> {
  const combined = combineAt(wishes, scope, scope.now);
  const now = { ...combined, value: combined.value ?? ended(wishes, scope) };
  if (wishes.length === 1) return now;
  const changes = new Set(wishes.flatMap(({ period }) => [period.start, period.end]));
  const later = [...changes].filter((instant) => instant > scope.now && instant < Number.POSITIVE_INFINITY);
  return {
    value: now.value,
    diagnostics: [
      ...contradictions(wishes.filter((wish) => wish.explicit)),
      ...now.diagnostics,
      ...later.flatMap((instant) => combineAt(wishes, scope, instant).diagnostics),
    ],
  };
}

function combineAt(wishes: readonly Wish[], scope: Scope, instant: number): Found<Member | undefined> {
  const [first, ...rest] = wishes.filter(({ period }) => holdsAt(period, instant));
  if (first === undefined) return { value: undefined, diagnostics: [] };
  const holding: Wishes = [first, ...rest];
  return combine(holding, scope.facts.kinds);
}

/** Access ends by itself also where what is not declared is left: whose entries have all ended is to be absent. */
function ended(wishes: readonly Wish[], { now, spec }: Scope): Member | undefined {
  const over = wishes.filter(({ period, entry }) => period.end <= now && entry.ensure !== "absent");
  const [first] = over;
  if (first === undefined || spec.ownership?.members !== "additive") return undefined;
  return {
    identity: first.identity,
    roles: [],
    ensure: "absent",
    origins: over.map(({ origins }) => origins[0]),
    note: OVER,
  };
}

/** Explicit entries for one person must not meet in time, whenever that is. */
function contradictions(explicit: readonly Wish[]): readonly Diagnostic[] {
  return explicit.flatMap((wish, index) => {
    const earlier = explicit.slice(0, index).find(({ period }) => overlap(period, wish.period));
    if (earlier === undefined) return [];
    return [at(severalEntries("members", wish.identity.key), wish.origins[0], [earlier.origins[0]])];
  });
}
