import * as z from "zod";
import { created, ok, type Reply } from "../reply.ts";
import { note } from "./activity.ts";
import { type Call, emailSchema, type Operation, param, readBody, roleSchema } from "./call.ts";
import { foundOr404, refuse } from "./errors.ts";
import { inviteExpiry, isoTime } from "./expiry.ts";
import { issueId } from "./ids.ts";
import { findInvite } from "./membership.ts";
import { DIALECTS, defaultRole } from "./rules.ts";
import type { Invite } from "./state.ts";
import { inviteBody } from "./wire.ts";

const invites = "/invites";
const one = `${invites}/:invite`;

/** Invitations, as the account that invites sees them. */
export const inviteOperations: readonly Operation[] = [
  { method: "GET", path: invites, dialects: DIALECTS, by: "account", answer: listInvites },
  { method: "POST", path: invites, dialects: DIALECTS, by: "account", answer: invite },
  { method: "GET", path: one, dialects: ["documented"], by: "account", answer: readInvite },
  { method: "DELETE", path: one, dialects: DIALECTS, by: "account", answer: revoke },
  { method: "POST", path: `${one}/resend`, dialects: ["documented"], by: "account", answer: resend },
];

function listInvites(call: Call): Reply {
  const shown = call.account.invites.filter(
    ({ status }) => call.settings.dialect === "server" || status === "pending",
  );
  return ok({ invites: shown.toReversed().map((one) => bodyOf(call, one)) });
}

/** An overdue invitation still counts as pending here, because nobody has looked it up. */
function invite(call: Call): Reply {
  const { state, settings, account, now } = call;
  const documented = settings.dialect === "documented";
  const schema = z.object({
    email: emailSchema,
    role: roleSchema(settings).default(defaultRole(settings.dialect)),
  });
  const { email, role } = readBody(call, schema);
  if (account.invites.some((one) => one.email === email && one.status === "pending")) {
    throw refuse(400, "an invite for this email is already pending");
  }
  if (documented && account.members.some((member) => member.email === email)) {
    throw refuse(400, "this email is a member already");
  }
  const id = issueId(state, "inv");
  const made: Invite = {
    id,
    email,
    role,
    status: "pending",
    token: `cti_${id}`,
    invitedBy: call.caller.session?.user ?? null,
    createdAt: isoTime(now),
    expiresAt: inviteExpiry(now),
    acceptedAt: null,
    acceptedBy: null,
    sends: documented ? 1 : 0,
  };
  account.invites.push(made);
  note(call, "invite.created", `${email} as ${role}`);
  return created({ invite: bodyOf(call, made), ...(documented ? {} : { token: made.token }) });
}

function readInvite(call: Call): Reply {
  return ok(bodyOf(call, inviteOf(call)));
}

function revoke(call: Call): Reply {
  const invite = pending(inviteOf(call));
  invite.status = "revoked";
  note(call, "invite.revoked", invite.email);
  return ok(bodyOf(call, invite));
}

function resend(call: Call): Reply {
  const invite = pending(inviteOf(call));
  invite.sends += 1;
  if (call.settings.resend === "extends") {
    invite.expiresAt = inviteExpiry(call.now);
  }
  note(call, "invite.resent", invite.email);
  return ok(bodyOf(call, invite));
}

function inviteOf(call: Call): Invite {
  const id = param(call, "invite");
  const { account, invite } = foundOr404(
    findInvite(call.state, (one) => one.id === id),
    "invite",
  );
  if (account === call.account) {
    return invite;
  }
  throw call.settings.dialect === "server"
    ? refuse(400, "invite belongs to a different account")
    : refuse(404, "invite not found");
}

function pending(invite: Invite): Invite {
  if (invite.status !== "pending") {
    throw refuse(400, `invite is already ${invite.status}`);
  }
  return invite;
}

function bodyOf({ state, settings, account }: Call, invite: Invite): object {
  return inviteBody(state, settings.dialect, account, invite);
}
