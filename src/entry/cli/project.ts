/** The project on disk: orgwright.yaml, the files that it names, and what they say. */
import { access, readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import {
  connectors,
  type Documents,
  hasErrors,
  parseManifests,
  parseProject,
  type Source,
  sortDiagnostics,
} from "../../index.ts";
import { findFiles, readFiles } from "../../io/files.ts";
import { type Holds, holding, PROJECT_FILE } from "../../io/project-files.ts";
import type { Diagnostic, Location, Project } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { choose } from "./choose.ts";

/** A project whose files could be understood, each for itself; what they mean together is not checked yet. */
export interface LoadedProject {
  readonly ok: true;
  readonly root: string;
  readonly project: Project;
  readonly documents: Documents;
  readonly diagnostics: readonly Diagnostic[];
  /** All files, the project file among them. */
  readonly files: readonly string[];
  /** The files that the command line names; undefined when it names none. */
  readonly chosen: ReadonlySet<string> | undefined;
}

/** Reads the project in a folder. Problems of all files come back at once; without a project file it throws a ConfigurationError. */
export async function loadProject(
  root: string,
  paths: readonly string[],
): Promise<LoadedProject | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }> {
  const source = await projectFile(root);
  if ("code" in source) return { ok: false, diagnostics: [source] };
  const parsed = parseProject(source, Object.values(connectors));
  if (!parsed.ok) return parsed;
  const { value: project, locate } = parsed.value;
  const named = await namedFiles(root, project);
  const chosen = await choose(root, paths, [...named.keys()]);
  const read = await readFiles(root, [...named.keys()]);
  const sources = read.files.map((each): Source => ({ ...each, holds: named.get(each.file) ?? "manifests" }));
  const manifests = parseManifests(sources);
  const diagnostics = sortDiagnostics([
    ...parsed.diagnostics,
    ...read.diagnostics,
    ...manifests.diagnostics,
    ...(named.size === 0 ? [nothingFound(project, locate(["manifests"]))] : []),
  ]);
  if (!manifests.ok || hasErrors(diagnostics)) return { ok: false, diagnostics };
  const files = [PROJECT_FILE, ...named.keys()];
  return { ok: true, root, project, documents: manifests.value, diagnostics, files, chosen };
}

/** The project file's text; a ConfigurationError that says where one is when it is not here. */
export async function projectFile(root: string): Promise<Source | Diagnostic> {
  try {
    await access(join(root, PROJECT_FILE));
  } catch (error) {
    const above = await projectAbove(dirname(root));
    throw new ConfigurationError(
      `There is no ${PROJECT_FILE} in ${root}`,
      above === undefined
        ? "Start a project with `orgwright init`, or work in its folder with `-C DIR`."
        : `There is one above: add \`-C ${relative(root, above)}\`.`,
      { cause: error },
    );
  }
  const { files, diagnostics } = await readFiles(root, [PROJECT_FILE]);
  const [first] = [...files, ...diagnostics];
  if (first === undefined)
    throw new ConfigurationError(`${PROJECT_FILE} cannot be read`, "Look at its rights.");
  return first;
}

/** The files that a project file's globs name, with what they hold. An approval is one only where approvals are looked for. */
export async function namedFiles(root: string, project: Project): Promise<ReadonlyMap<string, Holds>> {
  const { manifests, approvals = [] } = project;
  const found = await Promise.all([findFiles(root, manifests), findFiles(root, approvals)]);
  const holds = holding(project);
  return new Map(
    found.flat().flatMap((file) => {
      const what = holds(file);
      return what === undefined ? [] : [[file, what] as const];
    }),
  );
}

async function projectAbove(folder: string): Promise<string | undefined> {
  const entries: readonly string[] = await readdir(folder).catch(() => []);
  if (entries.includes(PROJECT_FILE)) return folder;
  return folder === dirname(folder) ? undefined : await projectAbove(dirname(folder));
}

function nothingFound({ manifests }: Project, location: Location): Diagnostic {
  return {
    code: "project/no-files",
    severity: "warning",
    message: `No file matches ${manifests.join(", ")}.`,
    why: "Without manifests nothing is managed.",
    fix: "Write a manifest there, or correct the globs; they are relative to orgwright.yaml.",
    location,
  };
}
