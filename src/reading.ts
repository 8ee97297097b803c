/** Reads every organization of a plan: found, read whole, and put beside what is wanted of it. */
import { type Connected, facts } from "./connections.ts";
import { resolve } from "./manifest/index.ts";
import { organizationAddress } from "./model/address.ts";
import type { Reader } from "./model/connector.ts";
import type { Diagnostic } from "./model/contract.ts";
import { InternalError } from "./model/errors.ts";
import { failure } from "./model/failure.ts";
import type { LiveOrganization, LiveState } from "./model/live.ts";
import type { Organization } from "./model/organization.ts";
import type { OrganizationRecord } from "./model/record.ts";
import type { Resource } from "./model/resource.ts";
import { declaredDigests } from "./plan/digest.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { unseenEmails } from "./plan/known.ts";
import { toBeEnded, toBeLinked } from "./plan/match/named.ts";
import { isFailed } from "./plan/plan.ts";
import { oneOrganizationTwoManifests, severalOrganizations } from "./plan/problems.ts";
import { recall } from "./plan/recall.ts";
import type { ReconcileRequest } from "./request.ts";

type Connections = ReadonlyMap<string, Connected>;

/** An organization to read, with what is remembered of it. */
export interface Wanted {
  readonly organization: Organization;
  readonly record: OrganizationRecord | undefined;
  readonly satisfiedNames: readonly string[];
  readonly forgotten: boolean;
}

/** What reading needs of a request to tell what was wanted when the record was made. */
export type Memories = Pick<ReconcileRequest, "project" | "connectors" | "documents" | "base" | "now">;

/** All declared organizations, and those that only the record still speaks of. One failure is that organization's alone. */
export async function readAll(
  declared: readonly Organization[],
  request: ReconcileRequest,
  connections: Connections,
): Promise<readonly (OrganizationInput | FailedInput)[]> {
  const all = wanted(declared, request.records, connections);
  let done = 0;
  const inputs = await Promise.all(
    all.map(async (each) => {
      const input = await readOne(each, request, connections);
      done += 1;
      request.onRead?.({ done, of: all.length, organization: each.organization.name });
      return input;
    }),
  );
  return distinct(inputs);
}

function wanted(
  declared: readonly Organization[],
  records: readonly OrganizationRecord[],
  connections: Connections,
): readonly Wanted[] {
  const recalled = recall(declared, records);
  return [
    ...declared.map((organization) => ({
      organization,
      record: recalled.records.get(organization.name),
      satisfiedNames: recalled.satisfied.get(organization.name) ?? [],
      forgotten: false,
    })),
    ...recalled.forgotten
      .filter(({ organization }) => connections.has(organization.connection))
      .map(({ organization, record }) => ({ organization, record, satisfiedNames: [], forgotten: true })),
  ];
}

/** One organization, found and read whole; a failure is data. */
export async function readOne(
  { organization, record, satisfiedNames, forgotten }: Wanted,
  request: Memories,
  connections: Connections,
): Promise<OrganizationInput | FailedInput> {
  const connection = connections.get(organization.connection);
  if (connection === undefined) throw new InternalError(`There is no connection ${organization.connection}.`);
  const { connector, settings } = connection;
  try {
    const reader = connection.reader();
    const found = chooseLive(await reader.find(organization.key), organization);
    if ("failure" in found) return { organization, settings, ...found };
    const [state, candidates] = await Promise.all([
      found.live === undefined ? undefined : reader.read(found.live),
      organization.workspaces === undefined ? [] : (reader.workspaces?.() ?? []),
    ]);
    const resources = forgotten ? [] : connector.desired(organization, settings);
    const declared = declaredDigests(organization, resources);
    const kinds = connector.kinds(settings);
    const [live, accounts] = await Promise.all([
      state && askFurther(state, { resources, candidates, kinds }, reader),
      forgotten ? [] : (reader.accounts?.(unseenEmails(resources, state)) ?? []),
    ]);
    return {
      organization,
      resources,
      declared,
      settings,
      title: connector.title,
      kinds,
      live,
      candidates,
      accounts,
      satisfiedNames,
      ...memory({ organization, declared, record }, request, connection),
      forgotten,
    };
  } catch (error) {
    return { organization, settings, failure: [failure(error, organizationAddress(organization.name))] };
  }
}

/** What live state does not tell of itself and the plan needs, of the few things that it is needed of. */
async function askFurther(
  state: LiveState,
  wanted: Pick<OrganizationInput, "resources" | "candidates" | "kinds">,
  reader: Reader,
): Promise<LiveState> {
  const linked = toBeLinked(wanted.resources, { ...wanted, live: state });
  return await withEndings(await withLinked(state, linked, reader), wanted.resources, reader);
}

/** Live state with what the credential can do about workspaces that shall go, where that is not the same for all. */
async function withEndings(
  state: LiveState,
  resources: readonly Resource[],
  reader: Reader,
): Promise<LiveState> {
  if (reader.ending === undefined) return state;
  const ending = new Set(toBeEnded(resources, state).map(({ id }) => id));
  if (ending.size === 0) return state;
  const workspaces = await Promise.all(
    state.workspaces.map(async (workspace) => {
      const operation = ending.has(workspace.id) ? await reader.ending?.(workspace) : undefined;
      return operation === undefined ? workspace : { ...workspace, operations: { delete: operation } };
    }),
  );
  return { ...state, workspaces };
}

/** Live state with who has access already to workspaces that are about to be linked: nobody is to be demoted unseen. */
async function withLinked(
  state: LiveState,
  linked: ReturnType<typeof toBeLinked>,
  reader: Reader,
): Promise<LiveState> {
  if (linked.length === 0) return state;
  const inside = await Promise.all(linked.map(({ live }) => reader.inside?.(live, state) ?? []));
  return { ...state, access: [...state.access, ...inside.flat()] };
}

/** Two manifests of one live organization fail both: no guard would see the whole. What is forgotten gives way. */
function distinct(
  inputs: readonly (OrganizationInput | FailedInput)[],
): readonly (OrganizationInput | FailedInput)[] {
  const byPlace = new Map<string, OrganizationInput[]>();
  for (const input of inputs) {
    if (isFailed(input) || input.forgotten) continue;
    byPlace.set(placeOf(input), [...(byPlace.get(placeOf(input)) ?? []), input]);
  }
  return inputs.flatMap((input): readonly (OrganizationInput | FailedInput)[] => {
    if (isFailed(input)) return [input];
    const same = byPlace.get(placeOf(input)) ?? [];
    if (input.forgotten) return same.length > 0 ? [] : [input];
    return same.length > 1 ? [twice(input, same)] : [input];
  });
}

/** The place of an organization on its system: its live id, or before it is live its slug. */
function placeOf({ settings, live, organization }: OrganizationInput): string {
  const key =
    live === undefined
      ? { slug: organization.key.slug, wanted: organization.key.id }
      : { id: live.organization.id };
  return JSON.stringify([settings.system, settings.endpoint, key]);
}

function twice(input: OrganizationInput, all: readonly OrganizationInput[]): FailedInput {
  const { organization, settings, live } = input;
  const place = (each: OrganizationInput) => ({
    address: organizationAddress(each.organization.name),
    origins: each.organization.origins,
  });
  const key = live?.organization.id ?? organization.key.slug ?? organization.name;
  const others = all.filter((each) => each !== input).map(place);
  return { organization, settings, failure: [oneOrganizationTwoManifests(place(input), others, key)] };
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
  { organization, declared: now, record }: Pick<OrganizationInput, "organization" | "declared" | "record">,
  request: Memories,
  { connector, settings }: Connected,
): Pick<OrganizationInput, "record" | "atRecord"> {
  const at = (documents: Memories["documents"], instant: number) => {
    const organizations = documents.organizations.filter(
      ({ value }) => value.metadata.name === organization.name,
    );
    const context = { project: request.project, now: instant, systems: facts(request) };
    const then = resolve({ ...documents, organizations }, context).organizations.find(
      ({ name }) => name === organization.name,
    );
    return then === undefined ? {} : declaredDigests(then, connector.desired(then, settings));
  };
  if (request.base !== undefined) {
    const base = { declared: at(request.base, request.now), appliedAt: new Date(request.now).toISOString() };
    return { record: { ...(record ?? fresh(organization)), ...base }, atRecord: now };
  }
  if (record?.appliedAt === undefined) return { record, atRecord: undefined };
  const moved = Object.keys({ ...now, ...record.declared }).some(
    (address) => now[address] !== record.declared[address],
  );
  return { record, atRecord: moved ? at(request.documents, Date.parse(record.appliedAt)) : record.declared };
}

function fresh({ name, connection }: Organization): OrganizationRecord {
  return { formatVersion: 1, organization: name, connection, declared: {}, released: [], invitations: {} };
}
