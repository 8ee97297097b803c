import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import type { Invitation, Member, Role } from "./contract.ts";
import { liveRole } from "./live.ts";
import { isDone, refuseMoved } from "./look.ts";
import {
  isRefusal,
  keyOf,
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
    const rows = await roles.now(organization);
    const there = rows.find((role) => role.slug === slug);
    if (there !== undefined && says(there, given)) return { id: String(there.id) };
    if (there !== undefined)
      throw moved(writing, "was made by somebody else, with another display name or description,");
    throw refusedBecause(writing, inTheWay(rows, given["name"] ?? slug), error);
  }
}

/** Which role keeps another one from being made. */
function inTheWay(rows: readonly Role[], wanted: string): string {
  const same = rows.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return same === undefined
    ? "another role has this name or display name"
    : `the role ${same.slug} has the display name ${same.name} already; write \`previously: [${same.slug}]\` if that one shall be renamed, else give this one another \`displayName\``;
}

/** PATCH …/roles/{id} with what differs, where it is as the plan saw it. */
export async function updateRole(writing: Writing): Promise<Written> {
  const { api, change, roles } = writing;
  const organization = organizationId(writing);
  const id = nativeId(writing);
  const now = (await roles.recent(organization)).find((role) => String(role.id) === id);
  if (now === undefined) throw moved(writing, "was deleted by somebody");
  refuseMoved(writing, attributesOf(now));
  try {
    if (!isDone(writing, attributesOf(now)))
      roles.settle(organization, id, await api.updateRole(organization, id, wireOf(change.after, WIRE)));
    rememberName(writing, organization);
    return {};
  } catch (error) {
    if (!isRefusal(error, 409, 422)) throw error;
    const why = "another role has this name, or the role comes with the organization and stays as it is";
    throw refusedBecause(writing, why, error);
  }
}

function attributesOf(role: Role): Attributes {
  const { name, attributes } = liveRole(role);
  return { name, ...attributes };
}

/** Later changes of members may call the role by the name that it had when the plan was made. */
function rememberName(writing: Writing, organization: string): void {
  const { change, done } = writing;
  const name = textOf(change.before, "name");
  const key = keyOf(organization, nativeId(writing));
  if (name !== undefined) done.renamed.set(key, new Set(done.renamed.get(key)).add(name));
}

/**
 * DELETE …/roles/{id}, where it is as the plan saw it, and nobody has come to hold it since. 422 means that somebody still
 * holds it, and says who.
 */
export async function deleteRole(writing: Writing): Promise<Written> {
  const { api, roles } = writing;
  const organization = organizationId(writing);
  const id = nativeId(writing);
  const find = async () => (await roles.now(organization)).find((role) => String(role.id) === id);
  const now = await find();
  if (now === undefined) return {};
  if (now.isDefault || now.isOwner || now.isSystem)
    throw moved(writing, "has become one of the system's own roles");
  refuseMoved(writing, attributesOf(now));
  await refuseGiven(writing, organization, id);
  try {
    await remove(
      writing,
      () => api.deleteRole(organization, id),
      async () => (await find()) !== undefined,
    );
    roles.settle(organization, id);
    return {};
  } catch (error) {
    if (!isRefusal(error, 422)) throw error;
    const { members, invitations } = writing;
    const all = await holders(id, [members.now(organization), invitations.now(organization)]);
    const why = all.length === 0 ? "kept, although nobody seems to hold it" : `still held by ${named(all)}`;
    throw refusedBecause(writing, `the role is ${why}`, error);
  }
}

/** Whom the plan saw to lose the role is among its effects; whoever holds it beyond them got it meanwhile. */
async function refuseGiven(writing: Writing, organization: string, id: string): Promise<void> {
  const { members, invitations, change } = writing;
  const all = await holders(id, [members.recent(organization), invitations.recent(organization)]);
  const seen = change.effects.filter(({ cascade }) => cascade).length;
  if (all.length > seen) throw moved(writing, `has got a new holder among ${named(all)}`);
}

const SHOWN = 5;

function named(all: readonly string[]): string {
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : "";
  return `${all.slice(0, SHOWN).join(", ")}${more}`;
}

type Lists = readonly [Promise<readonly Member[]>, Promise<readonly Invitation[]>];

async function holders(id: string, lists: Lists): Promise<readonly string[]> {
  const [joined, invited] = await Promise.all(lists);
  return [
    ...joined.filter(({ role }) => String(role?.id) === id).map(({ user }) => user.email),
    ...invited
      .filter(({ role, status }) => status === "pending" && String(role?.id) === id)
      .map(({ email }) => `${email} (invited)`),
  ];
}

/** Whether a role that is there says what is given: one that came with the organization may be declared by its slug. */
function says({ name, description }: Role, given: Readonly<Record<string, string | null>>): boolean {
  const told = { name, description: description || null };
  return (["name", "description"] as const).every(
    (field) => given[field] === undefined || told[field] === (given[field] || null),
  );
}
