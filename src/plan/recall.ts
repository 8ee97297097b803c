/** Which record is whose: found by connection and key before name, for names are only what git calls things. */
import type { Address } from "../model/address.ts";
import type { Organization, OrganizationKey } from "../model/organization.ts";
import type { OrganizationRecord } from "../model/record.ts";

/** What the records say of the declared organizations, and of those that no manifest declares any more. */
export interface Recalled {
  readonly records: ReadonlyMap<string, OrganizationRecord>;
  readonly forgotten: readonly { readonly organization: Organization; readonly record: OrganizationRecord }[];
  /** Earlier names under which nothing is remembered any more, by organization. */
  readonly satisfied: ReadonlyMap<string, readonly string[]>;
}

/** Gives every declared organization its record; the others are of organizations whose manifests are gone. */
export function recall(declared: readonly Organization[], records: readonly OrganizationRecord[]): Recalled {
  const own = new Map<string, OrganizationRecord>();
  const taken = new Set<OrganizationRecord>();
  for (const organization of declared) {
    const record = recordOf(
      organization,
      records.filter((each) => !taken.has(each)),
    );
    if (record === undefined) continue;
    taken.add(record);
    own.set(organization.name, underName(record, organization.name));
  }
  const names = new Set(declared.map(({ name }) => name));
  const left = new Map(records.filter((each) => !taken.has(each)).map((each) => [keyText(each), each]));
  return {
    records: own,
    forgotten: [...left.values()].flatMap((record) => forgotten(record, names)),
    satisfied: new Map(declared.map((each) => [each.name, satisfied(each, records)])),
  };
}

function recordOf(
  organization: Organization,
  records: readonly OrganizationRecord[],
): OrganizationRecord | undefined {
  const { name, previousNames, connection, key } = organization;
  const near = records.filter((each) => each.connection === connection);
  const byKey = near.find(
    ({ id, slug }) =>
      (key.id !== undefined && id === key.id) || (key.slug !== undefined && slug === key.slug),
  );
  const bySlug = near.find(({ slug }) => slug !== undefined && key.previousSlugs.includes(slug));
  const byName = [name, ...previousNames].flatMap(
    (each) => near.find(({ organization: known }) => known === each) ?? [],
  );
  return byKey ?? bySlug ?? byName.find((record) => !isAnother(record, key));
}

/** Whether the record is of another live organization than the key means. */
function isAnother({ slug, id }: OrganizationRecord, key: OrganizationKey): boolean {
  if (id !== undefined && key.id !== undefined) return id !== key.id;
  return slug !== undefined && key.slug !== undefined && slug !== key.slug;
}

/** The record with its addresses under the name that the organization has now. */
function underName(record: OrganizationRecord, name: string): OrganizationRecord {
  if (record.organization === name) return record;
  const rename = (address: Address) => `${name}${address.slice(record.organization.length)}`;
  const renamed = <T>(map: Readonly<Record<Address, T>>) =>
    Object.fromEntries(Object.entries(map).map(([address, value]) => [rename(address), value]));
  return {
    ...record,
    organization: name,
    declared: renamed(record.declared),
    released: record.released.map(rename),
    invitations: renamed(record.invitations),
  };
}

/** What is left of an organization without a manifest: nothing is wanted of it, and what live keeps is listed. */
function forgotten(record: OrganizationRecord, names: ReadonlySet<string>): Recalled["forgotten"] {
  const { organization, connection, slug, id } = record;
  if (slug === undefined && id === undefined) return [];
  const name = names.has(organization) ? `${organization}~${plainName(slug ?? id ?? "")}` : organization;
  const key = {
    ...(slug === undefined ? {} : { slug }),
    ...(id === undefined ? {} : { id }),
    previousSlugs: [],
  };
  return [
    {
      record: underName(record, name),
      organization: {
        name,
        connection,
        key,
        previousNames: [],
        ensure: "present",
        attributes: {},
        origins: [],
        people: [],
        manifest: null,
      },
    },
  ];
}

/** A key as letters, digits and percent signs: records are files. */
function plainName(key: string): string {
  return encodeURIComponent(key).replace(
    /[!'()*~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Earlier names have done their work once the record is kept under the current one. */
function satisfied(
  { name, previousNames }: Organization,
  records: readonly OrganizationRecord[],
): readonly string[] {
  const current = records.some(({ organization }) => organization === name);
  const earlier = records.some(({ organization }) => previousNames.includes(organization));
  return current && !earlier ? previousNames : [];
}

function keyText({ connection, slug, id }: OrganizationRecord): string {
  return JSON.stringify([connection, slug ?? null, id ?? null]);
}
