/** The journal of applies: each write is announced before and settled after, so that a run that is killed can go on (law 10). */
import type { Change, ChangeOutcome } from "./contract.ts";

/** What a journal keeps of a change: no value that is secret, nothing that only reports need. */
export type JournaledChange = Pick<
  Change,
  "id" | "address" | "kind" | "action" | "nativeId" | "after" | "mails" | "secret"
>;

/** A write of an earlier run that did not come to its end. */
export interface Journaled {
  readonly change: JournaledChange;
  /** announced: nobody knows whether it was sent; else how it was settled. */
  readonly status: "announced" | Exclude<ChangeOutcome["status"], "skipped" | "todo">;
  /** The system's id of what was created. */
  readonly nativeId?: string;
  /** Instant (ISO 8601) of the last line about it. */
  readonly at: string;
}

/** Where the writes of a run are told. */
export interface Journal {
  /** Resolves once it is safe on the medium that this is about to be written. Throws when it is not: then nothing is sent. */
  announce(change: JournaledChange): Promise<void>;
  /** Resolves once it is safe how the write ended. */
  settle(result: Pick<ChangeOutcome, "id" | "status" | "nativeId">): Promise<void>;
}
