/**
 * One thing at a time: every effect of an engine (a request, a line of the journal, a record, a rest) waits behind a gate,
 * and the dice say which goes next. So a run that has many things under way at once is the same each time, and it can be
 * cut off between any two of them: what is behind the gate then never happens, and nobody hears of it, as with kill -9.
 */
import { setImmediate as breath, setTimeout } from "node:timers/promises";
import type { Dice } from "./dice.ts";

/** Time of a run; the client's clock may be wrong. */
export interface Clock {
  /** The server's. Milliseconds since 1970. */
  now(): number;
  /** The client's. */
  client(): number;
  /** Time passes. */
  pass(ms: number): void;
  /** Somebody sets the client's clock: that much ahead of what it was. */
  skew(ms: number): void;
  /** Somebody sets it right. */
  right(): void;
}

/** A clock that stands until it is moved. */
export function createClock(start: number): Clock {
  let now = start;
  let ahead = 0;
  return {
    now: () => now,
    client: () => now + ahead,
    pass: (ms) => {
      now += ms;
    },
    skew: (ms) => {
      ahead += ms;
    },
    right: () => {
      ahead = 0;
    },
  };
}

/** What may happen around an effect. */
export interface Cut {
  /** Told before each effect, which it may precede with things of its own; true ends the engine there. */
  before(label: string): Promise<boolean>;
  /** Told when it is done and nobody has heard of it; true ends the engine there. */
  after(label: string): Promise<boolean>;
}

/** How an act ended. */
export type Ended<T> =
  | { readonly how: "done"; readonly value: T }
  | { readonly how: "threw"; readonly error: unknown }
  | { readonly how: "killed" };

/** Where one engine plays. */
export interface Theatre {
  /** Does work when its turn comes. */
  effect<T>(label: string, work: () => Promise<T>): Promise<T>;
  /** Rests by the run's clock. */
  sleep(ms: number): Promise<void>;
  /** Plays until the act is over or cut off. Throws when it neither ends nor goes on. */
  play<T>(act: () => Promise<T>): Promise<Ended<T>>;
}

interface Waiting {
  readonly label: string;
  /** Does the work, and gives what tells its asker. */
  readonly work: () => Promise<() => void>;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** How long nothing at all may be seen to happen before an engine counts as stuck. */
const PATIENCE_MS = 60_000;
/** Effects after which an engine counts as one that never ends. */
const ENDLESS = 5_000;

/** An empty theatre. */
export function createTheatre(clock: Clock, dice: Dice, cut: Cut): Theatre {
  const waiting: Waiting[] = [];
  const sleepers: Sleeper[] = [];
  const never = new Promise<never>(() => undefined);
  let isDead = false;

  async function perform({ label, work }: Waiting): Promise<void> {
    isDead = await cut.before(label);
    if (isDead) return;
    const tell = await work();
    isDead = await cut.after(label);
    if (!isDead) tell();
  }

  function wakeNext(): boolean {
    const next = sleepers.reduce<Sleeper | undefined>(
      (first, each) => (first === undefined || each.until < first.until ? each : first),
      undefined,
    );
    if (next === undefined) return false;
    sleepers.splice(sleepers.indexOf(next), 1);
    clock.pass(Math.max(0, next.until - clock.now()));
    next.wake();
    return true;
  }

  /** Whether anything went on. */
  async function step(): Promise<boolean> {
    if (waiting.length === 0) return wakeNext();
    const [next] = waiting.splice(dice.int(waiting.length), 1);
    if (next !== undefined) await perform(next);
    return true;
  }

  return {
    effect: (label, work) =>
      isDead
        ? never
        : new Promise((resolve, reject) => {
            waiting.push({
              label,
              work: async () => {
                try {
                  const value = await work();
                  return () => resolve(value);
                } catch (error) {
                  return () => reject(error instanceof Error ? error : new Error(String(error)));
                }
              },
            });
          }),
    sleep: (ms) =>
      isDead
        ? never
        : new Promise((wake) => void sleepers.push({ until: clock.now() + Math.max(0, ms), wake })),
    play: (act) => played(act, step, () => isDead),
  };
}

/** One step after another, each once all that follows from the last has come to rest. */
async function played<T>(
  act: () => Promise<T>,
  step: () => Promise<boolean>,
  isDead: () => boolean,
): Promise<Ended<T>> {
  const ends: Ended<T>[] = [];
  void outcomeOf(act()).then((outcome) => void ends.push(outcome));
  let idleSince: number | undefined;
  for (let count = 0; count < ENDLESS; ) {
    await quiet();
    const [ended] = ends;
    if (ended !== undefined) return ended;
    const went = await step();
    if (isDead()) return { how: "killed" };
    if (went) {
      count += 1;
      idleSince = undefined;
    } else {
      idleSince ??= performance.now();
      await idly(performance.now() - idleSince);
    }
  }
  throw new Error(`the engine has not ended after ${ENDLESS} effects`);
}

async function outcomeOf<T>(act: Promise<T>): Promise<Ended<T>> {
  try {
    return { how: "done", value: await act };
  } catch (error) {
    return { how: "threw", error };
  }
}

/** Code that is loaded at its first use takes its time; an engine that waits for nothing at all is stuck. */
async function idly(ms: number): Promise<void> {
  if (ms > PATIENCE_MS) throw new Error("the engine is stuck: it waits for nothing that is known here");
  await setTimeout(1);
}

/** Until everything that follows from the last effect has come to wait for the next. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await breath();
}
