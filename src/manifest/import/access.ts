/** The section `access`: of roles, of people who are no members, and of members with several levels on a workspace. */
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveAccess } from "../../model/live.ts";
import { shown } from "../words/problem.ts";
import { type Importing, noPart, type Part } from "./context.ts";
import { type Grants, type Holding, type Holdings, isSystems } from "./grants.ts";
import type { MembersPart } from "./members.ts";
import type { Named, Naming } from "./people.ts";
import { leftOut, type Remark } from "./remarks.ts";
import { type Fields, isSayable } from "./text.ts";

type Outsider = Extract<LiveAccess["subject"], { readonly type: "person" }>;

/** Says access that stands with no member; where a role's cannot be said, the section is additive. */
export function accessPart(
  importing: Importing,
  {
    naming,
    grants,
    members,
  }: { readonly naming: Naming; readonly grants: Grants; readonly members: MembersPart },
): Part {
  if (importing.kinds.access === undefined) return noPart;
  const roles = rolesIn(importing, grants);
  const outsiders = outsidersIn(importing, naming, grants);
  const entries = [
    ...roles.entries,
    ...[...members.withAccessElsewhere].flatMap(([id, named]) =>
      entriesOf(Object.entries(named), grants.people.get(id)),
    ),
    ...outsiders.entries,
  ];
  return { entries, remarks: [...roles.remarks, ...outsiders.remarks], additive: roles.unsaid };
}

function rolesIn(
  { kinds }: Importing,
  grants: Grants,
): Pick<Part, "entries" | "remarks"> & { readonly unsaid: boolean } {
  const { rank = [], customRoles = true } = kinds.member ?? {};
  const canSay = (role: string) =>
    kinds.access?.subjects.includes("role") === true &&
    isSayable(role) &&
    (customRoles || rank.includes(role));
  const all = [...grants.roles].sort(([a], [b]) => compareText(a, b));
  const unsaid = all.filter(([role, holdings]) => holdings === undefined || !canSay(role));
  return {
    entries: all
      .filter((each) => !unsaid.includes(each))
      .flatMap(([role, holdings]) => entriesOf([["role", role]], holdings)),
    remarks: unsaid.map(([role]) =>
      leftOut(`the access of the role ${shown(role)}`, "not all of it can be said"),
    ),
    unsaid: unsaid.length > 0,
  };
}

function outsidersIn(
  importing: Importing,
  naming: Naming,
  grants: Grants,
): Pick<Part, "entries" | "remarks"> {
  const { state, kinds, title } = importing;
  const members = new Set(state.members.map(({ id }) => id));
  const people = new Map<string, Outsider>();
  const invited = new Map<string, Outsider>();
  for (const { subject, protection, pending } of state.access) {
    if (subject.type === "role" || members.has(subject.id) || isSystems(protection)) continue;
    (pending === true ? invited : people).set(subject.id, subject);
  }
  const isInvited = ({ email }: Outsider) =>
    [...invited.values()].some((each) => isSameEmail(each.email, email));
  const [both, all] = [inOrder(people).filter(isInvited), inOrder(people).filter((each) => !isInvited(each))];
  const unnamed = both.map(({ email, id }) =>
    leftOut(
      `the access of ${shown(email ?? id)}, who is no member`,
      "an invitation of theirs is open beside it",
    ),
  );
  const isPossible = kinds.access?.subjects.includes("outsider") === true;
  const said = all.map((person) => entriesOfOutsider(person, all, { naming, grants, isPossible, title }));
  const open = inOrder(invited).map((person) => entriesOfInvited(person, { naming, grants, state }));
  return {
    entries: [...said, ...open].flatMap(({ entries }) => entries),
    remarks: [...unnamed, ...[...said, ...open].flatMap(({ remarks }) => remarks)],
  };
}

function inOrder(people: ReadonlyMap<string, Outsider>): readonly Outsider[] {
  return [...people.values()].sort(
    (a, b) => compareText(a.email ?? a.id, b.email ?? b.id) || compareText(a.id, b.id),
  );
}

/**
 * Somebody who is invited to a workspace. An invitation's id ends with it, so only an e-mail says who is meant, and only
 * where it means nobody else: what is left out is left alone, for no entry names the person.
 */
function entriesOfInvited(
  person: Outsider,
  { naming, grants, state }: Pick<Importing, "state"> & { naming: Naming; grants: Grants },
): { readonly entries: readonly Fields[]; readonly remarks: readonly Remark[] } {
  const who = `the invitation of ${shown(person.email ?? person.id)} to a workspace`;
  const namesakes = state.access.filter(
    ({ subject }) => subject.type === "person" && isSameEmail(subject.email, person.email),
  );
  const holdings = grants.people.get(person.id);
  const named = namesakes.length === 1 ? naming.invited(person) : undefined;
  if (named === undefined || holdings === undefined)
    return { entries: [], remarks: [leftOut(who, "beside other access or a membership of theirs")] };
  return { entries: entriesOf(Object.entries(named), holdings), remarks: [] };
}

function isSameEmail(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && comparedEmail(one) === comparedEmail(other);
}

function entriesOfOutsider(
  person: Outsider,
  all: readonly Outsider[],
  {
    naming,
    grants,
    isPossible,
    title,
  }: {
    readonly naming: Naming;
    readonly grants: Grants;
    readonly isPossible: boolean;
    readonly title: string;
  },
): { readonly entries: readonly Fields[]; readonly remarks: readonly Remark[] } {
  const who = `the access of ${shown(person.email ?? person.id)}, who is no member`;
  if (!isPossible) return { entries: [], remarks: [leftOut(who, `${title} gives access to members only`)] };
  const holdings = grants.people.get(person.id);
  if (holdings === undefined) return { entries: [], remarks: [leftOut(who, "not all of it can be said")] };
  const named: Named | undefined = naming.outsider(person, all);
  if (named === undefined)
    return { entries: [], remarks: [leftOut(who, "neither e-mail nor id means this account alone")] };
  return { entries: entriesOf(Object.entries(named), holdings), remarks: [] };
}

function entriesOf(who: readonly (readonly [string, string])[], holdings: Holdings): readonly Fields[] {
  return (holdings ?? []).map(
    (holding) => new Map([...who, ["workspace", holding.workspace], levelOf(holding)]),
  );
}

function levelOf({ levels }: Holding): readonly [string, string | readonly string[]] {
  const [level = "", ...more] = levels;
  return more.length === 0 ? ["level", level] : ["levels", levels];
}
