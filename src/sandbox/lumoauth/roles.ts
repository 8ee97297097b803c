import * as z from "zod";
import { created, ok, Refusal, type Reply } from "../reply.ts";
import { note } from "./audit.ts";
import { type Call, changes, type Operation, pathOrganization, pathRole, readBody } from "./call.ts";
import { isSlug, issueNumber, slugify } from "./ids.ts";
import { list } from "./list.ts";
import { endRole, setDefault } from "./membership.ts";
import { impossible, invalid } from "./refusals.ts";
import { isInUse } from "./rules.ts";
import type { Organization, Role } from "./state.ts";
import { roleBody } from "./wire.ts";

const slug = z.string().refine(isSlug, { error: "must be lower-case words joined by hyphens" }).optional();
const name = z.string().min(1);
const rest = { slug, description: z.string().nullable().optional(), isDefault: z.boolean().optional() };
const createBody = { name, ...rest };
const updateBody = { name: name.optional(), ...rest };

const roles = "/organizations/:organization/roles";
const one = `${roles}/:role`;

/** The roles of an organization; those it came with cannot be changed. */
export const roleOperations: readonly Operation[] = [
  { method: "GET", path: roles, answer: listRoles },
  { method: "POST", path: roles, answer: createRole },
  ...changes(one, updateRole),
  { method: "DELETE", path: one, answer: deleteRole },
];

function listRoles(call: Call): Reply {
  return list<Role>(call, {
    resourceType: "roles",
    rows: pathOrganization(call).roles,
    body: roleBody,
    texts: { name: (role) => role.name, slug: (role) => role.slug },
  });
}

function createRole(call: Call): Reply {
  const organization = pathOrganization(call);
  const body = readBody(call, createBody);
  const wanted = body.slug ?? slugify(body.name);
  if (wanted === "") {
    throw invalid(400, [{ field: "slug", message: "cannot be made from this name, give one" }]);
  }
  checkFree(organization.roles, { name: body.name, slug: wanted }, 409);
  const role: Role = {
    id: issueNumber(call.state, "role"),
    slug: wanted,
    name: body.name,
    description: body.description ?? null,
    isDefault: false,
    isOwner: false,
    isSystem: false,
  };
  organization.roles.push(role);
  setDefault(organization, role, body.isDefault ?? false);
  note(call, "role.created", role.id);
  return created({ data: roleBody(role), message: "Role created" });
}

function updateRole(call: Call): Reply {
  const organization = pathOrganization(call);
  const role = custom(pathRole(call, organization));
  const body = readBody(call, updateBody, 422);
  const next = { name: body.name ?? role.name, slug: body.slug ?? role.slug };
  checkFree(
    organization.roles.filter((other) => other !== role),
    next,
    422,
  );
  role.name = next.name;
  role.slug = next.slug;
  role.description = body.description === undefined ? role.description : body.description;
  setDefault(organization, role, body.isDefault ?? role.isDefault);
  note(call, "role.updated", role.id);
  return ok({ data: roleBody(role), message: "Role updated" });
}

function deleteRole(call: Call): Reply {
  const organization = pathOrganization(call);
  const role = custom(pathRole(call, organization));
  if (isInUse(organization, role, call.now)) {
    throw impossible(`The role ${role.slug} is still in use`);
  }
  endRole(organization, role);
  note(call, "role.deleted", role.id);
  return ok({ message: "Role deleted" });
}

function custom(role: Role): Role {
  if (role.isSystem) {
    throw impossible(`The role ${role.slug} comes with the organization and stays as it is`);
  }
  return role;
}

function checkFree(
  others: Organization["roles"],
  wanted: Readonly<Record<"name" | "slug", string>>,
  status: number,
): void {
  for (const field of ["name", "slug"] as const) {
    if (others.some((other) => other[field].toLowerCase() === wanted[field].toLowerCase())) {
      const message = `Another role of this organization has the ${field} ${wanted[field]}`;
      throw new Refusal(status, message, { code: "duplicate_resource" });
    }
  }
}
