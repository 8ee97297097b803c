import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import type { OrganizationChange } from "./contract.ts";
import { doOrSettle, nativeId, remove, textOf, type Writing } from "./writing.ts";

/** POST /organizations; the logo follows by PUT, since creation is not documented to take it. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const slug = textOf(change.after, "slug");
  const name = textOf(change.after, "displayName") ?? slug ?? change.address;
  const id = await doOrSettle(
    () => api.createOrganization({ name, ...(slug === undefined ? {} : { slug }) }),
    async () =>
      (await api.organizations()).find(
        ({ live }) => live.slug === slug && live.attributes["displayName"] === name,
      )?.id,
  );
  const logo = textOf(change.after, "branding.logoUrl");
  if (logo !== undefined) await api.updateOrganization(id, { avatar_url: logo });
  return { id };
}

/** PUT /organizations/{id} with what differs. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  await writing.api.updateOrganization(nativeId(writing), wireOf(writing.change.after ?? {}));
  return {};
}

/** DELETE /organizations/{id}. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  await remove(() => writing.api.deleteOrganization(nativeId(writing)));
  return {};
}

function wireOf(after: Attributes): OrganizationChange {
  const slug = textOf(after, "slug");
  const name = textOf(after, "displayName");
  const logo = after["branding.logoUrl"];
  return {
    ...(slug === undefined ? {} : { slug }),
    ...(name === undefined ? {} : { name }),
    ...(typeof logo === "string" || logo === null ? { avatar_url: logo } : {}),
  };
}
