/** One side of a comparison over time: when its entries begin and end, and what each such instant moves. */
import { check } from "./check.ts";
import type { Documents, Resolution } from "./manifest/index.ts";
import { instantOf } from "./manifest/meaning/times.ts";
import type { Connector } from "./model/connector.ts";
import type { Change, Project } from "./model/contract.ts";
import { hasErrors } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import type { Member, Organization } from "./model/organization.ts";
import { subjectKey } from "./model/resource.ts";
import { planIntent, type Side } from "./plan/intent.ts";

/** What manifests are understood with. */
export interface Understanding {
  readonly project: Project;
  readonly connectors: Readonly<Record<string, Connector>>;
}

/** The documents at an instant, by the organization's name; those with an error then have its words instead. */
export type SideAt = ReadonlyMap<string, Organization | readonly string[]>;

/** When entries of the organization begin or end after now, unsorted. */
export function instantsOf(
  documents: Documents | undefined,
  name: string | undefined,
  { now, project }: { readonly now: number; readonly project: Project },
): readonly number[] {
  const timezone = project.timezone ?? "UTC";
  const manifests = (documents?.organizations ?? []).filter(({ value }) => value.metadata.name === name);
  return manifests
    .flatMap(({ value: { spec } }) => [...(spec.members ?? []), ...(spec.access ?? [])])
    .flatMap(({ from, until }) => [
      from === undefined ? undefined : instantOf(from, timezone, "start"),
      until === undefined ? undefined : instantOf(until, timezone, "end"),
    ])
    .filter((instant) => instant !== undefined)
    .filter((instant) => instant > now);
}

/** The documents without organizations that neither are named nor parents of such. */
export function narrowed(documents: Documents, names: ReadonlySet<string>): Documents {
  const near = documents.organizations.filter(({ value }) => names.has(value.metadata.name));
  const parents = new Set(near.map(({ value }) => value.spec.parent));
  return {
    ...documents,
    organizations: documents.organizations.filter(
      ({ value: { metadata } }) => names.has(metadata.name) || parents.has(metadata.name),
    ),
    approvals: [],
    acknowledgements: [],
  };
}

/** What the documents want at the instant. */
export function sideAt(documents: Documents | undefined, now: number, understanding: Understanding): SideAt {
  if (documents === undefined) return new Map();
  const resolution = check({ ...understanding, documents, now });
  return new Map(resolution.organizations.map((each) => [each.name, validOf(each, resolution)]));
}

function validOf(
  { name, ...rest }: Organization,
  { diagnostics }: Resolution,
): Organization | readonly string[] {
  const own = diagnostics.filter(({ address = "" }) => address.split("/")[0] === name);
  if (!hasErrors(own)) return { name, ...rest };
  return own.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

/**
 * Both without the people who stay as they are, but for owners, for those are counted: of thousands few begin or end at
 * one instant.
 */
function nearOf(sides: readonly Organization[], owners: readonly string[]): readonly Organization[] {
  const [before = new Map(), after = new Map()] = sides.map(saidOf);
  const keys = [...before.keys(), ...after.keys()];
  const moved = new Set(keys.filter((key) => before.get(key) !== after.get(key)));
  const isNear = ({ identity, roles }: Member) =>
    moved.has(identity.key) || roles.some((role) => owners.includes(role));
  return sides.map(({ members, access, ...rest }) => ({
    ...rest,
    ...(members && { members: { ...members, entries: members.entries.filter(isNear) } }),
    ...(access && {
      access: { ...access, entries: access.entries.filter(({ subject }) => moved.has(subjectKey(subject))) },
    }),
    manifest: null,
  }));
}

/** All that is said of each person and role, by key. */
function saidOf({ members, access }: Organization): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  const add = (key: string, what: unknown) => said.set(key, `${said.get(key) ?? ""}${JSON.stringify(what)}`);
  for (const { origins: _origins, note: _note, ...member } of members?.entries ?? [])
    add(member.identity.key, member);
  for (const { origins: _origins, note: _note, ...each } of access?.entries ?? [])
    add(subjectKey(each.subject), each);
  return said;
}

/** What moves between two moments of one organization's manifest, under the name that is given. */
export function moves(
  before: Organization,
  after: Organization,
  name: string,
  { project, connectors, now }: Understanding & { readonly now: number },
): readonly Change[] {
  const found = project.connections[after.connection];
  const connector = found && connectors[found.system];
  if (found === undefined || connector === undefined)
    throw new InternalError(`There is no connection ${after.connection}.`);
  const { token: _token, ...connection } = found;
  const settings = { ...connection, name: after.connection };
  const kinds = connector.kinds(settings);
  const [base, head] = nearOf([before, after], kinds.member?.ownerRoles ?? []).map((each): Side => {
    const organization = { ...each, name };
    return { organization, resources: connector.desired(organization, settings) };
  });
  if (base === undefined || head === undefined) return [];
  const asked = { head, base, gone: false, settings, title: connector.title, kinds };
  const { organizations } = planIntent({ organizations: [asked], guards: {}, now, notes: [] });
  const lines = new Map(base.resources.map(({ address, origins }) => [address, origins]));
  return organizations.flatMap(({ changes }) =>
    changes.map((change) =>
      change.origins.length > 0 ? change : { ...change, origins: lines.get(change.address) ?? [] },
    ),
  );
}
