import * as z from "zod";
import { created, found, ok, Refusal, type Reply } from "../reply.ts";
import { sameEmail } from "./accounts.ts";
import { givenLevel, name } from "./bodies.ts";
import {
  type Call,
  enterOrganization,
  homeOf,
  manageProject,
  type Operation,
  param,
  readBody,
} from "./call.ts";
import { invalid } from "./errors.ts";
import { issueId } from "./ids.ts";
import { whole } from "./list.ts";
import { accept, dropInvite } from "./membership.ts";
import { hasRole } from "./rules.ts";
import type { ApimetricsState, Invite, Organization } from "./state.ts";
import { microTime } from "./times.ts";
import { inviteBody } from "./wire.ts";

const projectInviteBody = z.strictObject({
  email: z.email(),
  name: z.string().nullish(),
  access_level: givenLevel.optional(),
});
const inviteRequest = projectInviteBody.extend({ roles: z.array(name).default([]) });

const invites = "/api/2/organizations/:org/invites/";
const projectInvites = "/api/2/projects/:project/invites/";
const own = "/api/2/account/invite/:invite";

/** Invites to an organization or to one project; nothing stops two for one address. */
export const inviteOperations: readonly Operation[] = [
  { method: "GET", path: invites, answer: listInvites },
  { method: "POST", path: invites, action: "invite.create", answer: createInvite },
  { method: "DELETE", path: `${invites}:invite/`, action: "invite.delete", answer: deleteInvite },
  { method: "GET", path: projectInvites, answer: listProjectInvites },
  { method: "POST", path: projectInvites, action: "project.invite.create", answer: createProjectInvite },
  {
    method: "DELETE",
    path: `${projectInvites}:invite/`,
    action: "project.invite.delete",
    answer: deleteProjectInvite,
  },
  { method: "POST", path: own, action: "invite.accept", answer: acceptInvite },
  { method: "DELETE", path: own, action: "invite.reject", answer: rejectInvite },
];

/** An open invite with its organization. */
export interface OpenInvite {
  readonly organization: Organization;
  readonly invite: Invite;
}

/** Every open invite. */
export function openInvites(state: ApimetricsState): readonly OpenInvite[] {
  return state.organizations.flatMap((organization) =>
    organization.invites.map((invite) => ({ organization, invite })),
  );
}

function listInvites(call: Call): Reply {
  const organization = enterOrganization(call);
  const listed = call.settings.projectInviteRows === "listed";
  const rows = organization.invites.filter(({ project_id }) => listed || project_id === null);
  return whole(call, rows, (invite) => inviteBody(call.state, organization, invite));
}

function createInvite(call: Call): Reply {
  const organization = enterOrganization(call);
  const body = readBody(call, inviteRequest);
  const unknown = body.roles.flatMap((role, index) =>
    hasRole(organization, role)
      ? []
      : [{ loc: ["body", "roles", index], msg: `no role ${role}`, type: "unknown" }],
  );
  if (unknown.length > 0) {
    throw invalid(unknown);
  }
  return invite(call, organization, { ...body, project_id: null, access_level: body.access_level ?? null });
}

function deleteInvite(call: Call): Reply {
  const organization = enterOrganization(call);
  const open = inviteOfPath(call);
  if (open.organization !== organization) {
    throw new Refusal(403, `The invite ${open.invite.id} belongs to another organization`);
  }
  dropInvite(organization, open.invite);
  return ok({ status: "deleted" });
}

function listProjectInvites(call: Call): Reply {
  const project = manageProject(call);
  const organization = homeOf(call, project);
  const rows = organization.invites.filter(({ project_id }) => project_id === project.id);
  return whole(call, rows, (one) => inviteBody(call.state, organization, one));
}

function createProjectInvite(call: Call): Reply {
  const project = manageProject(call);
  const body = readBody(call, projectInviteBody);
  const { access_level = "VIEWER" } = body;
  return invite(call, homeOf(call, project), { ...body, access_level, project_id: project.id, roles: [] });
}

function deleteProjectInvite(call: Call): Reply {
  const project = manageProject(call);
  const { organization, invite: open } = inviteOfPath(call);
  found(open.project_id === project.id ? open : undefined, `Invite ${open.id} of this project`);
  dropInvite(organization, open);
  return ok({ status: "deleted" });
}

function acceptInvite(call: Call): Reply {
  const { organization, invite: open } = ownInvite(call);
  accept(call.state, organization, { invite: open, account: call.caller.id }, call.now);
  return ok({ status: "accepted" });
}

function rejectInvite(call: Call): Reply {
  const { organization, invite: open } = ownInvite(call);
  dropInvite(organization, open);
  return ok({ status: "rejected" });
}

function invite(
  { state, caller, now }: Call,
  organization: Organization,
  body: Pick<Invite, "email" | "project_id" | "access_level" | "roles"> & {
    readonly name?: string | null | undefined;
  },
): Reply {
  const at = microTime(now);
  const open: Invite = {
    id: issueId(state, "invite"),
    email: body.email,
    name: body.name ?? null,
    invited_by: caller.id,
    project_id: body.project_id,
    access_level: body.access_level,
    roles: body.roles,
    created: at,
    last_update: at,
  };
  organization.invites.push(open);
  return created(inviteBody(state, organization, open));
}

function inviteOfPath(call: Call): OpenInvite {
  const id = param(call, "invite");
  return found(
    openInvites(call.state).find((open) => open.invite.id === id),
    `Invite ${id}`,
  );
}

function ownInvite(call: Call): OpenInvite {
  const open = inviteOfPath(call);
  if (!sameEmail(call.caller.email, open.invite.email)) {
    throw new Refusal(403, "This invite is for somebody else");
  }
  return open;
}
