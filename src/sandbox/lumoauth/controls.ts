import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { noteAs } from "./audit.ts";
import { statusOf } from "./expiry.ts";
import { accept, type Invited } from "./membership.ts";
import { sameEmail } from "./people.ts";
import type { LumoAuthState } from "./state.ts";

const acceptBody = z.object({
  email: z.email(),
  organization: z.string().optional(),
  tenant: z.string().optional(),
});

type Wanted = z.output<typeof acceptBody>;

/** What a person would do in their mail client: `POST /invitations/accept {email, organization?, tenant?}`. */
export function createControls(state: () => LumoAuthState, now: () => number): readonly Endpoint[] {
  return [
    {
      method: "POST",
      path: "/invitations/accept",
      answer: (request) => acceptFor(request, state(), now()),
    },
  ];
}

function acceptFor({ body }: ApiRequest, state: LumoAuthState, now: number): Reply {
  const parsed = acceptBody.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  const open = pending(state, parsed.data, now);
  found(open[0], `A pending invitation of ${parsed.data.email}`);
  return ok({ accepted: open.map((invited) => acceptOne(state, invited, now)) });
}

function acceptOne(state: LumoAuthState, invited: Invited, now: number): object {
  const { tenant, organization, invitation } = invited;
  const { user } = accept(state, invited, now);
  const actor = { type: "user", id: user, name: invitation.email } as const;
  noteAs({ state, tenant, now }, actor, {
    action: "invitation.accepted",
    id: invitation.id,
    organization: organization.id,
  });
  return { tenant: tenant.slug, organization: organization.id, user };
}

function pending(state: LumoAuthState, wanted: Wanted, now: number): readonly Invited[] {
  return state.tenants
    .filter(({ slug }) => wanted.tenant === undefined || slug === wanted.tenant)
    .flatMap((tenant) =>
      tenant.organizations
        .filter(
          ({ id, slug }) => wanted.organization === undefined || [id, slug].includes(wanted.organization),
        )
        .flatMap((organization) =>
          organization.invitations.map((invitation) => ({ tenant, organization, invitation })),
        ),
    )
    .filter(
      ({ invitation }) =>
        sameEmail(invitation.email, wanted.email) && statusOf(invitation, now) === "pending",
    );
}
