/** The times of entries, and what is wrong with them. */

import type { Path } from "../syntax/source.ts";
import { ended, notATime, untilBeforeFrom } from "../words/meaning.ts";
import { type Found, inSpec, type Scope } from "./scope.ts";
import { instantOf, type Period } from "./times.ts";

/** When the entry at the path holds. A time that does not exist is reported and counts as none. */
export function periodOf(
  scope: Scope,
  entry: { readonly from?: string; readonly until?: string },
  path: Path,
): Found<Period> {
  const { from, until } = entry;
  const start = from === undefined ? Number.NEGATIVE_INFINITY : instantOf(from, scope.timezone, "start");
  const end = until === undefined ? Number.POSITIVE_INFINITY : instantOf(until, scope.timezone, "end");
  const period = { start: start ?? Number.NEGATIVE_INFINITY, end: end ?? Number.POSITIVE_INFINITY };
  const diagnostics = [
    ...(start === undefined ? [inSpec(scope, notATime(from ?? ""), [...path, "from"])] : []),
    ...(end === undefined ? [inSpec(scope, notATime(until ?? ""), [...path, "until"])] : []),
    ...(period.end <= period.start ? [inSpec(scope, untilBeforeFrom(), [...path, "until"])] : []),
    ...(period.start < period.end && period.end <= scope.now
      ? [inSpec(scope, ended(until ?? ""), path)]
      : []),
  ];
  return { value: period, diagnostics };
}
