/** The lease on a record branch: a file that says which run may write. */
import * as z from "zod";
import { ConfigurationError } from "../model/errors.ts";

/** A run of a workflow. */
export interface Run {
  readonly id: number;
  readonly attempt: number;
}

/** Who may write, since when (ISO 8601). */
export interface Lease {
  readonly run: Run;
  readonly since: string;
  /** Known to one process alone: several jobs of a run share its id and attempt. Absent in older ones. */
  readonly token?: string;
}

/** For how long a lease holds when nobody can tell whether its run is over: as long as a job may run. */
const LEASE_MS = 6 * 60 * 60 * 1000;

const shape = z.strictObject({
  formatVersion: z.literal(1),
  run: z.int().positive(),
  attempt: z.int().positive(),
  since: z.iso.datetime({ offset: true }),
  token: z.string().exactOptional(),
});

/** A lease as its file has it. */
export function leaseText({ run, since, token }: Lease): string {
  const fields = { formatVersion: 1, run: run.id, attempt: run.attempt, since, token };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** The lease in a file's text. Throws ConfigurationError, which names `file`, for anything else. */
export function readLease(text: string, file: string): Lease {
  try {
    const { run, attempt, ...rest } = shape.parse(JSON.parse(text));
    return { run: { id: run, attempt }, ...rest };
  } catch {
    throw new ConfigurationError(
      `The lease ${file} is damaged`,
      "Delete the file once no run is applying: it only says which run may write.",
    );
  }
}

/** Whether a lease is our own, or of an earlier attempt of our run: attempts follow each other. */
export function isOurs({ run, token }: Lease, own: Lease): boolean {
  if (run.id !== own.run.id) return false;
  return run.attempt < own.run.attempt || (run.attempt === own.run.attempt && token === own.token);
}

/** Whether a lease holds no longer. `runIsOver` is what GitHub says of its run, if it says anything. */
export function over({ since }: Lease, runIsOver: boolean | undefined, now: number): boolean {
  return runIsOver ?? now - Date.parse(since) >= LEASE_MS;
}
