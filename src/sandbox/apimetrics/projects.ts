import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  enterOrganization,
  enterProject,
  manageProject,
  type Operation,
  param,
  readBody,
} from "./call.ts";
import { issueId } from "./ids.ts";
import { list } from "./list.ts";
import { giveAccess } from "./membership.ts";
import { projectsOf } from "./rules.ts";
import { COMMUNITY, type Project } from "./state.ts";
import { microTime } from "./times.ts";
import { projectBody } from "./wire.ts";

const fields = z.strictObject({
  name: z.string().min(1).nullish(),
  tags: z.array(z.string()).nullish(),
  email: z.email().nullish(),
  security_profile: z.string().nullish(),
});

const inside = "/api/2/organizations/:org/projects/";
const one = "/api/2/projects/:project/";

/** Projects; one that is deleted goes on outside its organization, for good. */
export const projectOperations: readonly Operation[] = [
  { method: "GET", path: inside, answer: listProjects },
  { method: "POST", path: inside, action: "project.create", answer: createProject },
  { method: "DELETE", path: `${inside}:project/`, action: "project.remove", answer: removeProject },
  { method: "GET", path: one, answer: readProject },
  { method: "POST", path: one, action: "project.update", answer: updateProject },
];

function listProjects(call: Call): Reply {
  const organization = enterOrganization(call);
  const tag = call.query.get("tag");
  const systemTag = call.query.get("system_tag");
  const rows = projectsOf(call.state, organization).filter(
    ({ tags, system_tags }) =>
      (tag === null || tags.includes(tag)) && (systemTag === null || system_tags.includes(systemTag)),
  );
  return list(call, rows, projectBody);
}

function createProject(call: Call): Reply {
  const { state, caller, settings, now } = call;
  const organization = enterOrganization(call);
  const body = readBody(call, fields);
  const at = microTime(now);
  const project: Project = {
    id: issueId(state, "project"),
    name: body.name ?? "New project",
    org_id: organization.id,
    tags: body.tags ?? [],
    system_tags: [],
    email: body.email ?? null,
    security_profile: body.security_profile ?? null,
    created: at,
    last_update: at,
    access: [],
    role_access: [],
  };
  state.projects.push(project);
  if (settings.creatorOwns) {
    giveAccess(state, project, { account: caller.id, level: "OWNER" }, now);
  }
  return ok(projectBody(project));
}

function removeProject(call: Call): Reply {
  const { state, now } = call;
  const organization = enterOrganization(call);
  const id = param(call, "project");
  const project = found(
    projectsOf(state, organization).find((each) => each.id === id),
    `Project ${id} of this organization`,
  );
  if (project.access.length + project.role_access.length > 0) {
    throw new Refusal(409, `Roles or accounts have access to the project ${id}`);
  }
  organization.invites = organization.invites.filter(({ project_id }) => project_id !== id);
  state.projects = state.projects.filter((each) => each !== project);
  project.org_id = COMMUNITY;
  project.last_update = microTime(now);
  state.community.push(project);
  return ok(projectBody(project));
}

function readProject(call: Call): Reply {
  return ok(projectBody(enterProject(call)));
}

function updateProject(call: Call): Reply {
  const project = manageProject(call);
  const body = readBody(call, fields);
  project.name = body.name ?? project.name;
  project.tags = body.tags ?? project.tags;
  project.email = body.email ?? project.email;
  project.security_profile = body.security_profile ?? project.security_profile;
  project.last_update = microTime(call.now);
  return ok(projectBody(project));
}
