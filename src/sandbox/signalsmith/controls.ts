import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { sameEmail } from "./accounts.ts";
import { isExpired } from "./expiry.ts";
import { openInvitations } from "./invitations.ts";
import { accept } from "./membership.ts";
import type { SignalSmithState } from "./state.ts";

const acceptBody = z.object({ email: z.email(), organization: z.string().optional() });

/** What a person would do in their mail client: `POST /invitations/accept {email, organization?}`. */
export function createControls(state: () => SignalSmithState, now: () => number): readonly Endpoint[] {
  return [
    {
      method: "POST",
      path: "/invitations/accept",
      answer: (request) => acceptFor(request, state(), now()),
    },
  ];
}

function acceptFor({ body }: ApiRequest, state: SignalSmithState, now: number): Reply {
  const parsed = acceptBody.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  const { email, organization: wanted } = parsed.data;
  const open = openInvitations(state).filter(
    ({ organization, invitation }) =>
      sameEmail(invitation.email, email) &&
      !isExpired(invitation, now) &&
      (wanted === undefined || [organization.id, organization.slug].includes(wanted)),
  );
  found(open[0], `A pending invitation of ${email}`);
  const accepted = open.map(({ organization, invitation }) => ({
    organization: organization.id,
    account: accept(state, organization, invitation, now).account,
  }));
  return ok({ accepted });
}
