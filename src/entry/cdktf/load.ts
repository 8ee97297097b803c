/** From paths to organizations, with the same validation and the same words as `orgwright validate`. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import {
  check,
  connectors,
  hasErrors,
  parseManifests,
  parseProject,
  type Source,
  sortDiagnostics,
} from "../../index.ts";
import { findFilesSync, readFilesSync } from "../../io/files-sync.ts";
import { type Holds, heldBy, holding, PROJECT_FILE } from "../../io/project-files.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { Organization } from "../../model/organization.ts";
import { renderDiagnostics } from "../../report/index.ts";

/** As wide as the command prints where nobody sits at a terminal. */
const PLAIN = { color: false, width: 100 } as const;

/** Where manifests are looked for. */
export interface Wanted {
  /** The folder that paths are relative to. */
  readonly folder: string;
  readonly paths: readonly string[];
  readonly project: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Valid manifests. */
export interface Loaded {
  /** Those that are declared in the wanted files, by name. */
  readonly organizations: readonly Organization[];
  /** All others of the project: what is wanted may refer to them. */
  readonly others: readonly Organization[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Reads and checks the project around the paths. Throws an Error whose message is what `orgwright validate` prints when
 * something is not valid, and a ConfigurationError when there is nothing to read.
 */
export function loadOrganizations({ folder, paths, project: named, now }: Wanted): Loaded {
  const file = projectFile(folder, paths, named);
  const root = dirname(file);
  const { project, diagnostics: ofProject } = readProject(root, basename(file));
  const all = sourcesOf(root, project, file);
  const chosen = chosenOf(
    root,
    paths.map((path) => resolve(folder, path)),
    [...all.keys()],
  );
  for (const path of chosen) if (!all.has(path)) all.set(path, "manifests");
  const { files, diagnostics: ofFiles } = readFilesSync(root, [...all.keys()]);
  const parsed = parseManifests(
    files.map((each): Source => ({ ...each, holds: all.get(each.file) ?? "manifests" })),
  );
  const found = sortDiagnostics([...ofProject, ...ofFiles, ...parsed.diagnostics]);
  if (!parsed.ok || hasErrors(found)) throw notValid(found);
  const checked = check({ project, documents: parsed.value, connectors, now });
  const diagnostics = sortDiagnostics([...found, ...checked.diagnostics]);
  if (hasErrors(diagnostics)) throw notValid(diagnostics);
  const isWanted = ({ origins }: Organization) => origins.some((origin) => chosen.has(origin.file));
  return {
    organizations: checked.organizations.filter(isWanted),
    others: checked.organizations.filter((one) => !isWanted(one)),
    warnings: diagnostics,
  };
}

function notValid(diagnostics: readonly Diagnostic[]): Error {
  return new Error(renderDiagnostics(diagnostics, PLAIN).trimEnd());
}

/** The project file: the named one, else the nearest in or above the folder of the first path. */
function projectFile(folder: string, paths: readonly string[], named: string | undefined): string {
  if (named !== undefined) {
    const file = resolve(folder, named);
    if (existsSync(file)) return file;
    throw new ConfigurationError(
      `There is no project file ${named} in ${folder}`,
      "`project` takes the path of an orgwright.yaml, relative to the folder of the app.",
    );
  }
  const [first = "."] = paths;
  const start = resolve(folder, first);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, PROJECT_FILE))) return join(at, PROJECT_FILE);
    if (at === dirname(at)) break;
  }
  throw new ConfigurationError(
    `There is no ${PROJECT_FILE} in ${start} or above it`,
    "Start a project with `orgwright init`, or name its file with `project`.",
  );
}

function readProject(
  root: string,
  file: string,
): { readonly project: Project; readonly diagnostics: readonly Diagnostic[] } {
  const { files, diagnostics } = readFilesSync(root, [file]);
  const [source] = files;
  if (source === undefined) throw notValid(diagnostics);
  const parsed = parseProject(source, Object.values(connectors));
  if (!parsed.ok) throw notValid(parsed.diagnostics);
  return { project: parsed.value.value, diagnostics: parsed.diagnostics };
}

function sourcesOf(root: string, project: Project, projectFile: string): Map<string, Holds> {
  const { manifests, approvals = [] } = project;
  const found = [...findFilesSync(root, manifests), ...findFilesSync(root, approvals)];
  return new Map(heldBy(found, holding(project, relative(root, projectFile))));
}

/** The project's files that the paths mean; where it names none there, all YAML below a folder. */
function chosenOf(root: string, paths: readonly string[], files: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => filesAt(root, path, files)));
}

function filesAt(root: string, path: string, files: readonly string[]): readonly string[] {
  const name = relative(root, path).split(sep).join("/");
  const found = files.filter((file) => file === name || name === "" || file.startsWith(`${name}/`));
  if (found.length > 0) return found;
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `There is no ${path}`,
      "`path` takes a folder or files of manifests, relative to the folder of the app.",
    );
  }
  if (name.split("/").includes("..")) {
    throw new ConfigurationError(
      `${path} is outside ${root}, the folder of the project file`,
      "Put the manifests below the folder of orgwright.yaml.",
    );
  }
  if (!statSync(path).isDirectory()) return [name];
  const below = findFilesSync(path, ["**/*.yaml", "**/*.yml"])
    .map((file) => (name === "" ? file : `${name}/${file}`))
    .filter((file) => basename(file) !== PROJECT_FILE);
  if (below.length > 0) return below;
  throw new ConfigurationError(
    `There is no YAML file in ${path}`,
    "Write a manifest there, or name another folder.",
  );
}
