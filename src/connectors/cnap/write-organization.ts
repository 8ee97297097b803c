import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { refusalOf, unlessGone, writeVersion } from "./conditional.ts";
import type { Organization, OrganizationUpdate } from "./contract.ts";
import { liveOrganization } from "./live.ts";
import { moved, nativeId, textOf, type Writing } from "./writing.ts";

/** Makes an organization with its slug, unless it is there; the logo follows, since creation does not take it. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const there = await existing(writing);
  const { id, icon, first } = there === undefined ? await create(writing) : { ...there, first: null };
  const logo = textOf(writing.change.after, "branding.logoUrl");
  if (logo === undefined || icon === logo) return { id };
  const before = { "branding.logoUrl": first };
  await bring(writing, id, { before, after: { "branding.logoUrl": logo } });
  return { id };
}

/** Changes what differs, when the rest of the world left it as the plan saw it. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  const { before = {}, after = {} } = writing.change;
  await bring(writing, nativeId(writing), { before, after });
  return {};
}

/** Deletes an organization that is as the plan saw it: the version of the first look, and no later one. */
export async function deleteOrganization(writing: Writing): Promise<Written> {
  const { api } = writing;
  const id = nativeId(writing);
  let seen: string | undefined;
  await writeVersion(
    async () => {
      const live = await unlessGone(() => api.organization(id));
      if (live === undefined) return undefined;
      refuseForeign(writing, liveOrganization(live).attributes, writing.change.before ?? {});
      if (seen !== undefined && seen !== live.etag) throw moved(writing, "was changed by somebody");
      seen = live.etag;
      return seen;
    },
    (etag) => api.deleteOrganization({ id, etag }),
  );
  return {};
}

/** An organization, and the logo that it got from being made: any other is somebody else's. */
type Made = Organization & { readonly first: string | null };

async function create(writing: Writing): Promise<Made> {
  const { api } = writing;
  const slug = slugOf(writing);
  let made: Organization | undefined;
  const refusal = await refusalOf(async () => {
    made = await api.createOrganization({ name: nameOf(writing), slug });
  });
  if (made !== undefined) return { ...made, first: made.icon || null };
  const there = await existing(writing);
  if (there !== undefined) return { ...there, first: null };
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

/** From what the plan saw to what it wants; anything else is left alone. */
interface Step {
  readonly before: Attributes;
  readonly after: Attributes;
}

async function bring(writing: Writing, id: string, { before, after }: Step): Promise<void> {
  const { api } = writing;
  const update = Object.fromEntries(
    Object.entries(after).flatMap(([attribute, value]) => {
      const field = WIRE[attribute];
      return field === undefined ? [] : [[field, value]];
    }),
  ) as OrganizationUpdate;
  await writeVersion(
    async () => {
      const live = await unlessGone(() => api.organization(id));
      if (live === undefined) throw moved(writing, "was deleted by somebody");
      const { attributes } = liveOrganization(live);
      const left = Object.keys(after).filter((name) => attributes[name] !== after[name]);
      refuseForeign(writing, attributes, Object.fromEntries(left.map((name) => [name, before[name]])));
      return left.length === 0 ? undefined : live.etag;
    },
    (etag) => api.updateOrganization({ id, etag }, update),
  );
}

/** Throws where what is live is not what the plan saw. */
function refuseForeign(
  writing: Writing,
  now: Attributes,
  before: Readonly<Record<string, Attributes[string] | undefined>>,
): void {
  const foreign = Object.keys(before).find((name) => isForeign(now[name], before[name]));
  if (foreign === undefined) return;
  const value = JSON.stringify(now[foreign] ?? null);
  throw moved(writing, `has the ${foreign} ${value} by now: somebody changed it`);
}

/** Whether a value is another than the plan saw; what the plan did not look at may be anything. */
function isForeign(now: Attributes[string] | undefined, before: Attributes[string] | undefined): boolean {
  return before !== undefined && (now ?? null) !== before;
}
