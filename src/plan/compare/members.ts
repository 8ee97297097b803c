/** Members: joined, changed, removed; an invitation is a state on the way (law 7). */
import type { Attributes } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveMember } from "../../model/live.ts";
import type { MemberResource } from "../../model/resource.ts";
import { diff, side } from "../diff.ts";
import { combine, type Draft, type Findings, found } from "../findings.ts";
import type { Pair, Rest } from "../match/pairs.ts";
import { isAccount } from "../match/people.ts";
import { removal, undeclared } from "../undeclared.ts";
import { hasExpired, heldBack, type PeopleContext, pendingAccess, wantedAccess } from "./invitations.ts";

/** What members need. */
export function compareMembers(context: PeopleContext): Findings {
  const { kind, matching } = context;
  if (kind === undefined) return found({});
  return combine([
    ...matching.members.pairs.map((pair) => compareMember(pair, kind, context)),
    ...matching.members.rest.map((rest) => leftover(rest, kind, context)),
    ...matching.members.stale.map((rest) => stale(rest, kind)),
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
  return hasExpired(live, desired.address, context)
    ? resend(desired, live, context)
    : pending(desired, live, kind, context);
}

function leave(
  desired: MemberResource,
  live: LiveMember,
  kind: MemberKind,
  context: PeopleContext,
): Findings {
  if (!isAccount(live) && !kind.invitation.revoke) return irrevocable(desired, desired.address);
  const reason = hasExpired(live, desired.address, context) ? "invitation-stale" : "declared-absent";
  return found({ changes: [removal(thing(live, desired.address, "exact"), reason, desired.origins)] });
}

function joining(desired: MemberResource, kind: MemberKind, context: PeopleContext): Findings {
  const { identity, address, origins } = desired;
  const byId = kind.addById && identity.id !== undefined;
  if (isSelf(desired, context)) {
    const message =
      "this is the credential's own account, which is never invited; somebody else has to add it";
    return found({ forPerson: [{ address, kind: "member", message, origins }] });
  }
  if (!byId && identity.email === undefined) {
    const message = `no live account has the id ${identity.id}, and ${context.input.title} adds nobody by id; have them join, or give an e-mail`;
    return found({ forPerson: [{ address, kind: "member", message, origins }] });
  }
  const held = byId ? undefined : heldBack(address, context);
  if (held !== undefined) return found({ waiting: [{ address, kind: "member", origins, ...held }] });
  return found({
    changes: [membership(desired, { action: "create", reason: "not-live", mails: byId ? 0 : 1 }, context)],
  });
}

function isSelf({ identity }: MemberResource, { input }: PeopleContext): boolean {
  const { self } = input.settings;
  return (
    self !== undefined &&
    (self === identity.id || comparedEmail(self) === comparedEmail(identity.email ?? ""))
  );
}

/** The draft of a member who comes in, with the access that goes with it. */
function membership(
  { address, attributes, identity, origins, ownership, note, ...desired }: MemberResource,
  how: Pick<Draft, "action" | "reason" | "mails">,
  context: PeopleContext,
): Draft {
  const access = wantedAccess({ identity }, context);
  const carried = context.kind?.invitation.carriesAccess && Object.keys(access).length > 0;
  return {
    ...how,
    address,
    kind: desired.kind,
    after: {
      roles: [...rolesOf(attributes)].sort(compareText),
      ...(identity.email === undefined ? {} : { email: identity.email }),
      ...(how.mails === 0 && identity.id !== undefined ? { id: identity.id } : {}),
      ...(carried ? { workspaces: access } : {}),
    },
    fields: [],
    origins,
    ownership,
    ...(note === undefined ? {} : { note }),
  };
}

function change(desired: MemberResource, live: LiveMember, kind: MemberKind): Findings {
  const fields = diff(desired.attributes, { roles: [...live.roles], status: live.status }, kind.attributes);
  if (fields.length === 0) return found({ unchanged: 1 });
  return found({ changes: [update(desired, live, fields, 0)] });
}

function update(desired: MemberResource, live: LiveMember, fields: Draft["fields"], mails: number): Draft {
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

function resend(desired: MemberResource, live: LiveMember, context: PeopleContext): Findings {
  const { address, origins } = desired;
  const held = heldBack(address, context);
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
function pending(
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
    after: {
      ...draft.after,
      ...membership(desired, { action: "update", reason: "differs", mails: 1 }, context).after,
    },
  };
}

function leftover({ address, live }: Rest<LiveMember>, kind: MemberKind, context: PeopleContext): Findings {
  const ownership = context.input.organization.members?.ownership;
  const protection =
    live.protection ?? (live.email === undefined && isAccount(live) ? "hidden-email" : undefined);
  const findings = undeclared({ ...thing(live, address, ownership), protection });
  const [draft] = findings.changes;
  if (draft === undefined || isAccount(live)) return findings;
  if (!kind.invitation.revoke) return irrevocable({ origins: [] }, address);
  return hasExpired(live, address, context)
    ? found({ changes: [{ ...draft, reason: "invitation-stale" }] })
    : findings;
}

function irrevocable({ origins }: Pick<MemberResource, "origins">, address: string): Findings {
  const message =
    "until the invitation is accepted or expires: a pending invitation cannot be taken back on this system";
  return found({ waiting: [{ address, kind: "member", code: "acceptance", message, origins }] });
}

/** A second invitation of one person, or one of somebody who is a member: revoked, and no removal of anybody. */
function stale({ address, live }: Rest<LiveMember>, kind: MemberKind): Findings {
  return kind.invitation.revoke
    ? found({ changes: [removal(thing(live, address, "exact"), "invitation-stale")] })
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

function rolesOf(attributes: Attributes): readonly string[] {
  const roles = attributes["roles"];
  return Array.isArray(roles) ? roles : [];
}
