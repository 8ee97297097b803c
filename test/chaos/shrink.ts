/** Makes a tale that breaks a law smaller, as long as it breaks the same law: what is left is what matters. */
import { type Played, play } from "./play.ts";
import type { Tale } from "./tale.ts";

/** The smaller tale, and how it went. Plays it at most so many times. */
export async function shrunk(
  tale: Tale,
  played: Played,
  most = 120,
): Promise<{ readonly tale: Tale; readonly played: Played }> {
  const laws = new Set(played.breaches.map(({ law }) => law));
  let best = { tale, played };
  let tries = 0;
  for (let went = true; went && tries < most; ) {
    went = false;
    for (const smaller of smallerThan(best.tale)) {
      tries += 1;
      if (tries > most) break;
      const again = await play(smaller);
      if (!again.breaches.some(({ law }) => laws.has(law))) continue;
      best = { tale: smaller, played: again };
      went = true;
      break;
    }
  }
  return best;
}

/** Each with one thing less. */
function* smallerThan(tale: Tale): Generator<Tale> {
  if (tale.reviewed) yield { ...tale, reviewed: false };
  if (tale.approved) yield { ...tale, approved: false };
  if (tale.strict) yield { ...tale, strict: false };
  if (tale.limited) yield { ...tale, limited: false };
  if (tale.concurrency > 1) yield { ...tale, concurrency: 1 };
  yield* fewerActs(tale);
  yield* smallerWishes(tale);
}

function* fewerActs(tale: Tale): Generator<Tale> {
  const { acts } = tale;
  for (const index of acts.keys()) yield { ...tale, acts: acts.toSpliced(index, 1) };
  for (const [index, { command, troubles, budget }] of acts.entries()) {
    if (budget !== undefined) yield { ...tale, acts: acts.with(index, { command, troubles }) };
  }
  for (const [index, act] of acts.entries()) {
    for (const at of act.troubles.keys()) {
      yield { ...tale, acts: acts.with(index, { ...act, troubles: act.troubles.toSpliced(at, 1) }) };
    }
  }
}

function* smallerWishes(tale: Tale): Generator<Tale> {
  const { wish } = tale;
  const { members, access = [] } = wish.chapter;
  const owners = members.filter(({ role, status }) => role === "owner" && status !== "suspended");
  const dispensable = members.filter((member) => owners.length > 1 || owners[0] !== member);
  const chapters = [
    ...dispensable.map((member) => ({ ...wish.chapter, members: members.filter((each) => each !== member) })),
    ...access.map((_, at) => ({ ...wish.chapter, access: access.toSpliced(at, 1) })),
  ];
  for (const chapter of chapters) yield { ...tale, wish: { ...wish, chapter } };
  const isTimed = Object.keys({ ...wish.until, ...wish.from }).length > 0;
  if (isTimed) yield { ...tale, wish: { ...wish, until: {}, from: {} } };
}
