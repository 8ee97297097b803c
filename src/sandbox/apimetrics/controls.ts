import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { accountsByEmail, addAccount, sameEmail } from "./accounts.ts";
import { openInvites } from "./invites.ts";
import { accept } from "./membership.ts";
import type { Account, ApimetricsState } from "./state.ts";

const acceptBody = z.object({
  email: z.email(),
  organization: z.string().optional(),
  account: z.string().optional(),
});

/** What a person would do in their mail client: `POST /invitations/accept {email, organization?, account?}`. */
export function createControls(state: () => ApimetricsState, now: () => number): readonly Endpoint[] {
  return [
    {
      method: "POST",
      path: "/invitations/accept",
      answer: (request) => acceptFor(request, state(), now()),
    },
  ];
}

function acceptFor({ body }: ApiRequest, state: ApimetricsState, now: number): Reply {
  const parsed = acceptBody.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  const { email, organization: wanted, account: id } = parsed.data;
  const open = openInvites(state).filter(
    ({ organization, invite }) =>
      sameEmail(invite.email, email) && (wanted === undefined || organization.id === wanted),
  );
  found(open[0], `An open invite of ${email}`);
  const account = signIn(state, email, id);
  for (const { organization, invite } of open) {
    accept(state, organization, { invite, account: account.id }, now);
  }
  const accepted = open.map(({ organization, invite }) => ({
    organization: organization.id,
    ...(invite.project_id === null ? {} : { project: invite.project_id }),
    account: account.id,
  }));
  return ok({ accepted });
}

function signIn(state: ApimetricsState, email: string, id: string | undefined): Account {
  const known = accountsByEmail(state, email);
  if (id !== undefined) {
    return found(
      known.find((account) => account.id === id),
      `Account ${id} with the e-mail ${email}`,
    );
  }
  const [first, second] = known;
  if (second !== undefined) {
    throw new Refusal(409, `Several accounts have the e-mail ${email}; name one as account`);
  }
  return first ?? addAccount(state, email);
}
