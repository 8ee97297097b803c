import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import { accountByEmail, sameEmail } from "./accounts.ts";
import { type Call, manageOrganization, type Operation, param, readBody } from "./call.ts";
import { expiryFrom, isExpired, isoTime } from "./expiry.ts";
import { accessBody, checkAccess, checkHandle, organizationRole } from "./grants.ts";
import { issueId } from "./ids.ts";
import { list } from "./list.ts";
import { accept, dropInvitation } from "./membership.ts";
import type { Invitation, Organization, SignalSmithState } from "./state.ts";
import { invitationBody, memberBody } from "./wire.ts";

const inviteBody = z.object({
  email: z.email(),
  org_role: organizationRole,
  workspace_access: accessBody.default([]),
});

const organization = "/organizations/:organization";
const invitations = `${organization}/invitations`;
const invites = `${organization}/invites`;
const acceptAnywhere = "/organizations/invitations/:invitation/accept";

/** Invitations; each document has its own paths, and the guide only the sending. */
export const invitationOperations: readonly Operation[] = [
  {
    method: "POST",
    path: `${organization}/members/invite`,
    dialects: ["guide", "reference-b"],
    answer: invite,
  },
  { method: "POST", path: invitations, dialects: ["reference-a"], answer: invite },
  { method: "GET", path: invitations, dialects: ["reference-a"], answer: listInvitations },
  { method: "DELETE", path: `${invitations}/:invitation`, dialects: ["reference-a"], answer: cancel },
  { method: "POST", path: acceptAnywhere, dialects: ["reference-a"], answer: acceptInvitation },
  { method: "GET", path: invites, dialects: ["reference-b"], answer: listInvitations },
  { method: "DELETE", path: `${invites}/:invitation`, dialects: ["reference-b"], answer: cancel },
  { method: "POST", path: `${invites}/:invitation/resend`, dialects: ["reference-b"], answer: resend },
  {
    method: "POST",
    path: `${invites}/:invitation/accept`,
    dialects: ["reference-b"],
    answer: acceptInvitation,
  },
];

function invite(call: Call): Reply {
  const { state, now } = call;
  const { organization, role } = manageOrganization(call);
  const body = readBody(call, inviteBody);
  checkHandle(role, body.org_role);
  checkAccess(state, organization, body.workspace_access);
  checkNew(call, organization, body.email);
  dropInvitation(organization, body.email);
  const invitation: Invitation = {
    id: issueId(state, "inv"),
    ...body,
    created_at: isoTime(now),
    expires_at: expiryFrom(now),
    sends: 1,
  };
  organization.invitations.push(invitation);
  return created(invitationBody(invitation, now));
}

function listInvitations(call: Call): Reply {
  const { organization } = manageOrganization(call);
  return list(call, "paged", organization.invitations, (one) => invitationBody(one, call.now));
}

function cancel(call: Call): Reply {
  const { organization, invitation } = invitationToHandle(call);
  dropInvitation(organization, invitation.email);
  return noContent();
}

function resend(call: Call): Reply {
  const { invitation } = invitationToHandle(call);
  invitation.sends += 1;
  invitation.expires_at = expiryFrom(call.now);
  return ok(invitationBody(invitation, call.now));
}

function acceptInvitation(call: Call): Reply {
  const id = param(call, "invitation");
  const { organization, invitation } = found(
    openInvitations(call.state).find((open) => open.invitation.id === id),
    `Invitation ${id}`,
  );
  if (!sameEmail(invitation.email, call.caller.email)) {
    throw new Refusal(403, "This invitation is for somebody else");
  }
  if (isExpired(invitation, call.now)) {
    throw new Refusal(409, "This invitation has expired");
  }
  return ok(memberBody(call, organization, accept(call.state, organization, invitation, call.now)));
}

/** Every invitation with its organization. */
export function openInvitations(
  state: SignalSmithState,
): readonly { readonly organization: Organization; readonly invitation: Invitation }[] {
  return state.organizations.flatMap((organization) =>
    organization.invitations.map((invitation) => ({ organization, invitation })),
  );
}

function checkNew({ state, now }: Call, organization: Organization, email: string): void {
  const account = accountByEmail(state, email);
  if (organization.members.some((member) => member.account === account?.id)) {
    throw new Refusal(409, `${email} is already a member of the organization`);
  }
  if (organization.invitations.some((one) => sameEmail(one.email, email) && !isExpired(one, now))) {
    throw new Refusal(409, `${email} is already invited`);
  }
}

function invitationToHandle(call: Call): { organization: Organization; invitation: Invitation } {
  const { organization, role } = manageOrganization(call);
  const id = param(call, "invitation");
  const invitation = found(
    organization.invitations.find((one) => one.id === id),
    `Invitation ${id}`,
  );
  checkHandle(role, invitation.org_role);
  return { organization, invitation };
}
