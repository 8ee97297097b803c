import * as z from "zod";
import { created, found, ok, Refusal, type Reply } from "../reply.ts";
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
import { issueId } from "./ids.ts";
import { list } from "./list.ts";
import { hasRole, projectsOf } from "./rules.ts";
import type { Level, Project, RoleGrant } from "./state.ts";
import { microTime } from "./times.ts";
import { roleGrantBody } from "./wire.ts";

const grantBody = z.strictObject({
  role_id: name,
  access_level: givenLevel,
  account_id: z.string().nullish(),
});
const updateBody = z.strictObject({ role_id: name.optional(), access_level: givenLevel.optional() });

const grants = "/api/2/projects/:project/roles/";
const one = `${grants}:grant/`;

/** Access of roles to projects; one role may hold several levels on one project. */
export const roleGrantOperations: readonly Operation[] = [
  { method: "GET", path: "/api/2/organizations/:org/roles/access", answer: listAll },
  { method: "GET", path: grants, answer: listGrants },
  { method: "POST", path: grants, action: "project.role.create", answer: createGrant },
  { method: "GET", path: one, answer: readGrant },
  { method: "POST", path: one, action: "project.role.update", answer: updateGrant },
  { method: "DELETE", path: one, action: "project.role.delete", answer: deleteGrant },
];

function listAll(call: Call): Reply {
  const rows = projectsOf(call.state, enterOrganization(call)).flatMap((project) =>
    project.role_access.map((grant) => ({ project, grant })),
  );
  return list(call, rows, ({ project, grant }) => roleGrantBody(project, grant));
}

function listGrants(call: Call): Reply {
  const project = manageProject(call);
  return list(call, project.role_access, (grant) => roleGrantBody(project, grant));
}

function createGrant(call: Call): Reply {
  const project = manageProject(call);
  const { role_id: role, access_level } = readBody(call, grantBody);
  checkFree(call, project, { role, access_level });
  const at = microTime(call.now);
  const grant = { id: issueId(call.state, "grant"), role, access_level, created: at, last_update: at };
  project.role_access.push(grant);
  return created(roleGrantBody(project, grant));
}

function readGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  return ok(roleGrantBody(project, grant));
}

function updateGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  const body = readBody(call, updateBody);
  const wanted = {
    role: body.role_id ?? grant.role,
    access_level: body.access_level ?? grant.access_level,
    except: grant,
  };
  checkFree(call, project, wanted);
  grant.role = wanted.role;
  grant.access_level = wanted.access_level;
  grant.last_update = microTime(call.now);
  return ok(roleGrantBody(project, grant));
}

function deleteGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  project.role_access = project.role_access.filter((each) => each !== grant);
  return ok(roleGrantBody(project, grant));
}

function checkFree(
  call: Call,
  project: Project,
  wanted: { readonly role: string; readonly access_level: Level; readonly except?: RoleGrant },
): void {
  found(hasRole(homeOf(call, project), wanted.role) ? wanted.role : undefined, `Role ${wanted.role}`);
  const taken = project.role_access.some(
    (grant) =>
      grant !== wanted.except && grant.role === wanted.role && grant.access_level === wanted.access_level,
  );
  if (taken) {
    throw new Refusal(409, `The role ${wanted.role} has the level ${wanted.access_level} already`);
  }
}

function grantOfPath(call: Call): { project: Project; grant: RoleGrant } {
  const project = manageProject(call);
  const id = param(call, "grant");
  return {
    project,
    grant: found(
      project.role_access.find((each) => each.id === id),
      `Role access ${id}`,
    ),
  };
}
