/** How fast SignalSmith may be asked, and what each change costs. Pure; the numbers are reference A's. */
import type { ConnectionSettings } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import type { Limits, Requests } from "../../model/pace.ts";
import { textOf } from "../../model/writing.ts";
import { type Dialect, dialectOf, listsPending } from "./dialect.ts";

/** 100 requests in a minute and 20 in a second for each workspace, whoever asks. */
export function limits(): Limits {
  return { all: { perMinute: 100, perSecond: 20 }, shared: "with-others" };
}

/**
 * What a change costs that nothing disturbs. A linked workspace that has another name than is wished for costs one
 * write more: the change does not say its name.
 */
export function requests(change: Change, settings: ConnectionSettings): Requests {
  const dialect = dialectOf(settings);
  const { kind, action, after } = change;
  if (kind === "member" && action === "update" && textOf(after, "email") !== undefined)
    return renewal(change, dialect, listsPending(settings));
  if (action !== "create") return { reads: 1, writes: 1 };
  if (kind === "workspace") return { reads: isLookedAt(change, dialect) ? 1 : 0, writes: 1 };
  const hasLogo = kind === "organization" && textOf(after, "branding.logoUrl") !== undefined;
  return { reads: 0, writes: hasLogo ? 2 : 1 };
}

/** Sent again where that says all, else taken back and made anew; only made anew where nobody can look. */
function renewal({ reason, before, after }: Change, dialect: Dialect, isListed: boolean): Requests {
  if (!isListed) return { reads: 0, writes: 1 };
  const isSame = String(before?.["roles"]) === String(after?.["roles"]);
  const isResent = dialect.resends && reason === "invitation-expired" && isSame;
  return { reads: dialect.invitations === undefined ? 1 : 2, writes: isResent ? 1 : 2 };
}

/** The name of a workspace: before it is made, and after it was linked where it may have to be another. */
function isLookedAt({ after }: Change, { links, renamesWorkspaces }: Dialect): boolean {
  return !links || (renamesWorkspaces && textOf(after, "displayName") !== undefined);
}
