import * as z from "zod";
import { ok, type Reply } from "../reply.ts";
import { sameEmail } from "./accounts.ts";
import { type Call, enterOrganization, type Operation, readBody } from "./call.ts";
import { levelsOf, rolesOf } from "./rules.ts";
import { microTime } from "./times.ts";
import { inviteBody, organizationBody, projectBody, rolesByOrganization } from "./wire.ts";

const updateBody = z.strictObject({
  name: z.string().min(1).nullish(),
  tags: z.array(z.string()).nullish(),
  enforce_2fa: z.boolean().nullish(),
  kms_enabled: z.boolean().nullish(),
  password_expiry_days: z.int().nonnegative().nullish(),
});

const one = "/api/2/organizations/:org/";

/** Finding one's organizations, reading one, changing one; none can be made or deleted. */
export const organizationOperations: readonly Operation[] = [
  { method: "GET", path: "/api/2/account/projects", answer: discover },
  { method: "GET", path: one, answer: readOrganization },
  { method: "POST", path: one, action: "organization.update", answer: updateOrganization },
];

function discover({ state, caller }: Call): Reply {
  const organizations = state.organizations.filter((each) => rolesOf(each, caller.id).length > 0);
  const projects = state.projects.filter((each) => levelsOf(state, each, caller.id).length > 0);
  const invites = state.organizations.flatMap((each) =>
    each.invites
      .filter(({ email }) => sameEmail(caller.email, email))
      .map((invite) => inviteBody(state, each, invite)),
  );
  const meta = {
    account_id: caller.id,
    roles: rolesByOrganization(state, caller.id),
    permissions: [],
    current_project_id: projects[0]?.id ?? null,
    invites,
  };
  const byId = Object.fromEntries(organizations.map((each) => [each.id, organizationBody(each)]));
  return ok({ meta, projects: projects.map(projectBody), organizations: byId });
}

function readOrganization(call: Call): Reply {
  return ok(organizationBody(enterOrganization(call)));
}

function updateOrganization(call: Call): Reply {
  const organization = enterOrganization(call);
  const body = readBody(call, updateBody);
  organization.name = body.name ?? organization.name;
  organization.tags = body.tags ?? organization.tags;
  organization.enforce_2fa = body.enforce_2fa ?? organization.enforce_2fa;
  organization.kms_enabled = body.kms_enabled ?? organization.kms_enabled;
  organization.password_expiry_days = body.password_expiry_days ?? organization.password_expiry_days;
  organization.last_update = microTime(call.now);
  return ok(organizationBody(organization));
}
