/** The lines of a journal: read strictly, so that nothing is guessed of a file that a crash, an editor or a newer version left. */
import * as z from "zod";
import type { Journaled, JournaledChange, JournaledRun } from "../model/journal.ts";

/** One line of a journal. */
export type Line =
  | { readonly journal: 1 }
  | { readonly begun: JournaledRun }
  | { readonly announced: JournaledChange }
  | ({ readonly settled: string } & Omit<Journaled, "change" | "status" | "at"> & {
        readonly status: Exclude<Journaled["status"], "announced">;
      })
  | { readonly ended: true; readonly left?: readonly string[] };

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

const change: z.ZodType<JournaledChange> = z.strictObject({
  id: z.string().min(1),
  address: z.string().min(1),
  kind: z.enum(["organization", "role", "workspace", "member", "access"]),
  action: z.enum(["create", "update", "replace", "delete"]),
  nativeId: z.string().exactOptional(),
  after: z.record(z.string(), value).exactOptional(),
  mails: z.int().nonnegative(),
  secret: z
    .strictObject({ name: z.string(), need: z.enum(["needed", "discardable"]), again: z.string() })
    .exactOptional(),
});

const line: z.ZodType<Line> = z.union([
  z.strictObject({ journal: z.literal(1) }),
  z.strictObject({
    begun: z.strictObject({
      plan: z.string(),
      at: z.iso.datetime({ offset: true }),
      connections: z.record(z.string(), z.string()),
    }),
  }),
  z.strictObject({ announced: change }),
  z.strictObject({
    settled: z.string(),
    status: z.enum(["applied", "failed", "unknown", "todo"]),
    nativeId: z.string().exactOptional(),
  }),
  z.strictObject({ ended: z.literal(true), left: z.array(z.string()).exactOptional() }),
]);

/** What a journal says of the runs that came to no end. */
export interface Unended {
  readonly runs: readonly JournaledRun[];
  /** By change: the last that is known of it. */
  readonly writes: readonly Journaled[];
}

/** What is read of a file: its whole lines, and where they end; a last line without an end was being written when the run was cut off. */
export interface Lines {
  readonly unended: Unended;
  /** Bytes of the whole lines. */
  readonly length: number;
}

/** Why a file is no journal: the number of its first bad line, and what is wrong with it. */
export class DamagedJournal extends Error {
  override readonly name = "DamagedJournal";
  readonly line: number;

  constructor(number: number, reason: string) {
    super(reason);
    this.line = number;
  }
}

/** The text of a line. */
export function lineText(one: Line): string {
  return `${JSON.stringify(one)}\n`;
}

/** Reads the bytes of a journal. Throws a DamagedJournal for a whole line that is none of ours, or out of its place. */
export function readLines(bytes: Uint8Array): Lines {
  const length = bytes.lastIndexOf(0x0a) + 1;
  const texts = textOf(bytes.subarray(0, length)).split("\n").slice(0, -1);
  let open: Open = nothing();
  for (const [index, text] of texts.entries()) {
    const read = parsed(text, index + 1);
    if ((index === 0) !== "journal" in read)
      throw new DamagedJournal(index + 1, "it does not begin as a journal does");
    open = follow(open, read, index + 1);
  }
  return { unended: { runs: open.runs, writes: [...open.writes.values()] }, length };
}

interface Open {
  readonly runs: JournaledRun[];
  readonly writes: Map<string, Journaled>;
}

function nothing(): Open {
  return { runs: [], writes: new Map() };
}

function follow(open: Open, read: Line, number: number): Open {
  if ("journal" in read) return open;
  if ("ended" in read) return leftOf(open, new Set(read.left));
  if ("begun" in read) {
    open.runs.push(read.begun);
    return open;
  }
  const run = open.runs.at(-1);
  if (run === undefined) throw new DamagedJournal(number, "it speaks of a write before any run");
  if ("announced" in read) {
    // The latest of several comes last.
    open.writes.delete(read.announced.id);
    open.writes.set(read.announced.id, { change: read.announced, status: "announced", at: run.at });
    return open;
  }
  const { settled, ...result } = read;
  const write = open.writes.get(settled);
  if (write === undefined) throw new DamagedJournal(number, "it settles a write that was never announced");
  open.writes.set(settled, { ...write, ...result });
  return open;
}

/** What an end leaves open; the runs that began it stay with it. */
function leftOf({ runs, writes }: Open, left: ReadonlySet<string>): Open {
  return left.size === 0 ? nothing() : { runs, writes: new Map([...writes].filter(([id]) => left.has(id))) };
}

function parsed(text: string, number: number): Line {
  const found = line.safeParse(jsonOf(text));
  if (found.success) return found.data;
  throw new DamagedJournal(number, "it is no line that this version writes");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is no UTF-8 becomes what no line can be. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
