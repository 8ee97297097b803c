/** A system in memory sends nothing: nobody has to wait, and each change counts as one write. */
import type { Limits, Requests } from "../../model/pace.ts";

/** None. */
export function limits(): Limits {
  return { shared: "own" };
}

/** One write each. */
export function requests(): Requests {
  return { reads: 0, writes: 1 };
}
