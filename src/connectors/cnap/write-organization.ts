import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { refusalOf, unlessGone, writeVersion } from "./conditional.ts";
import type { Organization, OrganizationUpdate } from "./contract.ts";
import { liveOrganization } from "./live.ts";
import { moved, nativeId, textOf, type Writing } from "./writing.ts";

/** Makes an organization with its slug, unless it is there; the logo follows, since creation does not take it. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const { id, icon } = (await existing(writing)) ?? (await create(writing));
  const logo = textOf(writing.change.after, "branding.logoUrl");
  if (logo !== undefined && icon !== logo) await bring(writing, id, { "branding.logoUrl": logo });
  return { id };
}

/** Changes what differs, when the rest of the world left it as the plan saw it. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  await bring(writing, nativeId(writing), writing.change.after ?? {});
  return {};
}

/** Deletes an organization as it is now. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  const { api } = writing;
  const id = nativeId(writing);
  await writeVersion(
    async () => (await unlessGone(() => api.organization(id)))?.etag,
    (etag) => api.deleteOrganization({ id, etag }),
  );
  return {};
}

async function create(writing: Writing): Promise<Organization> {
  const { api } = writing;
  const slug = slugOf(writing);
  let made: Organization | undefined;
  const refusal = await refusalOf(async () => {
    made = await api.createOrganization({ name: nameOf(writing), slug });
  });
  const there = made ?? (await existing(writing));
  if (there !== undefined) return there;
  throw refusal ?? new InternalError(`${writing.change.address} was made and is not there`);
}

/** The organization with the slug: with the name too it is the one that was made before. */
async function existing(writing: Writing): Promise<Organization | undefined> {
  const found = (await writing.api.organizations()).find(({ slug }) => slug === slugOf(writing));
  if (found === undefined || found.name === nameOf(writing)) return found;
  throw moved(writing, `was made by somebody else, with the name ${JSON.stringify(found.name)},`);
}

function slugOf({ change }: Writing): string {
  const slug = textOf(change.after, "slug");
  if (slug !== undefined) return slug;
  throw new InternalError(`${change.address} has no slug to be made with`);
}

function nameOf(writing: Writing): string {
  return textOf(writing.change.after, "displayName") ?? slugOf(writing);
}

const WIRE: Readonly<Record<string, keyof OrganizationUpdate>> = {
  slug: "slug",
  displayName: "name",
  "branding.logoUrl": "icon",
};

async function bring(writing: Writing, id: string, after: Attributes): Promise<void> {
  const { api, change } = writing;
  const update = Object.fromEntries(
    Object.entries(after).flatMap(([attribute, value]) => {
      const field = WIRE[attribute];
      return field === undefined ? [] : [[field, value]];
    }),
  ) as OrganizationUpdate;
  await writeVersion(
    async () => {
      const live = await api.organization(id);
      const { attributes } = liveOrganization(live);
      const left = Object.keys(after).filter((name) => attributes[name] !== after[name]);
      const foreign = left.find((name) => isForeign(attributes[name], change.before?.[name]));
      if (foreign !== undefined) {
        const now = JSON.stringify(attributes[foreign] ?? null);
        throw moved(writing, `has the ${foreign} ${now} by now: somebody changed it`);
      }
      return left.length === 0 ? undefined : live.etag;
    },
    (etag) => api.updateOrganization({ id, etag }, update),
  );
}

/** Whether a value is another than the plan saw; what the plan did not look at may be anything. */
function isForeign(now: Attributes[string] | undefined, before: Attributes[string] | undefined): boolean {
  return before !== undefined && (now ?? null) !== before;
}
