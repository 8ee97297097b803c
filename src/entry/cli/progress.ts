/** Progress on long work: one line that is rewritten, on a terminal only. */
import type { ReconcileRequest } from "../../index.ts";
import type { ChangeOutcome, Plan } from "../../model/contract.ts";
import type { Output } from "./surroundings.ts";

const CLEAR = "\r\u001b[K";

/** Tells how many organizations were read. */
export function readingProgress(err: Output): NonNullable<ReconcileRequest["onRead"]> {
  return ({ done, of }) => show(err, done, of, `Read ${done} of ${of} organizations`);
}

/** Tells how many changes of a plan were written. */
export function writingProgress(err: Output): {
  readonly start: (plan: Plan) => void;
  readonly step: (outcome: ChangeOutcome) => void;
} {
  let done = 0;
  let of = 0;
  return {
    start: ({ organizations }) => {
      const going = organizations.filter(({ verdict }) => verdict === "applicable");
      of = going.reduce((sum, { changes }) => sum + changes.length, 0);
    },
    step: () => {
      done += 1;
      show(err, done, of, `Wrote ${done} of ${of} changes`);
    },
  };
}

function show(err: Output, done: number, of: number, words: string): void {
  if (err.isTerminal) err.write(done === of ? CLEAR : `${CLEAR}${words}`);
}
