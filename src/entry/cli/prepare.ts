/** From a command line to what the engine is asked for. */
import {
  type Clients,
  connectors,
  type Documents,
  hasErrors,
  parseManifests,
  type ReconcileRequest,
} from "../../index.ts";
import { holding } from "../../io/project-files.ts";
import { fileRecords } from "../../io/records.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { OrganizationRecord, RecordStore } from "../../model/record.ts";
import { withCommittedApprovals } from "./approved.ts";
import { clients } from "./clients.ts";
import { didYouMean } from "./did-you-mean.ts";
import { readingProgress } from "./progress.ts";
import { type LoadedProject, loadProject } from "./project.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the command line asks for. */
export interface Wanted {
  readonly paths: readonly string[];
  readonly only?: readonly string[] | undefined;
  readonly base?: string | undefined;
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
  const { documents, notes } = await withCommittedApprovals(loaded.documents, loaded.root);
  const only = onlyOf(wanted, loaded, records);
  const open = clients(loaded.project, world);
  const request: ReconcileRequest = {
    project: loaded.project,
    documents,
    notes,
    connectors,
    readClient: open.read,
    records,
    now: world.now(),
    onRead: readingProgress(world.err),
    ...(only === undefined ? {} : { only }),
    ...(wanted.base === undefined ? {} : { base: await documentsAt(wanted.base, loaded) }),
  };
  return { ok: true, request, loaded, clients: open, records: store };
}

function onlyOf(
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

async function documentsAt(reference: string, { root, project }: LoadedProject): Promise<Documents> {
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
