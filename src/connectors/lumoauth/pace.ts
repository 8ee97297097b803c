/** How fast LumoAuth may be asked, and what a change costs. Pure. */
import type { Change } from "../../model/contract.ts";
import type { Limits, Requests } from "../../model/pace.ts";
import { textOf } from "../../model/writing.ts";

/** As published for the admin API, of each token. */
export const limits: Limits = {
  reads: { perMinute: 1000 },
  writes: { perMinute: 100 },
  shared: "own",
};

/** What a change costs when nothing disturbs it. Lists are read once for several changes. */
export function requests(change: Change): Requests {
  const { kind, action, before, after } = change;
  switch (`${kind} ${action}` as const) {
    case "organization create":
    case "role create":
      return { reads: 0, writes: 1 };
    case "role delete":
      return { reads: 3, writes: 1 };
    case "member create":
      // Adding takes no status: a suspension follows.
      return textOf(after, "id") === undefined
        ? { reads: 3, writes: 1 }
        : { reads: 1, writes: textOf(after, "status") === "suspended" ? 2 : 1 };
    case "member update":
      // A pending invitation is taken back and made anew; one that is over is sent again, or followed by another.
      return textOf(after, "email") === undefined
        ? { reads: 2, writes: 1 }
        : { reads: 3, writes: textOf(before, "status") === "expired" ? 1 : 2 };
    case "member delete":
      return { reads: 2, writes: 1 };
    default:
      return { reads: 1, writes: 1 };
  }
}
