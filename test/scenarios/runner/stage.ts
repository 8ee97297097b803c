/** A story on stage: the system, the manifests, the record and the clock, as they stand at one moment. */
import { createMemory, type Memory } from "../../../src/connectors/memory/index.ts";
import { type Documents, parseManifests, parseProject } from "../../../src/manifest/index.ts";
import type { Diagnostic, Plan, Project } from "../../../src/model/contract.ts";
import type { OrganizationRecord } from "../../../src/model/record.ts";
import { type Reconciliation, reconcile } from "../../../src/reconcile.ts";
import type { ReconcileRequest } from "../../../src/request.ts";
import { clockOf, type Files } from "./files.ts";
import { recordsOf } from "./records.ts";
import { kindsOf } from "./system.ts";
import { failingReads, worldOf } from "./world.ts";

/** run.yaml, and the options of the steps in afterwards.yaml: how a plan is asked for. */
export interface RunOptions {
  readonly scope?: "all" | "due";
  readonly only?: readonly string[];
  /** File with the manifests of another commit: `--base`. */
  readonly base?: string;
}

/** What a story stands on; the steps of afterwards.yaml move it. */
export interface Stage {
  readonly files: Files;
  readonly project: Project;
  readonly memory: Memory;
  readonly records: Map<string, OrganizationRecord>;
  documents: Documents;
  now: number;
  /** The plan that was told last: what an apply of a reviewed plan is held to. */
  shown?: Plan;
}

/** Manifests that cannot be meant; told in place of a plan. */
export class Invalid extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join("\n"));
    this.diagnostics = diagnostics;
  }
}

const defaultProject = `
apiVersion: orgwright/v1
kind: Project
manifests: ["manifests.yaml"]
connections:
  main: {system: signalsmith, endpoint: "http://127.0.0.1:1/api", token: {env: TOKEN}, self: robot@acme.test}
`;

/** Sets the stage from a story's files. Throws Invalid for manifests that are none. */
export function setStage(files: Files): Stage {
  const manifests = files.text("manifests.yaml") ?? "";
  const text = files.text("project.yaml") ?? defaultProject;
  const project = given(parseProject({ file: "orgwright.yaml", text })).value;
  const documents = documentsOf(files, "manifests.yaml");
  const live = files.value("live.yaml", {});
  const memory = createMemory(worldOf(live), kindsOf(files.value("system.yaml", {})));
  for (const id of failingReads(live)) memory.failReads(id);
  const records = recordsOf(files, documents, { project, connectors: { signalsmith: memory.connector } });
  return { files, project, memory, records, documents, now: clockOf(manifests) };
}

/** The documents of one manifest file of the story. */
export function documentsOf(files: Files, file: string): Documents {
  return given(parseManifests([{ file, text: files.text(file) ?? "" }]));
}

/** Plans, and applies where asked to. Throws Invalid for manifests that cannot be meant. */
export async function run(
  stage: Stage,
  { base, ...options }: RunOptions,
  apply: Pick<ReconcileRequest, "review" | "only" | "writing"> = {},
): Promise<Extract<Reconciliation, { valid: true }>> {
  const { project, memory, records, documents, now, files } = stage;
  const result = await reconcile({
    project,
    documents,
    connectors: { signalsmith: memory.connector },
    readClient: () => ({ get: nothing }),
    records: [...records.values()],
    now,
    ...(base === undefined ? {} : { base: documentsOf(files, base) }),
    ...options,
    ...apply,
  });
  if (!result.valid) throw new Invalid(result.diagnostics);
  return result;
}

/** The writing half of a run: into the memory system, and into the stage's records. */
export function writingOf({ records }: Stage): NonNullable<ReconcileRequest["writing"]> {
  return {
    writeClient: () => ({ get: nothing, send: nothing }),
    records: {
      put: (record) => {
        records.set(record.organization, record);
        return Promise.resolve();
      },
      remove: (organization) => {
        records.delete(organization);
        return Promise.resolve();
      },
    },
    confirm: () => Promise.resolve(true),
  };
}

function nothing(): Promise<never> {
  return Promise.reject(new TypeError("memory sends nothing"));
}

function given<T>(parsed: { ok: true; value: T } | { ok: false; diagnostics: readonly Diagnostic[] }): T {
  if (!parsed.ok) throw new Invalid(parsed.diagnostics);
  return parsed.value;
}
