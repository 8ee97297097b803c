/** How fast CNAP may be asked, and what a change costs. Pure. */
import type { Change } from "../../model/contract.ts";
import type { Limits, Requests } from "../../model/pace.ts";
import { textOf } from "../../model/writing.ts";

/** No pace is published: only quotas of each user, which others do not use up. */
export const limits: Limits = { shared: "own" };

/** What a change costs when nothing disturbs it, and what it deletes is gone with the reply. */
export function requests(change: Change): Requests {
  const { kind, action, after } = change;
  switch (`${kind} ${action}` as const) {
    case "organization create":
      // Creation takes no logo: it follows, for the version that is read for it.
      return textOf(after, "branding.logoUrl") === undefined
        ? { reads: 1, writes: 1 }
        : { reads: 2, writes: 2 };
    case "member create":
      return { reads: textOf(after, "id") === undefined ? 1 : 2, writes: 1 };
    case "member update":
      // An invitation is cancelled and sent anew.
      return { reads: 1, writes: textOf(after, "email") !== undefined ? 2 : 1 };
    default:
      return { reads: 1, writes: 1 };
  }
}
