/** What may go wrong, and when. */
import type { Dice } from "./dice.ts";

/** What hits one request. */
export const wireTroubles = [
  "429",
  "429 bare",
  "500",
  "503",
  "500 after",
  "reset",
  "reset-after",
  "truncate",
  "html",
  "slow",
  "timeout after",
  "timeout before",
] as const;

/** What hits one request. */
export type WireTrouble = (typeof wireTroubles)[number];

/** What happens between two effects. */
export type Event =
  | { readonly kind: "kill"; readonly when: "before" | "after"; readonly torn: boolean }
  | { readonly kind: "stop" }
  | { readonly kind: "jump"; readonly ms: number; readonly whose: "both" | "client" }
  | { readonly kind: "accept"; readonly email: string }
  | { readonly kind: "meddle"; readonly email: string; readonly how: "remove" | "owner" | "more" | "less" };

/** One trouble and its moment: at the nth request, the nth write, or before the nth effect of an act. */
export type Trouble =
  | { readonly of: "request" | "write"; readonly n: number; readonly what: WireTrouble }
  | { readonly of: "effect" | "write"; readonly n: number; readonly event: Event };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** To whom trouble happens. */
export interface Cast {
  /** The first is the first owner. */
  readonly people: readonly string[];
  /** How much time may pass at once; milliseconds. */
  readonly longest: number;
}

/** Trouble of one act; sometimes none. */
export function troubles(own: Dice, { people, longest }: Cast): readonly Trouble[] {
  const wire = Array.from({ length: own.pick([0, 1, 1, 2, 4]) }, () => onTheWire(own));
  const events = Array.from({ length: own.pick([0, 0, 1, 2]) }, () => between(own, { people, longest }));
  const kill: readonly Trouble[] = own.chance(45) ? [{ ...moment(own), event: killing(own) }] : [];
  return [...wire, ...events, ...kill];
}

function onTheWire(own: Dice): Trouble {
  const what = own.pick(wireTroubles);
  return own.chance(65)
    ? { of: "write", n: early(own, 8), what }
    : { of: "request", n: early(own, 40), what };
}

function moment(own: Dice): { readonly of: "effect" | "write"; readonly n: number } {
  return own.chance(50) ? { of: "write", n: early(own, 8) } : { of: "effect", n: early(own, 80) };
}

/** From 1 on, the early ones more often: many starts have little to do. */
function early(own: Dice, most: number): number {
  return 1 + Math.min(own.int(most), own.int(most));
}

function between(own: Dice, cast: Cast): Trouble {
  return { ...moment(own), event: eventOf(own, cast) };
}

function eventOf(own: Dice, { people, longest }: Cast): Event {
  const throwOf = own.int(100);
  if (throwOf < 35) return { kind: "accept", email: own.pick(people) };
  if (throwOf < 60) {
    const email = own.pick(own.chance(40) ? people.slice(0, 1) : people);
    return { kind: "meddle", email, how: own.pick(["remove", "owner", "more", "less"]) };
  }
  if (throwOf < 75) return { kind: "stop" };
  // A machine's clock is set right or wrong; the world's only goes on.
  return own.chance(50)
    ? { kind: "jump", ms: own.pick([-DAY, -60 * MINUTE, -MINUTE, MINUTE, 60 * MINUTE]), whose: "client" }
    : {
        kind: "jump",
        ms: Math.min(longest, own.pick([MINUTE, 10 * MINUTE, 60 * MINUTE, DAY, 9 * DAY])),
        whose: "both",
      };
}

function killing(own: Dice): Event {
  return { kind: "kill", when: own.pick(["before", "after"]), torn: own.chance(20) };
}

/** A trouble in words. */
export function inWords(trouble: Trouble): string {
  const what = "what" in trouble ? trouble.what : Object.values(trouble.event).join(" ");
  return `${what} at ${trouble.of} ${trouble.n}`;
}
