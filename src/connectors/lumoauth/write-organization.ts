import type { Written } from "../../model/connector.ts";
import type { Organization } from "./contract.ts";
import { liveOrganization } from "./live.ts";
import { isDone, refuseMoved } from "./look.ts";
import {
  codeOf,
  isRefusal,
  moved,
  nativeId,
  refusedBecause,
  remove,
  targetOf,
  textOf,
  type Writing,
  wireOf,
} from "./writing.ts";

const WIRE = {
  slug: "slug",
  displayName: "displayName",
  description: "description",
  "branding.logoUrl": "logoUrl",
} as const;

/** POST /organizations. 409 means that it is there already or that a field is wrong: the slug tells which. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const given = wireOf(change.after, WIRE);
  const slug = textOf(change.after, "slug");
  const name = textOf(change.after, "displayName") ?? slug ?? targetOf(writing, "organization").organization;
  try {
    return { id: (await api.createOrganization({ ...given, name })).id };
  } catch (error) {
    if (!isRefusal(error, 409)) throw error;
    const there = (await api.organizations()).find((row) => row.slug === slug);
    if (there === undefined) throw refusedBecause(writing, "LumoAuth takes a field for wrong", error);
    if (says(there, given)) return { id: there.id };
    throw moved(writing, `was made by somebody else, with the name ${JSON.stringify(there.name)},`);
  }
}

/**
 * PATCH /organizations/{id}, where it is as the plan saw it; `name` follows the name to show only where both were the
 * same.
 */
export async function updateOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const id = nativeId(writing);
  const row = await find(writing, id);
  if (row === undefined) throw moved(writing, "was deleted by somebody");
  const { attributes } = liveOrganization(row);
  refuseMoved(writing, attributes);
  if (isDone(writing, attributes)) return {};
  const shown = textOf(change.after, "displayName");
  const follows = shown !== undefined && row.name === row.displayName;
  try {
    await api.updateOrganization(id, { ...wireOf(change.after, WIRE), ...(follows ? { name: shown } : {}) });
    return {};
  } catch (error) {
    if (!isRefusal(error, 409)) throw error;
    throw refusedBecause(writing, "another organization has the slug, or a field is wrong", error);
  }
}

/** DELETE /organizations/{id}, where it is as the plan saw it. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  const { api } = writing;
  const id = nativeId(writing);
  const row = await find(writing, id);
  if (row === undefined) return {};
  refuseMoved(writing, liveOrganization(row).attributes);
  await remove(
    writing,
    () => api.deleteOrganization(id),
    async () => (await api.organizations()).some((each) => each.id === id),
  );
  return {};
}

/** An organization as it is now; a 404 that does not say what is missing is held against the list. */
async function find({ api }: Writing, id: string): Promise<Organization | undefined> {
  try {
    return await api.organization(id);
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
    const code = codeOf(error);
    if (code === "resource_not_found") return undefined;
    if (code !== undefined) throw error;
    return (await api.organizations()).find((each) => each.id === id);
  }
}

function says(row: Organization, given: Readonly<Record<string, string | null>>): boolean {
  const told: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(given).every(([field, value]) => (told[field] || null) === (value || null));
}
