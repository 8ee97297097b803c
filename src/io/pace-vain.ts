import { isBegun } from "./http-change.ts";
import type { Line, RequestKind, Which } from "./pace-line.ts";
import type { Scopes } from "./pace-scopes.ts";
import { endOf, type RunEnd, restOf, type Unsent } from "./pace-unsent.ts";

const KINDS: readonly RequestKind[] = ["read", "write"];

/** Those who wait, and what they wait for. */
export interface WaitingRoom extends RunEnd {
  readonly line: Line;
  readonly scopes: Scopes;
}

/** Sends those away who would wait in vain. The run's end leaves what is begun in the line; a rest of the system leaves nothing. */
export function refuseVain({ line, scopes, ...runEnd }: WaitingRoom, now: number): void {
  const end = endOf(runEnd);
  const isAny = end !== undefined && refuse(line, end, ({ change }) => !isBegun(change));
  if (isAny && end.reason === "budget") runEnd.budget?.refuse();
  for (const kind of KINDS) {
    const rest = restOf(scopes.restsUntil(kind, now) - now);
    if (rest !== undefined) refuse(line, rest, (each) => each.kind === kind);
  }
}

/** Whether there were any. */
function refuse(line: Line, reason: Unsent, which: Which): boolean {
  const refused = line.clear(which);
  for (const waiting of refused) waiting.refuse(reason);
  return refused.length > 0;
}
