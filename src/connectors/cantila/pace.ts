/** How fast Cantila may be asked, and what each change costs. Pure. */
import type { ConnectionSettings } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import type { Limits, Requests } from "../../model/pace.ts";
import { textOf } from "../../model/writing.ts";
import { dialectOf } from "./dialect.ts";
import { lookOf } from "./look.ts";

/** No limit of the API is published. */
export function limits(): Limits {
  return { shared: "own" };
}

/** What a change costs that nothing disturbs, the look whether its account is reached among it; the dialect is known by then. */
export function requests(change: Change, settings: ConnectionSettings): Requests {
  const { kind, action, after } = change;
  if (kind === "organization") return organization(change, dialectOf(settings) === "documented");
  const isInvited = textOf(after, "email") !== undefined;
  if (!isInvited) return { reads: 2, writes: 1 };
  // Invitations and members; an invitation that is taken back first costs a second look at the members.
  return action === "create" ? { reads: 3, writes: 1 } : { reads: 4, writes: 2 };
}

/** A look that is shown apart is read before it is written, to send what stays, and afterwards. */
function organization({ action, after = {} }: Change, isApart: boolean): Requests {
  const setting = isApart ? 2 : 0;
  if (action !== "create") return { reads: 1 + setting + (isApart ? 1 : 0), writes: 1 };
  const isDressed = Object.keys(lookOf(after)).length > 0;
  return isDressed ? { reads: 2 + setting, writes: 2 } : { reads: 1, writes: 1 };
}
