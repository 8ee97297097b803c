/** People on the way in: wished for and not there, invited, or invited in vain. */
import type { Attributes } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveMember } from "../../model/live.ts";
import type { MemberResource } from "../../model/resource.ts";
import { diff, side } from "../diff.ts";
import { type Draft, type Findings, found, markOf } from "../findings.ts";
import { addsAtOnce, heldBack, type PeopleContext, pendingAccess, wantedAccess } from "./invitations.ts";

/** Somebody who is not there yet: invited or added, held back, or for a person to bring in. */
export function joining(desired: MemberResource, kind: MemberKind, context: PeopleContext): Findings {
  const { identity, address, origins } = desired;
  const byId = addsAtOnce(kind, identity);
  if (isSelf(desired, context)) {
    const message =
      "this is the credential's own account, which is never invited; somebody else has to add it";
    return found({ forPerson: [{ address, kind: "member", message, origins }] });
  }
  if (!byId && identity.email === undefined) {
    const message = `no live account has the id ${identity.id}, and ${context.input.title} adds nobody by id; have them join, or give an e-mail`;
    return found({ forPerson: [{ address, kind: "member", message, origins }] });
  }
  const held = byId ? undefined : heldBack(desired, context);
  if (held !== undefined) return found({ waiting: [{ address, kind: "member", origins, ...held }] });
  return found({
    changes: [membership(desired, { action: "create", reason: "not-live", mails: byId ? 0 : 1 }, context)],
  });
}

function isSelf({ identity }: MemberResource, { input }: PeopleContext): boolean {
  const self = input.settings.self ?? input.live?.selfEmail;
  return (
    self !== undefined &&
    (self === identity.id ||
      [comparedEmail(identity.email ?? ""), ...identity.aliases].includes(comparedEmail(self)))
  );
}

/** The draft of a member who comes in, with the access that goes with it. */
function membership(
  { address, attributes, identity, origins, ownership, note, ...desired }: MemberResource,
  how: Pick<Draft, "action" | "reason" | "mails">,
  context: PeopleContext,
): Draft {
  const access = wantedAccess({ identity }, context);
  const carried = how.mails > 0 && context.kind?.invitation.carriesAccess && Object.keys(access).length > 0;
  return {
    ...how,
    ...(how.mails > 0 ? markOf(context.kind?.invitation.token) : {}),
    address,
    kind: desired.kind,
    after: {
      roles: [...rolesOf(attributes)].sort(compareText),
      ...(identity.email === undefined ? {} : { email: identity.email }),
      ...(how.mails === 0 && identity.id !== undefined ? { id: identity.id } : {}),
      ...(how.mails === 0 && attributes["status"] !== undefined ? { status: attributes["status"] } : {}),
      ...(carried ? { workspaces: access } : {}),
    },
    fields: [],
    origins,
    ownership,
    ...(note === undefined ? {} : { note }),
  };
}

/** The draft of a change to a live member or invitation. */
export function update(
  desired: MemberResource,
  live: LiveMember,
  fields: Draft["fields"],
  mails: number,
): Draft {
  const { address, origins, ownership, note } = desired;
  return {
    address,
    kind: "member",
    action: "update",
    reason: "differs",
    nativeId: live.id,
    before: side(fields, "before"),
    after: side(fields, "after"),
    fields,
    mails,
    origins,
    ownership,
    live,
    ...(note === undefined ? {} : { note }),
  };
}

/** An expired invitation: sent again, unless it is time to leave the person alone. */
export function resend(desired: MemberResource, live: LiveMember, context: PeopleContext): Findings {
  const { address, origins } = desired;
  const held = heldBack(desired, context);
  if (held !== undefined) return found({ waiting: [{ address, kind: "member", origins, ...held }] });
  const again = membership(desired, { action: "update", reason: "invitation-expired", mails: 1 }, context);
  const fields = [{ path: "status", before: "expired", after: "invited" }];
  return found({
    changes: [
      {
        ...again,
        nativeId: live.id,
        before: { roles: [...live.roles].sort(compareText), status: "expired" },
        after: { ...again.after, status: "invited" },
        fields,
        live,
      },
    ],
  });
}

/** A pending invitation: in sync, changed as the system allows, or waiting for the person. */
export function pending(
  desired: MemberResource,
  live: LiveMember,
  kind: MemberKind,
  context: PeopleContext,
): Findings {
  const renewed = kind.invitation.change === "resend";
  const roles = diff(
    { roles: desired.attributes["roles"] ?? [] },
    { roles: [...live.roles] },
    kind.attributes,
  );
  const access = pendingAccess(desired, live, context);
  const fields = renewed ? [...roles, ...access.fields] : roles;
  const possible = kind.invitation.change !== "none" && fields.length > 0;
  const waiting = waits(desired, {
    role: roles.length > 0 && !possible,
    workspaces: access.fields.length > 0 && !renewed,
    unknown: access.unknown,
  });
  if (!possible) return found({ waiting, unchanged: waiting.length === 0 ? 1 : 0 });
  const draft = update(desired, live, fields, renewed ? 1 : 0);
  return found({ changes: [renewed ? withWhole(draft, desired, context) : draft], waiting });
}

/** What stays wanted of somebody who has yet to accept. */
function waits(
  { address, origins, attributes }: MemberResource,
  what: { readonly role: boolean; readonly workspaces: boolean; readonly unknown: boolean },
): Findings["waiting"] {
  const reasons = [
    ...(what.role ? ["the role differs from the pending invitation's, which cannot be changed"] : []),
    ...(what.workspaces ? ["the workspaces differ from what the invitation carries"] : []),
    ...(what.unknown ? ["the system does not tell which access the invitation carries"] : []),
    ...(attributes["status"] === "suspended" ? ["somebody who is only invited cannot be suspended"] : []),
  ];
  return reasons.map((reason) => ({
    address,
    kind: "member",
    code: "acceptance",
    message: `until the invitation is accepted: ${reason}`,
    origins,
  }));
}

/** An invitation that is sent anew says all that it shall carry, not only what differs. */
function withWhole(draft: Draft, desired: MemberResource, context: PeopleContext): Draft {
  return {
    ...draft,
    ...markOf(context.kind?.invitation.token),
    after: {
      ...draft.after,
      ...membership(desired, { action: "update", reason: "differs", mails: 1 }, context).after,
    },
  };
}

function rolesOf(attributes: Attributes): readonly string[] {
  const roles = attributes["roles"];
  return Array.isArray(roles) ? roles : [];
}
