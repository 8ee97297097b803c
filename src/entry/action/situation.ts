/** What a run is about: which commits are compared, which organizations they move, and which of those may be read live. */
import { connectors, type Documents, touched } from "../../index.ts";
import { PROJECT_FILE } from "../../io/project-files.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { credentialGap } from "./credentials.ts";
import { refuseUnknown } from "./named.ts";
import { type Manifests, manifestsAt, projectAt } from "./project.ts";
import { type ProjectMoves, projectMoves } from "./project-file.ts";
import type { World } from "./world.ts";

/** Two commits: the trusted one, and the one that is looked at. */
export interface Commits {
  readonly base: string;
  readonly head: string;
  /** Whether the base is of the default branch: only its project file may say where credentials go. */
  readonly isTrusted: boolean;
}

/** An organization that is not compared with live, and why. */
export interface NotLive {
  readonly organization: string;
  readonly reason: string;
}

/** What is compared, once all of it is understood. */
export interface Situation {
  readonly commits: Commits;
  readonly project: Project;
  /** The same with the connections that are new in the head: for telling what is asked for, never for a request. */
  readonly wished: Project;
  /** Manifests of the base; none where they are not valid. */
  readonly base: Documents;
  readonly head: Manifests;
  /** Organizations that the commits between move, by name. */
  readonly touched: readonly string[];
  readonly notLive: readonly NotLive[];
  /** What of the project file takes effect after the merge, in words. */
  readonly afterMerge: readonly string[];
  readonly notes: readonly Diagnostic[];
}

/** A situation, or what is wrong with the files. */
export type Understanding =
  | { readonly valid: true; readonly situation: Situation }
  | { readonly valid: false; readonly diagnostics: readonly Diagnostic[] };

const nothing: Documents = {
  organizations: [],
  groups: [],
  persons: [],
  approvals: [],
  acknowledgements: [],
};

const baseInvalid: Diagnostic = {
  code: "project/base-invalid",
  severity: "warning",
  message: "The manifests of the base are not valid, so everything here counts as new.",
  why: "Nobody can tell what they wanted.",
};

/** Reads both commits. Throws a ConfigurationError where neither has a project file. */
export async function understand(world: World, commits: Commits): Promise<Understanding> {
  const [trusted, wished] = await Promise.all([
    projectAt(world.repository, commits.base),
    projectAt(world.repository, commits.head),
  ]);
  if (wished?.ok === false) return { valid: false, diagnostics: wished.diagnostics };
  const file = trusted?.ok === true ? trusted.value : wished?.value;
  if (file === undefined) throw noProject(world);
  const { project } = file;
  const head = await manifestsAt(world.repository, commits.head, project);
  if (!head.ok) return { valid: false, diagnostics: head.diagnostics };
  const before = await manifestsAt(world.repository, commits.base, project);
  const base = before.ok ? before.value.documents : nothing;
  refuseUnknown(world.inputs.organizations, [...namesIn(base), ...namesIn(head.value.documents)]);
  const moves = wished === undefined ? undefined : projectMoves(project, wished.value.project);
  const connections = { ...wished?.value.project.connections, ...project.connections };
  const wishedProject = { ...project, connections };
  const sides = { project: wishedProject, connectors, now: world.now, base, head: head.value.documents };
  // One commit alone is not about what git moves, but about everything.
  const names = commits.base === commits.head ? namesIn(base) : touched(sides).names;
  const isTrusted = trusted?.ok === true && commits.isTrusted;
  return {
    valid: true,
    situation: {
      commits,
      project,
      wished: wishedProject,
      base,
      head: head.value,
      touched: chosen(names, world),
      notLive: names.flatMap((name) =>
        notLive(name, { project, sides: [head.value.documents, base], moves, isTrusted }, world),
      ),
      afterMerge: afterMerge(moves, { isTrusted: trusted?.ok === true, isGone: wished === undefined }),
      notes: [...file.diagnostics, ...head.value.diagnostics, ...(before.ok ? [] : [baseInvalid])],
    },
  };
}

function namesIn({ organizations }: Documents): readonly string[] {
  return organizations.map(({ value }) => value.metadata.name).sort(compareText);
}

function chosen(names: readonly string[], { inputs }: World): readonly string[] {
  return inputs.organizations.length === 0
    ? names
    : names.filter((name) => inputs.organizations.includes(name));
}

interface Given {
  readonly project: Project;
  readonly sides: readonly Documents[];
  readonly moves: ProjectMoves | undefined;
  readonly isTrusted: boolean;
}

function notLive(
  organization: string,
  { project, sides, moves, isTrusted }: Given,
  world: Pick<World, "environment" | "credential">,
): readonly NotLive[] {
  const because = (reason: string) => [{ organization, reason }];
  if (!isTrusted) return because("the base is not the default branch, or has no valid project file there");
  const declared = sides.flatMap(({ organizations }) => organizations);
  const wanted = declared.find(({ value }) => value.metadata.name === organization);
  const connection = wanted?.value.spec.connection;
  if (moves !== undefined && moves.everything.length > 0)
    return because(`this changes ${moves.everything.join(" and ")} in the project file`);
  if (moves?.guarded.has(organization)) return because("this changes its guards in the project file");
  if (connection === undefined) return [];
  if (moves?.connections.has(connection))
    return because(`this changes connection ${connection} in the project file`);
  const token = project.connections[connection]?.token;
  if (token === undefined) return because(`the project file has no connection ${connection}`);
  const gap = credentialGap(connection, token, world);
  return gap === undefined ? [] : because(gap);
}

function afterMerge(
  moves: ProjectMoves | undefined,
  { isTrusted, isGone }: { readonly isTrusted: boolean; readonly isGone: boolean },
): readonly string[] {
  if (!isTrusted) return [`\`${PROJECT_FILE}\` is new, or the one of the base is not valid`];
  return isGone ? [`\`${PROJECT_FILE}\` is removed`] : (moves?.lines ?? []);
}

function noProject({ inputs }: World): ConfigurationError {
  const folder = inputs["working-directory"];
  const where = folder === "" ? "at the top of the repository" : `in ${folder}`;
  return new ConfigurationError(
    `There is no ${PROJECT_FILE} ${where}`,
    "Set `working-directory` to its folder, or start a project with `npx orgwright init`.",
  );
}
