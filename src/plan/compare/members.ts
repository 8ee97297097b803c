/** Members: joined, changed, removed; an invitation is a state on the way (law 7). */
import { memberAddress } from "../../model/address.ts";
import type { Attributes } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { personKey } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveMember } from "../../model/live.ts";
import type { MemberResource } from "../../model/resource.ts";
import { diff } from "../diff.ts";
import { combine, type Findings, found } from "../findings.ts";
import type { Pair, Rest } from "../match/pairs.ts";
import { isAccount } from "../match/people.ts";
import { isProtected } from "../protected.ts";
import { removal, undeclared } from "../undeclared.ts";
import { addsAtOnce, hasExpired, type PeopleContext } from "./invitations.ts";
import { joining, pending, resend, update } from "./joining.ts";

/** What members need. */
export function compareMembers(context: PeopleContext): Findings {
  const { kind, matching } = context;
  if (kind === undefined) return found({});
  return combine([
    ...matching.members.pairs.map((pair) => compareMember(pair, kind, context)),
    ...matching.members.rest.map((rest) => leftover(rest, kind, context)),
    ...matching.members.stale.map((rest) => stale(rest, kind, context)),
  ]);
}

function compareMember(
  { desired, live }: Pair<MemberResource, LiveMember>,
  kind: MemberKind,
  context: PeopleContext,
): Findings {
  if (desired.ensure === "absent")
    return live === undefined ? found({ unchanged: 1 }) : leave(desired, live, kind, context);
  if (live === undefined) return joining(desired, kind, context);
  if (isAccount(live)) return change(desired, live, kind);
  if (!hasExpired(live, desired, context)) return pending(desired, live, kind, context);
  if (!addsAtOnce(kind, desired.identity)) return resend(desired, live, context);
  // The system has come to know them, so that they are added; what is left of the invitation goes.
  const address = memberAddress(context.input.organization.name, personKey({ id: live.id }));
  return combine([joining(desired, kind, context), stale({ address, live }, kind, context)]);
}

function leave(
  desired: MemberResource,
  live: LiveMember,
  kind: MemberKind,
  context: PeopleContext,
): Findings {
  if (live.past === true) return found({ unchanged: 1 });
  if (!isAccount(live) && !kind.invitation.revoke) return irrevocable(desired, desired.address);
  const reason = hasExpired(live, desired, context) ? "invitation-stale" : "declared-absent";
  return found({ changes: [removal(thing(live, desired.address, "exact"), reason, desired)] });
}

function change(desired: MemberResource, live: LiveMember, kind: MemberKind): Findings {
  const fields = diff(desired.attributes, { roles: [...live.roles], status: live.status }, kind.attributes);
  if (fields.length === 0) return found({ unchanged: 1 });
  return found({ changes: [update(desired, live, fields, 0)] });
}

function leftover({ address, live }: Rest<LiveMember>, kind: MemberKind, context: PeopleContext): Findings {
  if (live.past === true) return found({});
  const ownership = context.input.organization.members?.ownership;
  const kept = isProtected(live, context.input) ? "protected" : undefined;
  const protection = live.protection ?? kept ?? (live.email === undefined ? "hidden-email" : undefined);
  const findings = undeclared({
    ...thing(live, address, ownership),
    protection,
    ownerRoles: kind.ownerRoles,
  });
  const [draft] = findings.changes;
  if (draft === undefined || isAccount(live)) return findings;
  if (!kind.invitation.revoke) return irrevocable({ origins: [] }, address);
  return hasExpired(live, { address }, context)
    ? found({ changes: [{ ...draft, reason: "invitation-stale" }] })
    : findings;
}

function irrevocable({ origins }: Pick<MemberResource, "origins">, address: string): Findings {
  const message =
    "until the invitation is accepted or expires: a pending invitation cannot be taken back on this system";
  return found({ waiting: [{ address, kind: "member", code: "acceptance", message, origins }] });
}

/** A second invitation of one person, or one of somebody who is a member: revoked, and no removal of anybody. */
function stale({ address, live }: Rest<LiveMember>, kind: MemberKind, { input }: PeopleContext): Findings {
  const ownership = input.organization.members?.ownership ?? "exact";
  return kind.invitation.revoke && live.past !== true
    ? found({ changes: [removal(thing(live, address, ownership), "invitation-stale")] })
    : found({});
}

function thing<O>(live: LiveMember, address: string, ownership: O) {
  return {
    address,
    kind: "member" as const,
    live,
    nativeId: live.id,
    attributes: memberAttributes(live),
    ownership,
  };
}

function memberAttributes({ email, roles, status }: LiveMember): Attributes {
  return { ...(email === undefined ? {} : { email }), roles: [...roles].sort(compareText), status };
}
