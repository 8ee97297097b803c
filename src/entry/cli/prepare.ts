/** From a command line to what the engine is asked for. */
import {
  type Clients,
  connectors,
  type Documents,
  hasErrors,
  parseManifests,
  type ReconcileRequest,
  type RunLimits,
} from "../../index.ts";
import { holding } from "../../io/project-files.ts";
import { fileRecords } from "../../io/records.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { OrganizationRecord, RecordStore } from "../../model/record.ts";
import { withCommittedApprovals } from "./approved.ts";
import { clients } from "./clients.ts";
import { didYouMean } from "./did-you-mean.ts";
import { leftOpen } from "./journal.ts";
import { readingProgress } from "./progress.ts";
import { type LoadedProject, loadProject } from "./project.ts";
import { sharded } from "./shard.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the command line asks for. */
export interface Wanted {
  readonly paths: readonly string[];
  readonly only?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly shard?: string | undefined;
  /** Default: the systems' own limits alone. */
  readonly limits?: RunLimits | undefined;
}

/** A request for a plan, and what writing needs beyond it. */
export interface Prepared {
  readonly ok: true;
  readonly request: ReconcileRequest;
  readonly loaded: LoadedProject;
  readonly clients: Clients;
  readonly records: RecordStore;
}

/** Loads the project and makes the request; the diagnostics when it is not valid. */
export async function prepare(
  wanted: Wanted,
  world: Surroundings,
): Promise<Prepared | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }> {
  const loaded = await loadProject(world.folder, wanted.paths);
  if (!loaded.ok) return loaded;
  const store = fileRecords(loaded.root);
  const records = await store.all();
  const { earlier, notes: ofJournal } = await leftOpen(loaded.project, loaded.root);
  const { documents, notes } = await withCommittedApprovals(loaded.documents, loaded.root);
  const only = onlyOf(wanted, loaded, records);
  const open = clients(loaded.project, world, wanted.limits);
  const request: ReconcileRequest = {
    project: loaded.project,
    documents,
    notes: [...notes, ...ofJournal],
    earlier,
    connectors,
    readClient: open.read,
    records,
    now: world.now(),
    onRead: readingProgress(world.err),
    ...(only === undefined ? {} : { only }),
    ...(wanted.limits?.maxRate === undefined ? {} : { maxRate: wanted.limits.maxRate }),
    ...(wanted.base === undefined ? {} : { base: await documentsAt(wanted.base, loaded) }),
  };
  return { ok: true, request, loaded, clients: open, records: store };
}

/** The organizations to show and to write; undefined for all. With a shard there may be none. */
function onlyOf(
  wanted: Wanted,
  loaded: LoadedProject,
  records: readonly OrganizationRecord[],
): readonly string[] | undefined {
  const isOurs = sharded(wanted.shard);
  const only = chosenOf(wanted, loaded, records);
  if (wanted.shard === undefined) return only;
  return (only ?? knownOf(loaded, records)).filter(isOurs);
}

function knownOf({ documents }: LoadedProject, records: readonly OrganizationRecord[]): readonly string[] {
  return [
    ...documents.organizations.map(({ value }) => value.metadata.name),
    ...records.map(({ organization }) => organization),
  ];
}

function chosenOf(
  { only }: Wanted,
  { documents, chosen }: LoadedProject,
  records: readonly OrganizationRecord[],
): readonly string[] | undefined {
  const declared = documents.organizations.map(({ value, locate }) => ({
    name: value.metadata.name,
    file: locate([]).file,
  }));
  const known = [...declared.map(({ name }) => name), ...records.map(({ organization }) => organization)];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `There is no organization ${unknown}`,
      didYouMean(unknown, known, "`--only` takes the metadata.name of an Organization."),
    );
  }
  if (chosen === undefined) return only;
  const inFiles = declared.filter(({ file }) => chosen.has(file)).map(({ name }) => name);
  const both = inFiles.filter((name) => only?.includes(name) ?? true);
  if (both.length > 0) return both;
  throw new ConfigurationError(
    "No organization is declared in the named files",
    "Name files with an Organization, or no file for all organizations; a Group counts in every organization that uses it.",
  );
}

/** The manifests at a commit. Throws a ConfigurationError where there are none, or none that are valid. */
export async function documentsAt(reference: string, { root, project }: LoadedProject): Promise<Documents> {
  const { filesAt } = await import("../../io/git.ts");
  const holds = holding(project);
  const { files, diagnostics } = await filesAt(root, reference, (file) => holds(file) === "manifests");
  const parsed = parseManifests(files.map((each) => ({ ...each, holds: "manifests" })));
  if (parsed.ok && !hasErrors(diagnostics)) return parsed.value;
  const [first] = [...diagnostics, ...parsed.diagnostics];
  const where = first?.location === undefined ? "" : ` (${first.location.file}:${first.location.line})`;
  throw new ConfigurationError(
    `The manifests at ${reference} are not valid: ${first?.message ?? "unknown"}${where}`,
    "Leave `--base` out, or name a commit whose manifests are valid.",
  );
}
