import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { OrganizationChange } from "./contract.ts";
import { doOrSettle, isMade, isToDo, nativeId, remove, textOf, type Writing } from "./writing.ts";

/** POST /organizations; the logo follows by PUT, since creation is not documented to take it. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const slug = textOf(change.after, "slug");
  const name = textOf(change.after, "displayName") ?? slug ?? change.address;
  const logo = textOf(change.after, "branding.logoUrl");
  const made = await doOrSettle<Made>(
    async () => ({ id: await api.createOrganization({ name, ...(slug === undefined ? {} : { slug }) }) }),
    () => madeAlready(writing, { slug, displayName: name }),
  );
  if (logo !== undefined && made.logo !== logo) await api.updateOrganization(made.id, { avatar_url: logo });
  return { id: made.id };
}

interface Made {
  readonly id: string;
  /** As it is, where it was looked at. */
  readonly logo?: string | undefined;
}

/** One that is there already under the slug; another's logo or name is another's work. */
async function madeAlready(
  writing: Writing,
  { slug, displayName }: { readonly slug: string | undefined; readonly displayName: string },
): Promise<Made | undefined> {
  const there = (await writing.api.organizations()).find(({ live }) => live.slug === slug);
  if (there === undefined) return undefined;
  const { "branding.logoUrl": logo = null, ...attributes } = there.live.attributes;
  const shown = logo === null ? attributes : there.live.attributes;
  const change = { ...writing.change, after: { ...writing.change.after, displayName } };
  return isMade({ change }, shown) ? { id: there.id, logo: textOf(shown, "branding.logoUrl") } : undefined;
}

/** PUT /organizations/{id} with what differs. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  if (!isToDo(writing, await attributesNow(writing))) return {};
  await writing.api.updateOrganization(nativeId(writing), wireOf(writing.change.after ?? {}));
  return {};
}

/** DELETE /organizations/{id}. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  if (!isToDo(writing, await attributesNow(writing))) return {};
  await remove(() => writing.api.deleteOrganization(nativeId(writing)));
  return {};
}

/** What the organization is just now; undefined when it is gone. */
async function attributesNow(writing: Writing): Promise<Attributes | undefined> {
  try {
    return (await writing.api.organization(nativeId(writing))).live.attributes;
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404) return undefined;
    throw error;
  }
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
