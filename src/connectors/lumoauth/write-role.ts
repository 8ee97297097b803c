import type { Written } from "../../model/connector.ts";
import type { Role } from "./contract.ts";
import {
  isRefusal,
  moved,
  nativeId,
  organizationId,
  refusedBecause,
  remove,
  targetOf,
  textOf,
  type Writing,
  wireOf,
} from "./writing.ts";

const WIRE = { name: "slug", displayName: "name", description: "description" } as const;

/** POST …/roles; a role's name is its slug there, and its display name the name. */
export async function createRole(writing: Writing): Promise<Written> {
  const { api, change, roles } = writing;
  const organization = organizationId(writing);
  const slug = textOf(change.after, "name") ?? targetOf(writing, "role").role;
  const given = wireOf(change.after, WIRE);
  try {
    const role = await api.createRole(organization, { name: slug, ...given, slug });
    const id = String(role.id);
    roles.settle(organization, id, role);
    return { id };
  } catch (error) {
    if (!isRefusal(error, 409)) throw error;
    const there = (await roles.now(organization)).find((role) => role.slug === slug);
    if (there !== undefined && says(there, given)) return { id: String(there.id) };
    throw refusedBecause(writing, "another role has this name or display name", error);
  }
}

/** PATCH …/roles/{id} with what differs. */
export async function updateRole(writing: Writing): Promise<Written> {
  const { api, change, roles } = writing;
  const organization = organizationId(writing);
  const id = nativeId(writing);
  try {
    roles.settle(organization, id, await api.updateRole(organization, id, wireOf(change.after, WIRE)));
    return {};
  } catch (error) {
    if (!isRefusal(error, 409, 422)) throw error;
    const why = "another role has this name, or the role comes with the organization and stays as it is";
    throw refusedBecause(writing, why, error);
  }
}

/** DELETE …/roles/{id}; 422 means that somebody still holds it, and says who. */
export async function deleteRole(writing: Writing): Promise<Written> {
  const { api, roles } = writing;
  const organization = organizationId(writing);
  const id = nativeId(writing);
  const now = (await roles.now(organization)).find((role) => String(role.id) === id);
  if (now === undefined) return {};
  if (now.isDefault || now.isOwner || now.isSystem)
    throw moved(writing, "has become one of the system's own roles");
  try {
    await remove(() => api.deleteRole(organization, id));
    roles.settle(organization, id);
    return {};
  } catch (error) {
    if (!isRefusal(error, 422)) throw error;
    throw refusedBecause(writing, await holders(writing, organization, id), error);
  }
}

const SHOWN = 5;

async function holders({ api, invitations }: Writing, organization: string, id: string): Promise<string> {
  const [members, invited] = await Promise.all([api.members(organization), invitations.now(organization)]);
  const holding = [
    ...members.filter(({ role }) => String(role?.id) === id).map(({ user }) => user.email),
    ...invited
      .filter(({ role, status }) => status === "pending" && String(role?.id) === id)
      .map(({ email }) => `${email} (invited)`),
  ];
  if (holding.length === 0) return "the role is kept, although nobody seems to hold it";
  const more = holding.length > SHOWN ? ` and ${holding.length - SHOWN} more` : "";
  return `the role is still held by ${holding.slice(0, SHOWN).join(", ")}${more}`;
}

/** Whether a role that is there says what is given: one that came with the organization may be declared by its slug. */
function says({ name, description }: Role, given: Readonly<Record<string, string | null>>): boolean {
  const told = { name, description: description || null };
  return (["name", "description"] as const).every(
    (field) => given[field] === undefined || told[field] === (given[field] || null),
  );
}
