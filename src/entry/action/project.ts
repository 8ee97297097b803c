/** The project at commits: the project file of the trusted one, the manifests of another. */
import {
  connectors,
  type Documents,
  hasErrors,
  parseManifests,
  parseProject,
  type Source,
  sortDiagnostics,
} from "../../index.ts";
import { holding, PROJECT_FILE } from "../../io/project-files.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import type { Repository } from "./repository.ts";

/** A project file: its text, and what it says. */
export interface ProjectFile {
  readonly text: string;
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** What could be understood, or what is wrong. */
export type Understood<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The project file at a commit; undefined where there is none. */
export async function projectAt(
  repository: Repository,
  commit: string,
): Promise<Understood<ProjectFile> | undefined> {
  const { files, diagnostics } = await repository.read(commit, (file) => file === PROJECT_FILE);
  const [source] = files;
  if (source === undefined) return diagnostics.length === 0 ? undefined : { ok: false, diagnostics };
  const parsed = parseProject(source, Object.values(connectors));
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    value: { text: source.text, project: parsed.value.value, diagnostics: parsed.diagnostics },
  };
}

/** Manifests with their texts. */
export interface Manifests {
  readonly documents: Documents;
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The manifests and approvals at a commit that the project's globs name; all problems at once. */
export async function manifestsAt(
  repository: Repository,
  commit: string,
  project: Project,
): Promise<Understood<Manifests>> {
  const holds = holding(project);
  const { files, diagnostics } = await repository.read(commit, (file) => holds(file) !== undefined);
  const sources = files.map((each): Source => ({ ...each, holds: holds(each.file) ?? "manifests" }));
  const parsed = parseManifests(sources);
  const all = sortDiagnostics([...diagnostics, ...parsed.diagnostics]);
  if (!parsed.ok || hasErrors(all)) return { ok: false, diagnostics: all };
  return { ok: true, value: { documents: parsed.value, sources, diagnostics: all } };
}
