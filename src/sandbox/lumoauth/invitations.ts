import * as z from "zod";
import { created, found, ok, Refusal, type Reply } from "../reply.ts";
import { note } from "./audit.ts";
import { type Call, type Operation, param, pathOrganization, readBody } from "./call.ts";
import { expiryFrom, isoTime, statusOf } from "./expiry.ts";
import { issueNumber } from "./ids.ts";
import { list } from "./list.ts";
import { sameEmail, userByEmail } from "./people.ts";
import { impossible } from "./refusals.ts";
import { roleFields, roleOrDefault } from "./role-choice.ts";
import type { Invitation, Organization } from "./state.ts";
import { invitationBody } from "./wire.ts";

const inviteBody = { email: z.email(), ...roleFields };

const invitations = "/organizations/:organization/invitations";
const one = `${invitations}/:invitation`;

/** Invitations of an organization, those that are over included. */
export const invitationOperations: readonly Operation[] = [
  { method: "GET", path: invitations, answer: listInvitations },
  { method: "POST", path: invitations, answer: invite },
  { method: "POST", path: `${one}/resend`, answer: resend },
  { method: "DELETE", path: one, answer: revoke },
];

function listInvitations(call: Call): Reply {
  const organization = pathOrganization(call);
  return list<Invitation>(call, {
    resourceType: "invitations",
    rows: organization.invitations,
    body: (invitation) => invitationBody(organization, invitation, call.now),
    texts: { email: ({ email }) => email },
    times: { createdAt: (row) => row.createdAt, expiresAt: (row) => row.expiresAt },
  });
}

function invite(call: Call): Reply {
  const { state, key, now } = call;
  const organization = pathOrganization(call);
  const { email, ...choice } = readBody(call, inviteBody);
  const role = roleOrDefault(organization, choice, 400);
  checkNew(call, organization, email);
  const invitation: Invitation = {
    id: issueNumber(state, "invitation"),
    email,
    role,
    status: "pending",
    invitedBy: key.name,
    createdAt: isoTime(now),
    expiresAt: expiryFrom(now),
    sends: 1,
  };
  organization.invitations.push(invitation);
  note(call, "invitation.sent", invitation.id);
  return created({ data: invitationBody(organization, invitation, now), message: "Invitation sent" });
}

function resend(call: Call): Reply {
  const invitation = pathInvitation(call);
  const status = statusOf(invitation, call.now);
  if (status !== "pending") {
    throw impossible(`The invitation is ${status} and cannot be sent again`);
  }
  invitation.sends += 1;
  invitation.expiresAt = expiryFrom(call.now);
  note(call, "invitation.resent", invitation.id);
  return ok({ message: "Invitation sent again" });
}

function revoke(call: Call): Reply {
  const invitation = pathInvitation(call);
  // Only 404 is documented as a refusal, so an invitation that is over counts as not there.
  found(statusOf(invitation, call.now) === "pending" || undefined, `Pending invitation ${invitation.id}`);
  invitation.status = "revoked";
  note(call, "invitation.revoked", invitation.id);
  return ok({ message: "Invitation revoked" });
}

function checkNew({ tenant, settings, now }: Call, organization: Organization, email: string): void {
  const user = userByEmail(tenant, email);
  if (organization.members.some((member) => member.user === user?.id)) {
    throw new Refusal(409, `${email} is already a member of the organization`);
  }
  const pending = organization.invitations.some(
    (other) => sameEmail(other.email, email) && statusOf(other, now) === "pending",
  );
  if (pending && settings.duplicateInvitations === "refused") {
    throw new Refusal(409, `${email} is already invited`);
  }
}

function pathInvitation(call: Call): Invitation {
  const id = param(call, "invitation");
  return found(
    pathOrganization(call).invitations.find((invitation) => String(invitation.id) === id),
    `Invitation ${id} of this organization`,
  );
}
