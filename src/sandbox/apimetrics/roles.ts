import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import { type Call, enterOrganization, type Operation, param, readBody } from "./call.ts";
import { list } from "./list.ts";
import { dropRole, isRoleInUse } from "./membership.ts";
import { hasRole, isBuiltIn, PATTERNS } from "./rules.ts";
import { microTime } from "./times.ts";
import { roleBody } from "./wire.ts";

const createBody = z.strictObject({
  id: z.string().regex(PATTERNS.role, "must be 3 to 400 upper-case letters, digits and underscores"),
  description: z.string().nullish(),
});

const roles = "/api/2/organizations/:org/roles/";

/** The roles of an organization; none can be changed, DEFAULT and ADMIN stay. */
export const roleOperations: readonly Operation[] = [
  { method: "GET", path: roles, answer: listRoles },
  { method: "POST", path: roles, action: "role.create", answer: createRole },
  { method: "DELETE", path: `${roles}:role/`, action: "role.delete", answer: deleteRole },
];

function listRoles(call: Call): Reply {
  const organization = enterOrganization(call);
  return list(call, organization.roles, (role) => roleBody(organization, role));
}

function createRole(call: Call): Reply {
  const organization = enterOrganization(call);
  const { id, description } = readBody(call, createBody);
  if (hasRole(organization, id)) {
    throw new Refusal(409, `The organization has a role ${id} already`);
  }
  const at = microTime(call.now);
  const role = { id, description: description ?? null, created: at, last_update: at };
  organization.roles.push(role);
  return ok(roleBody(organization, role));
}

function deleteRole(call: Call): Reply {
  const organization = enterOrganization(call);
  const id = param(call, "role");
  found(hasRole(organization, id) ? id : undefined, `Role ${id}`);
  if (isBuiltIn(id)) {
    throw new Refusal(409, `The role ${id} cannot be deleted`);
  }
  if (call.settings.deleteRoleInUse === "refused" && isRoleInUse(call.state, organization, id)) {
    throw new Refusal(409, `The role ${id} is in use by accounts, invites or projects`);
  }
  dropRole(call.state, organization, id);
  return ok({ status: "deleted" });
}
