import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { checkStanding, type World } from "./call.ts";
import { issueEtag } from "./ids.ts";
import { pendingIn } from "./invitations.ts";
import { accept } from "./membership.ts";
import { isExpired, unixSeconds } from "./time.ts";
import { sameEmail } from "./users.ts";

const acceptBody = z.object({ email: z.email(), organization: z.string().optional() });
const grantBody = z.object({ workspace: z.string(), organization: z.string() });

/**
 * What only a person could do: accept an invitation, `POST /invitations/accept {email, organization?}`, and let an
 * organization manage a workspace, `POST /workspaces/grant {workspace, organization}`; things are named by id or slug.
 */
export function createControls(world: () => World): readonly Endpoint[] {
  return [
    { method: "POST", path: "/invitations/accept", answer: (request) => acceptFor(request, world()) },
    { method: "POST", path: "/workspaces/grant", answer: (request) => grant(request, world()) },
  ];
}

function acceptFor({ body }: ApiRequest, world: World): Reply {
  const { email, organization: wanted } = read(acceptBody, body);
  const open = world.state.organizations
    .filter((organization) => wanted === undefined || isNamed(organization, wanted))
    .flatMap((organization) => pendingIn(organization).map((invitation) => ({ organization, invitation })))
    .filter(({ invitation }) => sameEmail(invitation.email, email) && !isExpired(invitation, world.now));
  found(open[0], `A pending invitation of ${email}`);
  for (const { organization } of open) {
    checkStanding(world.state, organization);
  }
  const accepted = open.map(({ organization, invitation }) => ({
    organization: organization.id,
    user: accept(world, organization, invitation).id,
  }));
  return ok({ accepted });
}

function grant({ body }: ApiRequest, { state, now }: World): Reply {
  const wanted = read(grantBody, body);
  const workspace = found(
    state.workspaces.find((one) => isNamed(one, wanted.workspace)),
    `Workspace ${wanted.workspace}`,
  );
  const organization = found(
    state.organizations.find((one) => isNamed(one, wanted.organization)),
    `Organization ${wanted.organization}`,
  );
  checkStanding(state, organization);
  if (workspace.management !== null) {
    throw new Refusal(409, `Workspace ${workspace.id} is managed already; revoke that first`);
  }
  workspace.management = { organization: organization.id, granted_at: unixSeconds(now) };
  workspace.management_etag = issueEtag(state);
  return ok({ workspace: workspace.id, organization: organization.id });
}

function isNamed({ id, slug }: { readonly id: string; readonly slug: string | null }, name: string): boolean {
  return id === name || slug === name;
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  return parsed.data;
}
