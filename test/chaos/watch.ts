/** The laws, watched at every request: what the server holds before and after it, and whose work it was. */
import type { Change, Plan } from "../../src/model/contract.ts";
import { type Holdings, type Loss, lost, mailed, TWICE } from "./holdings.ts";
import { justifies } from "./justify.ts";

/** One request that the server has seen. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Whether the answer was a good one and reached the client whole. */
  readonly delivered: boolean;
  /** Whether the server has done it, whatever the client heard. */
  readonly done: boolean;
  /** Whether it only reads, whatever its method. */
  readonly reads: boolean;
  /** Whether the server knows a repetition by its key. */
  readonly keyed: boolean;
  /** The change that it was sent for. */
  readonly change?: string;
}

/** The laws by their names. */
export type Law =
  | "converges"
  | "no completed write is repeated"
  | "nothing is removed that the plan did not have"
  | "never without an owner"
  | "read commands write nothing"
  | "no secret in any output"
  | "what is told once is kept"
  | "the suite itself";

/** What broke, in words. */
export interface Breach {
  readonly law: Law;
  readonly what: string;
}

/** Whom somebody else moves, or everybody. */
export interface Others {
  readonly emails?: readonly string[];
  readonly all?: boolean;
}

/** The eye of the laws on one run. */
export interface Watch {
  readonly breaches: readonly Breach[];
  /** A command begins; one that only reads may write nothing. */
  command(name: "apply" | "plan" | "drift"): void;
  /** The plan that is obeyed from now on. */
  obey(plan: Plan): void;
  /** A change begins to be written. */
  begin(change: Change): void;
  /** The next change's turn begins: what somebody else did before it, a look can see. */
  turn(): void;
  /** The journal has it on the medium that a change is done. */
  settled(id: string): void;
  /** The server has done with a request. */
  request(seen: Seen): void;
  /** Somebody else, or time, moves what is live: until the function is done, what moves is theirs. */
  others(who: Others, act: () => Promise<void>): Promise<void>;
  breach(law: Law, what: string): void;
}

/** What is remembered of a run so far. */
interface Memory {
  held: Holdings;
  isReading: boolean;
  /** Whether somebody else has taken an owner so late that no look before the write needs to have seen it. */
  ownerTaken: boolean;
  readonly breaches: Breach[];
  /** Of the plan that is obeyed, by id. */
  readonly changes: Map<string, Change>;
  /** Ids of those that an approval lets leave no owner. */
  readonly approved: Set<string>;
  /** Which change made what is there. */
  readonly made: Map<string, string>;
  /** After how many moves of others a change was begun. */
  readonly began: Map<string, number>;
  /** The same of those that were settled as done. */
  readonly done: Map<string, number>;
  /** The same of each request that was done and told. */
  readonly sent: Map<string, number>;
  /** How often somebody had looked when a request was done that nobody was told of. */
  readonly doubtful: Map<string, number>;
  looks: number;
  readonly mails: Map<string, number>;
  /** Who or what somebody else moved, in order; `*` is everybody. */
  readonly moves: string[];
}

const repeats: Law = "no completed write is repeated";
const removes: Law = "nothing is removed that the plan did not have";

/** What the eye sees. */
export interface Sight {
  /** What is held now. */
  readonly look: () => Holdings;
  /** Whether time alone has ended nothing yet: then what only reads can change nothing. */
  readonly isStill: () => boolean;
  /** Whether changes come one after another, so that each has a turn of its own. */
  readonly isSerial: boolean;
}

/** Opens the eye. */
export function watching({ look, isStill, isSerial }: Sight): Watch {
  const memory: Memory = {
    held: look(),
    isReading: false,
    ownerTaken: false,
    breaches: [],
    changes: new Map(),
    approved: new Set(),
    made: new Map(),
    began: new Map(),
    done: new Map(),
    sent: new Map(),
    doubtful: new Map(),
    looks: 0,
    mails: new Map(),
    moves: [],
  };
  const { breaches, changes, done, moves } = memory;
  const breach = (law: Law, what: string) => void breaches.push({ law, what });
  return {
    breaches,
    breach,
    command: (name) => {
      memory.isReading = name !== "apply";
      memory.ownerTaken = false;
    },
    obey: ({ organizations }) => {
      changes.clear();
      for (const change of organizations.flatMap((each) => each.changes)) changes.set(change.id, change);
      memory.approved.clear();
      const guards = organizations.flatMap((each) => each.guards);
      for (const { guard, approved, changes: ids } of guards) {
        if (guard === "last-owner" && approved) for (const id of ids) memory.approved.add(id);
      }
    },
    begin: (change) => begun(memory, change),
    turn: () => {
      if (isSerial) memory.ownerTaken = false;
    },
    // What somebody moved between the write and its line in the journal came after the write.
    settled: (id) => void done.set(id, memory.began.get(id) ?? moves.length),
    request: (seen) => {
      if (memory.isReading && !seen.reads) {
        breach("read commands write nothing", `${seen.method} ${seen.path}`);
      }
      if (seen.method === "GET" && seen.delivered) memory.looks += 1;
      if (seen.method !== "GET" || !isStill()) judge(memory, seen, look());
    },
    others: async ({ emails = [], all = false }, act) => {
      await act();
      moves.push(...emails.map((email) => email.toLowerCase()), ...(all ? ["*"] : []));
      const now = look();
      memory.ownerTaken ||= memory.held.owners.some((email) => !now.owners.includes(email));
      memory.held = now;
    },
  };
}

function begun(memory: Memory, { id, address, action }: Change): void {
  const { breaches, changes, done } = memory;
  if (!changes.has(id)) breaches.push({ law: removes, what: `${address} is not in the plan` });
  const before = done.get(id);
  memory.began.set(id, memory.moves.length);
  if (before === undefined || touched(memory, address, before)) return;
  breaches.push({ law: repeats, what: `${action} ${address} is written again though settled` });
}

/** Whether somebody else has touched what an address is about since so many moves. */
function touched({ moves }: Memory, what: string, since: number): boolean {
  return moves.slice(since).some((each) => each === "*" || what.includes(each));
}

function judge(memory: Memory, seen: Seen, now: Holdings): void {
  const { breaches, held, made } = memory;
  breaches.push(
    ...removals(memory, seen, now),
    ...orphaned(memory, seen, now),
    ...repeated(memory, seen),
    ...blind(memory, seen),
    ...doubled(memory, now),
    ...mailedTwice(memory, now),
  );
  if (seen.change !== undefined) {
    for (const name of now.things.keys()) if (!held.things.has(name)) made.set(name, seen.change);
  }
  memory.held = now;
}

function removals(memory: Memory, { change: id, method, path }: Seen, now: Holdings): readonly Breach[] {
  const { changes, held } = memory;
  const change = id === undefined ? undefined : changes.get(id);
  const whose = change === undefined ? "no change" : `${change.action} ${change.address}`;
  return (
    lost(held, now)
      // Time ends an invitation, and some systems only notice it when they are asked.
      .filter(({ name }) => method !== "GET" || !name.startsWith("invitation "))
      .filter((loss) => change === undefined || !accounts(memory, change, loss))
      .map(({ name, before, now: after = "nothing" }) => ({
        law: removes,
        what: `${name}: ${before} became ${after}, by ${method} ${path} of ${whose}`,
      }))
  );
}

/** A change may go on with what it made itself, and with whom it knows by an invitation's id alone. */
function accounts({ held, made }: Memory, change: Change, loss: Loss): boolean {
  // Where members and invitations are numbered apart, the connector says which it means.
  const id = change.nativeId?.replace(/^invitation /, "");
  const person = id === undefined ? undefined : held.mails.get(id)?.email;
  return justifies(change, loss, person) || made.get(loss.name) === change.id;
}

function orphaned(memory: Memory, { method, path, change }: Seen, now: Holdings): readonly Breach[] {
  const { held, made, ownerTaken, approved } = memory;
  if (held.owners.length === 0 || now.owners.length > 0 || ownerTaken) return [];
  if (approved.has(change ?? "")) return [];
  const isOwn = change !== undefined && held.owners.every((email) => made.get(`member ${email}`) === change);
  const what = `${method} ${path} took the last one: ${held.owners.join()}`;
  return isOwn ? [] : [{ law: "never without an owner", what }];
}

function repeated(memory: Memory, { method, path, body, delivered, reads, change }: Seen): readonly Breach[] {
  if (reads || !delivered) return [];
  const { sent, moves, changes } = memory;
  const key = `${method} ${path} ${body}`;
  const before = sent.get(key);
  sent.set(key, moves.length);
  const address = changes.get(change ?? "")?.address ?? "";
  if (before === undefined || touched(memory, address, before)) return [];
  return [{ law: repeats, what: `sent again: ${key}` }];
}

/** What was done though nobody heard of it may be sent again only once somebody has looked, or with the same key. */
function blind({ doubtful, looks }: Memory, seen: Seen): readonly Breach[] {
  const { method, path, body, reads, delivered, done, keyed } = seen;
  const key = `${method} ${path} ${body}`;
  const before = doubtful.get(key);
  if (reads) return [];
  if (done && !delivered) doubtful.set(key, looks);
  else doubtful.delete(key);
  return before === looks && !keyed ? [{ law: repeats, what: `sent again without a look: ${key}` }] : [];
}

function doubled(memory: Memory, now: Holdings): readonly Breach[] {
  return [...now.things.keys()]
    .filter((name) => name.endsWith(TWICE) && !memory.held.things.has(name) && !touched(memory, name, 0))
    .map((name) => ({ law: repeats, what: `there is a second ${name.slice(0, -TWICE.length)}` }));
}

function mailedTwice(memory: Memory, now: Holdings): readonly Breach[] {
  const { held, mails } = memory;
  return mailed(held, now).flatMap((email) => {
    const count = (mails.get(email) ?? 0) + 1;
    mails.set(email, count);
    if (count === 1 || touched(memory, email, 0)) return [];
    return [{ law: repeats, what: `mail ${count} to ${email} for one wish` }];
  });
}
