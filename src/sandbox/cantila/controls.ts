import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { isOver, settle } from "./expiry.ts";
import type { World } from "./gate.ts";
import { accountId, handleOf } from "./ids.ts";
import { accept } from "./membership.ts";
import { move } from "./people.ts";

const acceptBody = z.object({ email: z.email(), organization: z.string().optional() });
const switchBody = z.object({ token: z.string(), account: z.string() });

/**
 * What people do beside the API: `POST /invitations/accept {email, organization?}`, where a link that is too old turns
 * its invitation into an expired one, and `POST /sessions/switch {token, account}`, as the console's menu does.
 */
export function createControls(world: () => World): readonly Endpoint[] {
  return [
    { method: "POST", path: "/invitations/accept", answer: (request) => acceptFor(request, world()) },
    { method: "POST", path: "/sessions/switch", answer: (request) => switchFor(request, world()) },
  ];
}

function acceptFor({ body }: ApiRequest, { state, settings: { dialect }, now }: World): Reply {
  const { email, organization } = read(acceptBody, body);
  const wanted = organization === undefined ? undefined : handleOf(organization);
  const clicked = state.accounts
    .filter(({ handle }) => wanted === undefined || handle === wanted)
    .flatMap((account) => account.invites.map((invite) => ({ account, invite })))
    .filter(({ invite }) => invite.email === email.toLowerCase() && invite.status === "pending");
  for (const { invite } of clicked) {
    settle(invite, now);
  }
  const open = clicked.filter(({ invite }) => !isOver(invite, now));
  found(open[0], `A pending invitation of ${email}`);
  for (const { account, invite } of open) {
    accept(state, account, invite, { dialect, now });
  }
  return ok({ accepted: open.map(({ account }) => ({ organization: accountId(account.handle) })) });
}

function switchFor({ body }: ApiRequest, { state }: World): Reply {
  const { token, account } = read(switchBody, body);
  const session = found(
    state.sessions.find((one) => one.token === token),
    "A session with this token",
  );
  if (!move(state, session, handleOf(account))) {
    throw new Refusal(403, `${session.user} is not in ${account}`);
  }
  return ok({ account: accountId(session.account) });
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  return parsed.data;
}
