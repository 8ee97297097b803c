import * as z from "zod";
import { created, found, ok, Refusal, type Reply } from "../reply.ts";
import { accountById } from "./accounts.ts";
import { givenLevel, name } from "./bodies.ts";
import { type Call, enterOrganization, manageProject, type Operation, param, readBody } from "./call.ts";
import { list } from "./list.ts";
import { giveAccess } from "./membership.ts";
import { projectsOf } from "./rules.ts";
import type { AccountGrant, Project } from "./state.ts";
import { microTime } from "./times.ts";
import { accountGrantBody } from "./wire.ts";

// Without account_id the caller is meant, whatever e-mail is given: a trap of the real API.
const grantBody = z.strictObject({
  account_id: name.optional(),
  email: z.string().nullish(),
  access_level: givenLevel.default("VIEWER"),
});
const updateBody = z.strictObject({ access_level: givenLevel.optional() });

const grants = "/api/2/projects/:project/access/";
const one = `${grants}:grant/`;

/** Direct access of accounts to projects, of outsiders too. */
export const accountGrantOperations: readonly Operation[] = [
  { method: "GET", path: "/api/2/organizations/:org/projects/access", answer: listAll },
  { method: "GET", path: grants, answer: listGrants },
  { method: "POST", path: grants, action: "project.access.create", answer: createGrant },
  { method: "GET", path: one, answer: readGrant },
  { method: "POST", path: one, action: "project.access.update", answer: updateGrant },
  { method: "DELETE", path: one, action: "project.access.delete", answer: deleteGrant },
];

function listAll(call: Call): Reply {
  const rows = projectsOf(call.state, enterOrganization(call)).flatMap((project) =>
    project.access.map((grant) => ({ project, grant })),
  );
  return list(call, rows, ({ project, grant }) => accountGrantBody(call.state, project, grant));
}

function listGrants(call: Call): Reply {
  const project = manageProject(call);
  return list(call, project.access, (grant) => accountGrantBody(call.state, project, grant));
}

function createGrant(call: Call): Reply {
  const { state, settings, caller, now } = call;
  const project = manageProject(call);
  const { account_id: account = caller.id, access_level: level } = readBody(call, grantBody);
  found(accountById(state, account), `Account ${account}`);
  if (settings.secondGrant === "refused" && project.access.some((grant) => grant.account === account)) {
    throw new Refusal(409, `The account ${account} has direct access already`);
  }
  return created(accountGrantBody(state, project, giveAccess(state, project, { account, level }, now)));
}

function readGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  return ok(accountGrantBody(call.state, project, grant));
}

function updateGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  grant.access_level = readBody(call, updateBody).access_level ?? grant.access_level;
  grant.last_update = microTime(call.now);
  return ok(accountGrantBody(call.state, project, grant));
}

/** The last OWNER goes like anybody else, or no project could ever be deleted. */
function deleteGrant(call: Call): Reply {
  const { project, grant } = grantOfPath(call);
  project.access = project.access.filter((each) => each !== grant);
  return ok(accountGrantBody(call.state, project, grant));
}

function grantOfPath(call: Call): { project: Project; grant: AccountGrant } {
  const project = manageProject(call);
  const id = param(call, "grant");
  return {
    project,
    grant: found(
      project.access.find((each) => each.id === id),
      `Access ${id}`,
    ),
  };
}
