/** Reads every organization of a plan: found, read whole, and put beside what is wanted of it. */
import { type Connected, facts } from "./connections.ts";
import { resolve } from "./manifest/index.ts";
import { organizationAddress } from "./model/address.ts";
import type { Diagnostic } from "./model/contract.ts";
import { InternalError } from "./model/errors.ts";
import { failure } from "./model/failure.ts";
import type { LiveOrganization } from "./model/live.ts";
import type { Organization, OrganizationKey } from "./model/organization.ts";
import type { OrganizationRecord } from "./model/record.ts";
import { declaredDigests } from "./plan/digest.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { severalOrganizations } from "./plan/problems.ts";
import type { ReconcileRequest } from "./request.ts";

type Connections = ReadonlyMap<string, Connected>;

/** All declared organizations, and those that only the record still speaks of. One failure is that organization's alone. */
export function readAll(
  declared: readonly Organization[],
  request: ReconcileRequest,
  connections: Connections,
): Promise<readonly (OrganizationInput | FailedInput)[]> {
  const gone = forgotten(declared, request.records, connections);
  const all = [
    ...declared.map((organization) => ({ organization, isForgotten: false })),
    ...gone.map((organization) => ({ organization, isForgotten: true })),
  ];
  let done = 0;
  return Promise.all(
    all.map(async ({ organization, isForgotten }) => {
      const input = await readOne(organization, isForgotten, request, connections);
      done += 1;
      request.onRead?.({ done, of: all.length, organization: organization.name });
      return input;
    }),
  );
}

async function readOne(
  organization: Organization,
  isForgotten: boolean,
  request: ReconcileRequest,
  connections: Connections,
): Promise<OrganizationInput | FailedInput> {
  const connection = connections.get(organization.connection);
  if (connection === undefined) throw new InternalError(`There is no connection ${organization.connection}.`);
  const { connector, settings } = connection;
  try {
    const reader = connection.reader();
    const found = chooseLive(await reader.find(organization.key), organization);
    if ("failure" in found) return { organization, settings, ...found };
    const [live, candidates] = await Promise.all([
      found.live === undefined ? undefined : reader.read(found.live),
      organization.workspaces === undefined ? [] : reader.workspaces(),
    ]);
    const resources = isForgotten ? [] : connector.desired(organization, settings);
    return {
      organization,
      resources,
      settings,
      title: connector.title,
      kinds: connector.kinds(settings),
      live,
      candidates,
      satisfiedNames: satisfied(organization, request.records),
      ...memory(organization, resources, request, connection),
      forgotten: isForgotten,
    };
  } catch (error) {
    return { organization, settings, failure: [failure(error, organizationAddress(organization.name))] };
  }
}

/** The one live organization that is meant; earlier slugs count only when the current key is not live. */
function chooseLive(
  live: readonly LiveOrganization[],
  { key, name, origins }: Organization,
): { readonly live: LiveOrganization | undefined } | { readonly failure: readonly Diagnostic[] } {
  const current = live.filter(({ id, slug }) => (key.id === undefined ? slug === key.slug : id === key.id));
  const earlier = live.filter(
    (each) => !current.includes(each) && key.previousSlugs.includes(each.slug ?? ""),
  );
  if (current.length + earlier.length <= 1) return { live: current[0] ?? earlier[0] };
  const slugs = [...current, ...earlier].map(({ slug, id }) => slug ?? id);
  return { failure: [severalOrganizations({ address: organizationAddress(name), origins }, slugs)] };
}

/** What the record, or the base commit in its place, says of the organization. */
function memory(
  organization: Organization,
  resources: OrganizationInput["resources"],
  request: ReconcileRequest,
  { connector, settings }: Connected,
): Pick<OrganizationInput, "record" | "atRecord"> {
  const record = recordOf(organization, request.records);
  const at = (documents: ReconcileRequest["documents"], now: number) => {
    const organizations = documents.organizations.filter(
      ({ value }) => value.metadata.name === organization.name,
    );
    const resolved = resolve(
      { ...documents, organizations },
      { project: request.project, now, systems: facts(request) },
    );
    const then = resolved.organizations.find(({ name }) => name === organization.name);
    return then === undefined ? {} : declaredDigests(then, connector.desired(then, settings));
  };
  if (request.base !== undefined) {
    const declared = at(request.base, request.now);
    return {
      record: {
        ...(record ?? fresh(organization)),
        declared,
        appliedAt: new Date(request.now).toISOString(),
      },
      atRecord: undefined,
    };
  }
  if (record?.appliedAt === undefined) return { record, atRecord: undefined };
  const now = declaredDigests(organization, resources);
  const moved = Object.keys({ ...now, ...record.declared }).some(
    (address) => now[address] !== record.declared[address],
  );
  return { record, atRecord: moved ? at(request.documents, Date.parse(record.appliedAt)) : record.declared };
}

function fresh({ name, connection }: Organization): OrganizationRecord {
  return { formatVersion: 1, organization: name, connection, declared: {}, released: [], invitations: {} };
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

/** The record under the organization's name, or under an earlier one with its addresses renamed. */
function recordOf(
  { name, previousNames }: Organization,
  records: readonly OrganizationRecord[],
): OrganizationRecord | undefined {
  const current = records.find(({ organization }) => organization === name);
  const earlier = records.find(({ organization }) => previousNames.includes(organization));
  if (current !== undefined || earlier === undefined) return current;
  const rename = (address: string) => `${name}${address.slice(earlier.organization.length)}`;
  const renamed = <T>(map: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(map).map(([address, value]) => [rename(address), value]));
  return {
    ...earlier,
    organization: name,
    declared: renamed(earlier.declared),
    released: earlier.released.map(rename),
    invitations: renamed(earlier.invitations),
  };
}

/** Organizations that only the record knows: their manifests are gone, and what live keeps of them is listed. */
function forgotten(
  declared: readonly Organization[],
  records: readonly OrganizationRecord[],
  connections: Connections,
): readonly Organization[] {
  const known = new Set(declared.flatMap(({ name, previousNames }) => [name, ...previousNames]));
  return records
    .filter(({ organization, connection }) => !known.has(organization) && connections.has(connection))
    .filter(({ slug, id }) => slug !== undefined || id !== undefined)
    .map(({ organization, connection, slug, id }) => ({
      name: organization,
      connection,
      key: keyOf(slug, id),
      previousNames: [],
      ensure: "present",
      attributes: {},
      origins: [],
      manifest: null,
    }));
}

function keyOf(slug: string | undefined, id: string | undefined): OrganizationKey {
  return { ...(slug === undefined ? {} : { slug }), ...(id === undefined ? {} : { id }), previousSlugs: [] };
}
