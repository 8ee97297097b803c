/** The journal of applies: each write is announced before and settled after, so that a run that is killed can go on (law 10). */
import type { Change, ChangeOutcome } from "./contract.ts";

/** What a journal keeps of a change: no value that is secret, nothing that only reports need. */
export type JournaledChange = Pick<
  Change,
  "id" | "address" | "kind" | "action" | "nativeId" | "after" | "mails" | "secret"
>;

/** A write of an earlier run that was cut off before its end. */
export interface Journaled {
  readonly change: JournaledChange;
  /** announced: nobody knows whether it was sent; else how it was settled. */
  readonly status: "announced" | Exclude<ChangeOutcome["status"], "skipped">;
  /** The system's id of what was created. */
  readonly nativeId?: string;
  /** Instant (ISO 8601) at which the run began that announced it. */
  readonly at: string;
}

/** An apply, as its journal knows it. */
export interface JournaledRun {
  /** Digest of the plan that it obeys. */
  readonly plan: string;
  /** Instant (ISO 8601). */
  readonly at: string;
  /** By connection name: a digest of the system that it leads to. */
  readonly connections: Readonly<Record<string, string>>;
}

/** Where the writes of one run are told. Every verb resolves once its line is safe on the medium, and throws when it is not. */
export interface Journal {
  /** The run begins to write. */
  begin(run: JournaledRun): Promise<void>;
  /** This is about to be written: nothing of it was sent so far. */
  announce(change: JournaledChange): Promise<void>;
  /** How it ended. */
  settle(result: Pick<ChangeOutcome, "id" | "status" | "nativeId">): Promise<void>;
  /** The run has come to its end, and is remembered elsewhere. `left`: ids of writes of earlier runs that are in doubt still. */
  end(left?: readonly string[]): Promise<void>;
}
