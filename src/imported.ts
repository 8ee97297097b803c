/**
 * Manifests of what was read, each looked at as `validate` and the first plan will see it: nothing is asked again, and
 * what would make the whole project invalid is not given away.
 */
import { type Connected, facts } from "./connections.ts";
import {
  type Documents,
  declaredOn,
  type ImportedManifest,
  manifestOf,
  parseManifests,
  type Resolution,
  resolve,
} from "./manifest/index.ts";
import { organizationAddress } from "./model/address.ts";
import type { Diagnostic, OrganizationPlan } from "./model/contract.ts";
import type { LiveOrganization, LiveState } from "./model/live.ts";
import type { OrganizationKey } from "./model/organization.ts";
import { declaredDigests } from "./plan/digest.ts";
import type { OrganizationInput } from "./plan/input.ts";
import { plan } from "./plan/plan.ts";
import type { ReconcileRequest } from "./request.ts";

/** What is imported, and what the manifests are made for. */
export interface ImportRequest
  extends Pick<ReconcileRequest, "project" | "documents" | "connectors" | "readClient" | "now" | "onRead"> {
  /** Name of a connection of the project. */
  readonly connection: string;
  /** Slugs or ids; none means all that the connection shows. */
  readonly keys: readonly string[];
  /** Where the editor finds the schema of manifests, relative to them. */
  readonly schema: string;
  /** The file that a manifest of this name is meant for: problems are told by it. */
  readonly fileOf: (name: string) => string;
}

/** What became of one organization. */
export type ImportedOrganization =
  | ({ readonly status: "imported"; readonly name: string } & ImportedManifest)
  | { readonly status: "declared"; readonly name: string; readonly key: string }
  | { readonly status: "failed"; readonly key: string; readonly diagnostics: readonly Diagnostic[] };

/** A live organization, and how a manifest can find it. */
export interface Found {
  readonly live: LiveOrganization;
  readonly key: Pick<OrganizationKey, "slug" | "id">;
}

/** A live organization that was read whole, under its new name. */
export interface ReadOrganization extends Found {
  readonly name: string;
  readonly state: LiveState;
}

/** What manifests are made among. */
interface Around {
  readonly request: ImportRequest;
  readonly connected: Connected;
  /** The manifests that organizations have already, by the live id. */
  readonly declared: ReadonlyMap<string, string>;
}

interface Written extends ReadOrganization, ImportedManifest {}

/** The manifests, with what their first plans would do; those that are not valid fail, and who names one as parent goes on without. */
export function manifests(
  read: readonly ReadOrganization[],
  around: Around,
): readonly ImportedOrganization[] {
  const written = write(read, around);
  const { documents, problems } = understood(written, around);
  const { organizations, problems: all } = meaning(documents, problems, written, around);
  if (all.size > 0) {
    const failed = read.filter(({ name }) => all.has(name));
    const others = read.filter(({ name }) => !all.has(name));
    return [
      ...failed.map(({ name, live }) => ({
        status: "failed" as const,
        key: live.slug ?? live.id,
        diagnostics: all.get(name) ?? [],
      })),
      ...manifests(others, around),
    ];
  }
  const plans = firstPlans(written, organizations, around);
  return written.map(({ name, text, counts, notes }) => ({
    status: "imported",
    name,
    text,
    counts,
    notes: [...notes, ...firstPlanNotes(plans.get(name))],
  }));
}

function write(
  read: readonly ReadOrganization[],
  { request, connected, declared }: Around,
): readonly Written[] {
  const { connector, settings } = connected;
  const kinds = connector.kinds(settings);
  const names = new Map([...declared, ...read.map(({ live, name }) => [live.id, name] as const)]);
  const nested = new Set([
    ...read.flatMap(({ live, name }) => (names.has(live.parent ?? "") ? [name] : [])),
    ...request.documents.organizations.flatMap(({ value }) =>
      value.spec.parent === undefined ? [] : [value.metadata.name],
    ),
  ]);
  const on = declaredOn({ name: request.connection, system: settings.system }, request.documents);
  return read.map((each) => {
    const above = names.get(each.live.parent ?? "");
    const parent =
      kinds.organization.levels > 1 && above !== undefined && !nested.has(above) ? { parent: above } : {};
    return {
      ...each,
      ...manifestOf(each.state, {
        ...on,
        ...parent,
        kinds,
        title: connector.title,
        connection: request.connection,
        name: each.name,
        key: each.key,
        now: request.now,
        schema: request.schema,
      }),
    };
  });
}

type Problems = ReadonlyMap<string, readonly Diagnostic[]>;

/** The texts as documents beside the project's own, and what is wrong with those that are none. */
function understood(
  written: readonly Written[],
  { request }: Around,
): { readonly documents: Documents; readonly problems: Problems } {
  const parsed = written.map(({ name, text }) => ({
    name,
    parsed: parseManifests([{ file: request.fileOf(name), text, holds: "manifests" }]),
  }));
  const organizations = parsed.flatMap((each) => (each.parsed.ok ? each.parsed.value.organizations : []));
  return {
    documents: {
      ...request.documents,
      organizations: [...request.documents.organizations, ...organizations],
    },
    problems: new Map(
      parsed.flatMap((each) => (each.parsed.ok ? [] : [[each.name, each.parsed.diagnostics] as const])),
    ),
  };
}

/** What the documents mean; errors about a new one are its own. */
function meaning(
  documents: Documents,
  unparsed: Problems,
  written: readonly Written[],
  { request }: Around,
): { readonly organizations: Resolution["organizations"]; readonly problems: Problems } {
  const { project, now } = request;
  const { organizations, diagnostics } = resolve(documents, { project, now, systems: facts(request) });
  const byFile = new Map(written.map(({ name }) => [request.fileOf(name), name]));
  const problems = new Map(unparsed);
  for (const diagnostic of diagnostics) {
    const name = byFile.get(diagnostic.location?.file ?? "");
    if (diagnostic.severity === "error" && name !== undefined)
      problems.set(name, [...(problems.get(name) ?? []), diagnostic]);
  }
  return { organizations, problems };
}

/** What a plan would say now, from what was read already. */
function firstPlans(
  written: readonly Written[],
  organizations: Resolution["organizations"],
  { request, connected }: Around,
): ReadonlyMap<string, OrganizationPlan> {
  const { connector, settings } = connected;
  const byName = new Map(organizations.map((organization) => [organization.name, organization]));
  const inputs = written.flatMap(({ name, state }): readonly OrganizationInput[] => {
    const organization = byName.get(name);
    if (organization === undefined) return [];
    const resources = connector.desired(organization, settings);
    return [
      {
        organization,
        resources,
        declared: declaredDigests(organization, resources),
        settings,
        title: connector.title,
        kinds: connector.kinds(settings),
        live: state,
        candidates: [],
        record: undefined,
        atRecord: undefined,
        satisfiedNames: [],
        forgotten: false,
      },
    ];
  });
  const { guards = {}, invitations = {} } = request.project;
  const first = plan({ organizations: inputs, guards, invitations, approvals: [], now: request.now });
  return new Map(first.organizations.map((each) => [each.name, each]));
}

function firstPlanNotes(planned: OrganizationPlan | undefined): readonly Diagnostic[] {
  if (planned === undefined) return [];
  const { name, changes, waiting, forPerson, diagnostics } = planned;
  // What becomes of invitations that are over stands in a note of its own.
  const untold = changes.filter(({ reason }) => reason !== "invitation-stale");
  const steps = [
    ...untold.map(({ action, address }) => `${action} ${address}`),
    ...[...waiting, ...forPerson].map(({ address, message }) => `${address}: ${message}`),
  ];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (steps.length === 0) return errors;
  const note: Diagnostic = {
    code: "import/first-plan",
    severity: "warning",
    message: `The first plan is not empty: ${steps.slice(0, MOST).join("; ")}${steps.length > MOST ? `; and ${steps.length - MOST} others` : ""}.`,
    fix: "Look at it with `orgwright plan`, and declare what shall stay.",
    address: organizationAddress(name),
  };
  return [...errors, note];
}

const MOST = 5;
