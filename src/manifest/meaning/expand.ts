/** Entries of `members` to what each of them says of each person: groups expanded, times read. */
import type { Location, MemberEntry } from "../../model/contract.ts";
import type { Identity } from "../../model/identity.ts";
import { unknown } from "../words/meaning.ts";
import { periodOf } from "./periods.ts";
import { type Found, inSpec, type Scope } from "./scope.ts";
import type { Period } from "./times.ts";

/** What one entry says of one person. */
export interface Wish {
  readonly identity: Identity;
  readonly entry: MemberEntry;
  readonly period: Period;
  /** Named by e-mail or id, and not through a group. */
  readonly explicit: boolean;
  /** The entry's line and, for a group, the person's line in it. */
  readonly origins: readonly [Location, ...Location[]];
}

/** All wishes, in the order of the manifest. */
export function expand(scope: Scope, entries: readonly MemberEntry[]): Found<readonly Wish[]> {
  const parts = entries.map((entry, index) => expandEntry(scope, entry, index));
  return {
    value: parts.flatMap(({ value }) => value),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function expandEntry(scope: Scope, entry: MemberEntry, index: number): Found<readonly Wish[]> {
  const path = ["members", index];
  const { value: period, diagnostics } = periodOf(scope, entry, path);
  const here = scope.manifest.locate(["spec", ...path]);
  if (entry.group === undefined) {
    const identity = scope.people.identify(entry);
    return { value: [{ identity, entry, period, explicit: true, origins: [here] }], diagnostics };
  }
  const group = scope.groups.get(entry.group);
  if (group === undefined) {
    const problem = unknown("group", entry.group, [...scope.groups.keys()], "Its people cannot be known.");
    return { value: [], diagnostics: [...diagnostics, inSpec(scope, problem, [...path, "group"])] };
  }
  const wishes = group.people.map(
    ({ email, line }): Wish => ({
      identity: scope.people.identify({ email }),
      entry,
      period,
      explicit: false,
      origins: [here, line],
    }),
  );
  return { value: wishes, diagnostics };
}
