import type { Written } from "../../model/connector.ts";
import type { Organization } from "./contract.ts";
import {
  isRefusal,
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
    throw refusedBecause(writing, `another organization has the slug ${slug} by now; plan again`, error);
  }
}

/** PATCH /organizations/{id} with what differs; `name` follows the name to show only where both were the same. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const id = nativeId(writing);
  const given = wireOf(change.after, WIRE);
  const shown = textOf(change.after, "displayName");
  const before = shown === undefined ? undefined : await api.organization(id);
  const follows = shown !== undefined && before?.name === before?.displayName;
  try {
    await api.updateOrganization(id, { ...given, ...(follows ? { name: shown } : {}) });
    return {};
  } catch (error) {
    if (!isRefusal(error, 409)) throw error;
    throw refusedBecause(writing, "another organization has the slug, or a field is wrong", error);
  }
}

/** DELETE /organizations/{id}. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  const { api } = writing;
  const id = nativeId(writing);
  await remove(
    writing,
    () => api.deleteOrganization(id),
    async () => (await api.organizations()).some((row) => row.id === id),
  );
  return {};
}

function says(row: Organization, given: Readonly<Record<string, string | null>>): boolean {
  const told: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(given).every(([field, value]) => (told[field] || null) === (value || null));
}
