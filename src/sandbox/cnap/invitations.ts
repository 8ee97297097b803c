import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import { type Call, checkStanding, manageOrganization, type Operation, param, readBody } from "./call.ts";
import { role } from "./fields.ts";
import { issueId } from "./ids.ts";
import { page } from "./list.ts";
import { checkOwners } from "./members.ts";
import { membershipOf } from "./rules.ts";
import type { Invitation, Organization } from "./state.ts";
import { expiryFrom, firstVersion, isExpired, touch, unixSeconds } from "./time.ts";
import { sameEmail, userByEmail } from "./users.ts";
import { invitationBody } from "./wire.ts";

const inviteBody = z.strictObject({ email: z.email(), role: role.default("member") });

const invitations = "/organizations/:organization/invitations";

/** Invitations by e-mail; they heed neither etags nor idempotency keys. */
export const invitationOperations: readonly Operation[] = [
  { method: "GET", path: invitations, answer: listInvitations },
  { method: "POST", path: invitations, answer: invite },
  { method: "POST", path: `${invitations}/:invitation/resend`, answer: resend },
  { method: "DELETE", path: `${invitations}/:invitation`, answer: cancel },
];

function listInvitations(call: Call): Reply {
  const { organization } = manageOrganization(call, 403);
  return page(call, `invitations of ${organization.id}`, pendingIn(organization), (one) =>
    invitationBody(organization, one),
  );
}

function invite(call: Call): Reply {
  const { state, now } = call;
  const { organization, self } = manageOrganization(call, 403);
  const body = readBody(call, inviteBody);
  checkOwners(call, self.role, body.role);
  checkStanding(state, organization);
  checkNew(call, organization, body.email);
  const invitation: Invitation = {
    id: issueId(state, "orgi"),
    ...body,
    status: "pending",
    invited_by: self.user,
    expires_at: expiryFrom(now),
    created_at: unixSeconds(now),
    ...firstVersion(state, now),
  };
  organization.invitations.push(invitation);
  return created(invitationBody(organization, invitation));
}

function resend(call: Call): Reply {
  const { organization, invitation } = invitationToHandle(call);
  if (invitation.status !== "pending") {
    throw new Refusal(409, `The invitation was ${invitation.status}`);
  }
  invitation.expires_at = expiryFrom(call.now);
  touch(call.state, invitation, call.now);
  return ok(invitationBody(organization, invitation));
}

function cancel(call: Call): Reply {
  const { invitation } = invitationToHandle(call);
  found(invitation.status === "pending" || undefined, `A pending invitation ${invitation.id}`);
  takeBack(call, invitation);
  return noContent();
}

/** The invitations of an organization that nobody accepted or canceled, those that ran out among them. */
export function pendingIn({ invitations }: Organization): readonly Invitation[] {
  return invitations.filter(({ status }) => status === "pending");
}

function checkNew(call: Call, organization: Organization, email: string): void {
  const user = userByEmail(call.state, email);
  if (membershipOf(organization, user?.id) !== undefined) {
    throw new Refusal(409, `${email} is already a member of the organization`);
  }
  const standing = pendingIn(organization).find((one) => sameEmail(one.email, email));
  if (standing === undefined) {
    return;
  }
  if (call.settings.expiredInvitations === "standing" || !isExpired(standing, call.now)) {
    throw new Refusal(409, `${email} is already invited`);
  }
  takeBack(call, standing);
}

function takeBack({ state, now }: Call, invitation: Invitation): void {
  invitation.status = "canceled";
  touch(state, invitation, now);
}

function invitationToHandle(call: Call): { organization: Organization; invitation: Invitation } {
  const { organization, self } = manageOrganization(call);
  const id = param(call, "invitation");
  const invitation = found(
    organization.invitations.find((one) => one.id === id),
    `Invitation ${id}`,
  );
  checkOwners(call, self.role, invitation.role);
  checkStanding(call.state, organization);
  return { organization, invitation };
}
