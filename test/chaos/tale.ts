/** What a seed tells: a system, what is live, what is wished, and the trouble on the way. All of it is data. */
import type { Chapter, Grant, Person } from "../conformance/story.ts";
import type { LevelWord, RoleWord } from "../conformance/words.ts";
import { type Dice, dice } from "./dice.ts";
import { type Ground, grounds } from "./systems.ts";
import { type Trouble, troubles } from "./trouble.ts";

/** A wish: a chapter, and what chapters cannot say. */
export interface Wish {
  readonly chapter: Chapter;
  /** Who belongs to it by a group, all with one role. */
  readonly group?: { readonly emails: readonly string[]; readonly role: RoleWord };
  /** Minutes from the beginning after which somebody goes or comes. */
  readonly until: Readonly<Record<string, number>>;
  readonly from: Readonly<Record<string, number>>;
}

/** One start of the command. */
export interface Act {
  readonly command: "apply" | "plan" | "drift";
  readonly troubles: readonly Trouble[];
  /** How many requests it may send. */
  readonly budget?: number;
}

/** A whole run. */
export interface Tale {
  readonly seed: number;
  /** What the name of its ground had to begin with. */
  readonly only: string;
  readonly ground: Ground;
  /** Absent where nothing was ever applied. */
  readonly base?: { readonly key: string; readonly wish: Wish; readonly accepted: readonly string[] };
  readonly wish: Wish;
  /** Whether what guards hold is approved from the start. */
  readonly approved: boolean;
  /** Whether guards are as strict as they can be. */
  readonly strict: boolean;
  /** Whether only what a first plan showed may be done. */
  readonly reviewed: boolean;
  /** Whether the system keeps to its documented limits. */
  readonly limited: boolean;
  /** Requests, and changes, at the same time. */
  readonly concurrency: number;
  readonly acts: readonly Act[];
}

/** People of the tales; the first is the first owner. */
export const people: readonly string[] = ["olga", "ann", "bea", "cid", "dov", "Eli"].map(
  (name) => `${name}@acme.test`,
);

/** How many beginnings each system has: they are played once and kept. */
const BASES = 12;
const DAY = 86_400_000;
const places = ["production", "staging"] as const;
const levels: readonly LevelWord[] = ["high", "mid", "low"];
const roles: readonly RoleWord[] = ["owner", "more", "less", "less"];

/** The tale of a seed; `system` leaves only grounds whose name begins so. */
export function taleOf(seed: number, system = ""): Tale {
  const own = dice(seed, "tale");
  const ground = own.pick(grounds.filter(({ name }) => name.startsWith(system)));
  const base = own.chance(80) ? baseOf(ground, own.int(BASES)) : undefined;
  const count = 1 + own.int(4);
  return {
    seed,
    only: system,
    ground,
    ...(base === undefined ? {} : { base }),
    wish: wishOf(own, base?.wish.chapter),
    approved: own.chance(60),
    reviewed: own.chance(30),
    strict: own.chance(30),
    limited: own.chance(15),
    concurrency: own.pick([1, 1, 2, 8]),
    acts: Array.from({ length: count }, (_, index) => ({
      command: index > 0 && own.chance(30) ? own.pick(["plan", "drift"] as const) : "apply",
      troubles: troubles(own, { people, longest: ground.listsPending ? 9 * DAY : DAY }),
      ...(own.chance(8) ? { budget: 5 + own.int(40) } : {}),
    })),
  };
}

function baseOf(ground: Ground, number: number): NonNullable<Tale["base"]> {
  const own = dice(number, "base");
  const members = [
    owner("olga@acme.test"),
    ...own.some(people.slice(1), 70).map((email) => personOf(email, own)),
  ];
  const chapter = { ...sections(own), members, roles: 3 };
  return {
    key: `${ground.name} ${number}`,
    wish: { chapter, until: {}, from: {} },
    accepted: own.some(people, 75),
  };
}

function wishOf(own: Dice, base: Chapter | undefined): Wish {
  const before = new Map(base?.members.map((person) => [person.email, person]));
  const others = people.slice(1).flatMap((email) => {
    const person = before.get(email);
    if (person !== undefined && own.chance(35)) return [person];
    return own.chance(60) ? [personOf(email, own)] : [];
  });
  const members = withOwner(own.chance(60) ? [owner("olga@acme.test"), ...others] : others, own);
  const chapter: Chapter = {
    ...sections(own),
    members,
    roles: own.pick([2, 3, 3]),
    ...(own.chance(20) ? { spec: { displayName: "Acme Incorporated" } } : {}),
  };
  const bound = members.filter(({ role }) => role !== "owner").map(({ email }) => email);
  const minutes = (emails: readonly string[]) =>
    Object.fromEntries(emails.map((email) => [email, own.pick([-30, -1, 1, 5, 30, 600])]));
  const grouped = own.chance(25) ? own.some(bound, 50) : [];
  const single = bound.filter((email) => !grouped.includes(email));
  const leaving = own.some(single, 10);
  return {
    chapter,
    ...(grouped.length === 0 ? {} : { group: { emails: grouped, role: own.pick(roles.slice(1)) } }),
    until: minutes(leaving),
    from: minutes(
      own.some(
        single.filter((email) => !leaving.includes(email)),
        10,
      ),
    ),
  };
}

/** Somebody has to own it, and be let in, whatever they are now. */
function withOwner(members: readonly Person[], own: Dice): readonly Person[] {
  const owners = members.filter(({ role, status }) => role === "owner" && status !== "suspended");
  const from = owners.length > 0 ? owners : members;
  const heir = from.length === 0 ? "ann@acme.test" : own.pick(from).email;
  return [...members.filter(({ email }) => email !== heir), { ...owner(heir), status: "active" }];
}

function owner(email: string): Person {
  return { email, role: "owner", workspaces: { production: "high", staging: "high" } };
}

function personOf(email: string, own: Dice): Person {
  const where = own.some(places, 50);
  return {
    email,
    role: own.pick(roles),
    ...(own.chance(20) ? { status: own.pick(["active", "suspended"] as const) } : {}),
    ...(own.chance(80)
      ? { workspaces: Object.fromEntries(where.map((name) => [name, own.pick(levels)])) }
      : {}),
  };
}

function sections(own: Dice): Pick<Chapter, "access" | "ownership"> {
  const access = places.flatMap((workspace) =>
    own
      .some(["more", "less"] as const, 40)
      .map((role): Grant => ({ role, workspace, level: own.pick(levels) })),
  );
  return { access, ownership: own.chance(75) ? "exact" : "additive" };
}
