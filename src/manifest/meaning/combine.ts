/** Several wishes for one person to one member: explicit entries over groups, field by field; among groups the highest. */
import type { Diagnostic, Location, MemberEntry } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { Member } from "../../model/organization.ts";
import { conflictingGroups } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import type { Wish } from "./expand.ts";
import { given, own } from "./given.ts";
import type { Found } from "./scope.ts";

/** At least one wish. */
export type Wishes = readonly [Wish, ...Wish[]];

/** A value and the wish that it comes from. */
interface Choice<T extends string> {
  readonly value: T;
  readonly wish: Wish;
}

/** The member that wishes for one person, all holding at the same time, make together. */
export function combine(wishes: Wishes, kinds: Kinds): Found<Member> {
  const diagnostics: Diagnostic[] = [];
  const explicit = wishes.find((wish) => wish.explicit);
  const ensure = highest(
    explicit === undefined ? choices(wishes, ensureOf) : choices([explicit], ensureOf),
    "ensure",
    [],
    diagnostics,
  );
  if (ensure?.value === "absent") {
    const member: Member = {
      identity: wishes[0].identity,
      roles: [],
      ensure: "absent",
      ...told(ensure.wish, wishes),
    };
    return { value: member, diagnostics };
  }
  const groups = wishes.filter((wish) => !wish.explicit && ensureOf(wish.entry) === "present");
  const speakers = (says: (entry: MemberEntry) => boolean): readonly Wish[] =>
    explicit !== undefined && says(explicit.entry) ? [explicit] : groups;
  const roles = rolesAmong(
    speakers(() => true),
    kinds,
    diagnostics,
  );
  const status = highest(
    choices(
      speakers((entry) => entry.status !== undefined),
      (entry) => entry.status,
    ),
    "status",
    [],
    diagnostics,
  );
  const workspaces = workspacesAmong(
    speakers((entry) => entry.workspaces !== undefined),
    kinds,
    diagnostics,
  );
  const member: Member = {
    identity: wishes[0].identity,
    roles: roles.map(({ value }) => value),
    ...given({ status: status?.value, workspaces }),
    ensure: "present",
    ...told(explicit ?? roles[0]?.wish ?? wishes[0], wishes),
  };
  return { value: member, diagnostics };
}

function ensureOf(entry: MemberEntry): "present" | "absent" {
  return entry.ensure ?? "present";
}

/** Where several are allowed all of them, highest first; else the highest. */
function rolesAmong(
  wishes: readonly Wish[],
  kinds: Kinds,
  problems: Diagnostic[],
): readonly Choice<string>[] {
  const rank = kinds.member?.rank ?? [];
  const all = wishes.flatMap((wish) => rolesOf(wish.entry).map((value) => ({ value, wish })));
  const isUnion = kinds.member?.severalRoles === true || wishes.length === 1;
  const best = isUnion ? undefined : highest(all, "role", rank, problems);
  if (best !== undefined) return [best];
  const unique = new Map([...all].reverse().map((choice) => [choice.value, choice]));
  return [...unique.values()].sort(
    (a, b) => place(a.value, rank) - place(b.value, rank) || compareText(a.value, b.value),
  );
}

/** The roles that an entry gives. */
export function rolesOf({ role, roles }: MemberEntry): readonly string[] {
  return roles ?? (role === undefined ? [] : [role]);
}

function workspacesAmong(
  wishes: readonly Wish[],
  kinds: Kinds,
  problems: Diagnostic[],
): Readonly<Record<string, string>> | undefined {
  const maps = wishes.map(({ entry }) => entry.workspaces).filter((map) => map !== undefined);
  if (maps.length === 0) return undefined;
  const names = [...new Set(maps.flatMap((map) => Object.keys(map)))].sort(compareText);
  const levels = names.map((name): readonly [string, string] => {
    const level = highest(
      choices(wishes, ({ workspaces }) => own(workspaces, name)),
      `workspace ${name}`,
      kinds.access?.rank ?? [],
      problems,
    );
    return [name, level?.value ?? ""];
  });
  return Object.fromEntries(levels);
}

function choices<T extends string>(
  wishes: readonly Wish[],
  get: (entry: MemberEntry) => T | undefined,
): readonly Choice<T>[] {
  return wishes.flatMap((wish) => {
    const value = get(wish.entry);
    return value === undefined ? [] : [{ value, wish }];
  });
}

/** The choice that stands highest in the rank. Where no rank decides between two values: the first, and a problem. */
function highest<T extends string>(
  all: readonly Choice<T>[],
  field: string,
  rank: readonly string[],
  problems: Diagnostic[],
): Choice<T> | undefined {
  const [first] = all;
  const other = all.find(({ value }) => value !== first?.value);
  if (first === undefined || other === undefined) return first;
  const unranked = all.find(({ value }) => !rank.includes(value));
  if (unranked === undefined) {
    return all.reduce((best, next) => (place(next.value, rank) < place(best.value, rank) ? next : best));
  }
  const against = all.find(({ value }) => value !== unranked.value) ?? first;
  const [a, b] = all.indexOf(unranked) < all.indexOf(against) ? [unranked, against] : [against, unranked];
  const problem = conflictingGroups(a.wish.identity.key, field, [a.value, b.value]);
  problems.push(
    at(problem, lineOf(b.wish), [lineOf(a.wish), ...b.wish.origins.slice(1), ...a.wish.origins.slice(1)]),
  );
  return first;
}

function place(value: string, rank: readonly string[]): number {
  const index = rank.indexOf(value);
  return index === -1 ? rank.length : index;
}

function lineOf(wish: Wish): Location {
  const [line] = wish.origins;
  return line;
}

/** Where it is said, the deciding line first, and why. */
function told(decider: Wish, wishes: Wishes): Pick<Member, "origins"> & { note?: string } {
  const ordered = [decider, ...wishes.filter((wish) => wish !== decider)];
  const origins = new Map(
    ordered
      .flatMap(({ origins: all }) => all)
      .map((origin) => [`${origin.file}:${origin.line}:${origin.column}`, origin]),
  );
  const note = ordered.find(({ entry }) => entry.reason !== undefined)?.entry.reason;
  return { origins: [...origins.values()], ...given({ note }) };
}
