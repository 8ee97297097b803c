/** The default branch: what it says at its head, and what the engine is asked for about it. */
import { type Clients, connectors, type OrganizationRecord, type ReconcileRequest } from "../../index.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { refuseUnknown } from "./named.ts";
import { type Manifests, manifestsAt, projectAt, type Understood } from "./project.ts";
import { clientsOf, type World } from "./world.ts";

/** The default branch at a commit. */
export interface Applying {
  readonly head: string;
  readonly project: ReconcileRequest["project"];
  readonly manifests: Manifests;
  readonly notes: readonly Diagnostic[];
}

/** The default branch's head, understood. */
export async function headOf(
  branch: string,
  { github, repository, inputs }: World,
): Promise<Understood<Applying>> {
  const head = (await github.git.headOf(branch)) ?? "";
  const file = await projectAt(repository, head);
  if (file === undefined) return { ok: false, diagnostics: [missing(inputs["working-directory"], branch)] };
  if (!file.ok) return file;
  const manifests = await manifestsAt(repository, head, file.value.project);
  if (!manifests.ok) return manifests;
  const notes = [...file.value.diagnostics, ...manifests.value.diagnostics];
  return { ok: true, value: { head, project: file.value.project, manifests: manifests.value, notes } };
}

function missing(folder: string, branch: string): Diagnostic {
  return {
    code: "project/missing",
    severity: "error",
    message: `There is no orgwright.yaml on ${branch}${folder === "" ? "" : ` in ${folder}`}.`,
    fix: "Set `working-directory` to its folder.",
  };
}

/** What is asked of the engine, but for the writing. */
export interface Asking {
  readonly request: ReconcileRequest;
  readonly applying: Applying;
  readonly writeClient: Clients["write"];
}

/** Asks for everything that the branch declares. Throws a ConfigurationError where `organizations` names what nobody knows. */
export function askingOf(applying: Applying, records: readonly OrganizationRecord[], world: World): Asking {
  const { now, inputs } = world;
  const { project, manifests, notes } = applying;
  const open = clientsOf(project, world);
  refuseUnknown(inputs.organizations, [
    ...manifests.documents.organizations.map(({ value }) => value.metadata.name),
    ...records.map(({ organization }) => organization),
  ]);
  return {
    applying,
    writeClient: open.write,
    request: {
      project,
      documents: manifests.documents,
      notes,
      connectors,
      readClient: open.read,
      records,
      now,
      scope: inputs.scope,
    },
  };
}
