/** An owner leaves only once the successor is in. */
import type { Waiting } from "../model/contract.ts";
import type { MemberKind } from "../model/kinds.ts";
import type { LiveMember, LiveState } from "../model/live.ts";
import type { MemberResource } from "../model/resource.ts";
import { addsAtOnce } from "./compare/invitations.ts";
import type { Draft } from "./findings.ts";
import type { Pair } from "./match/pairs.ts";
import { isAccount } from "./match/people.ts";
import { activeOwners, countsAsOwner, makesOwner } from "./owners.ts";

/** Whether a change takes an owner that counts away: removal, demotion, suspension. */
export function losesOwner(
  { live, action, after }: Pick<Draft, "live" | "action" | "after">,
  kind: MemberKind,
): boolean {
  if (live?.kind !== "member" || !countsAsOwner(live, kind)) return false;
  if (action === "delete") return true;
  const roles = after?.["roles"];
  return (Array.isArray(roles) && !makesOwner(roles, kind)) || after?.["status"] === "suspended";
}

/** Whether a change makes an owner that counts at once: a promotion, or somebody who is added without a mail. */
export function gainsOwner(
  { live, action, after, mails }: Pick<Draft, "live" | "action" | "after" | "mails">,
  kind: MemberKind,
): boolean {
  const roles = after?.["roles"];
  const named = Array.isArray(roles) && makesOwner(roles, kind);
  if (action === "create") return named && mails === 0 && after?.["status"] !== "suspended";
  if (live?.kind !== "member" || !isAccount(live) || countsAsOwner(live, kind)) return false;
  const status = after?.["status"] ?? live.status;
  const promoted = { ...live, roles: Array.isArray(roles) ? roles : live.roles };
  return countsAsOwner({ ...promoted, status: status === "active" ? "active" : "suspended" }, kind);
}

interface Handover {
  readonly changes: readonly Draft[];
  readonly waiting: readonly Waiting[];
}

/** Holds owners' removals and demotions back while only invited successors would be left. */
export function handover(
  changes: readonly Draft[],
  members: readonly Pair<MemberResource, LiveMember>[],
  {
    live,
    kind,
    minOwners,
  }: { readonly live: LiveState; readonly kind: MemberKind; readonly minOwners: number },
): Handover {
  const losing = changes.filter((draft) => losesOwner(draft, kind));
  const gaining = changes.filter((draft) => gainsOwner(draft, kind));
  const left = activeOwners(live, kind).length - losing.length + gaining.length;
  const successors = members.filter(
    ({ desired, live: found }) =>
      (found === undefined ? !addsAtOnce(kind, desired.identity) : !isAccount(found)) &&
      desired.ensure === "present" &&
      makesOwner(desired.attributes["roles"] as readonly string[], kind),
  );
  if (losing.length === 0 || left >= minOwners || left + successors.length < minOwners)
    return { changes, waiting: [] };
  const names = successors.map(({ desired }) => desired.identity.key).join(", ");
  const held = new Set(losing);
  return {
    changes: changes.filter((draft) => !held.has(draft)),
    waiting: losing.map((draft) => ({
      address: draft.address,
      kind: "member",
      code: "successor-acceptance",
      message: `until ${names} accepts: the organization would be without an active owner`,
      origins: draft.origins,
      draft,
    })),
  };
}
