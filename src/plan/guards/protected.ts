/** Protected people and organizations: nothing is taken from them without an approval. */
import type { Change, Guards } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { LiveMember } from "../../model/live.ts";
import type { OrganizationInput } from "../input.ts";
import { keyOf } from "../match/people.ts";
import type { Outline, Outlined } from "../outline.ts";
import { isProtected } from "../protected.ts";
import { weakens } from "../weakened.ts";
import { type Finding, unapproved } from "./finding.ts";
import { namesOf } from "./limits.ts";

const FEW = 3;

/** Changes that take something from a protected person, by name or by what follows from them; absence alone removes nobody of them. */
export function protectedPeople(
  { input, changes }: Outline,
  approved: ReadonlySet<string>,
): readonly Finding[] {
  if (input.protectedRows === undefined) return [];
  const losers = losersOf(input);
  const hit = changes.map((each) => ({ change: each.change, who: losers(each) }));
  const held = hit.filter(({ who }) => who.length > 0);
  if (held.length === 0) return [];
  const names = [...new Set(unapproved(held, approved).flatMap(({ who }) => who))].sort(compareText);
  const isOne = names.length === 1;
  return [
    {
      guard: "protected",
      message: `${few(names)} ${isOne ? "is" : "are"} protected, and would be removed, suspended or left with less`,
      changes: held.map(({ change }) => change),
      fix: `Leave ${isOne ? "that account" : "those accounts"} as they are; or, if it is meant, have it approved with \`orgwright approve\`.`,
    },
  ];
}

/** Every removal in a protected organization, everything that lowers somebody there, and its own deletion. */
export function protectedOrganization({ input, changes }: Outline, guards: Guards): readonly Finding[] {
  const named = guards.protected?.organizations ?? [];
  const name = namesOf(input.organization).find((each) => named.includes(each));
  if (name === undefined) return [];
  const held = changes.filter(({ draft }) => weakens(draft, input.kinds));
  if (held.length === 0) return [];
  return [
    {
      guard: "protected",
      message: `${name} is a protected organization, and something would be removed or lowered in it`,
      changes: held.map(({ change }) => change),
      fix: "Keep what it has; or, if it is meant, have it approved with `orgwright approve`.",
    },
  ];
}

/** Who of the protected people loses something by a change: by their own row, by a role of theirs, or since it goes with something else. */
function losersOf(input: OrganizationInput): (outlined: Outlined) => readonly string[] {
  const { live, kinds, organization } = input;
  const key = keyOf(organization.people);
  const members = (live?.members ?? []).filter((row) => isProtected(row, input));
  const outside = (live?.access ?? []).flatMap((grant) =>
    grant.subject.type === "person" && isProtected(grant, input) ? [key(grant.subject)] : [],
  );
  const keys = new Set([...members.map(key), ...outside]);
  return ({ change, draft }) => {
    const row = draft.live;
    const own = isProtected(row, input) && weakens(draft, kinds) ? ownerOf(draft.live, key) : [];
    const role = row?.kind === "access" && row.subject.type === "role" && weakens(draft, kinds);
    const byRole = role && row.subject.type === "role" ? holders(row.subject.role, members).map(key) : [];
    const following = lost(change).flatMap((subject) =>
      subject.startsWith("role:")
        ? holders(subject.slice("role:".length), members).map(key)
        : [...keys].filter((each) => each === subject),
    );
    return [...own, ...byRole, ...following];
  };
}

function ownerOf(
  row: Outlined["draft"]["live"],
  key: (person: { readonly id: string; readonly email?: string }) => string,
): readonly string[] {
  if (row?.kind === "member") return [key(row)];
  return row?.kind === "access" && row.subject.type === "person" ? [key(row.subject)] : [];
}

function holders(role: string, members: readonly LiveMember[]): readonly LiveMember[] {
  return members.filter(({ roles }) => roles.includes(role));
}

/** Whom something is taken from because of a change, and not by it. */
function lost({ effects }: Change): readonly string[] {
  return effects.filter(({ verb, cascade }) => verb === "loses" && cascade).map(({ subject }) => subject);
}

function few(names: readonly string[]): string {
  const more = names.length - FEW;
  return more > 0 ? `${names.slice(0, FEW).join(", ")} and ${more} more` : names.join(" and ");
}
