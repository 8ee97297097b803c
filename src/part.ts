/** A part of an organization: what one caller says of it, such as one member, in the words of a manifest. */
import { manifestValues, pathIn, type Resolution, resolve, type SystemFacts } from "./manifest/index.ts";
import type { Diagnostic, OrganizationSpec, PersonSpec, Project, WorkspaceEntry } from "./model/contract.ts";
import type { LiveState, LiveWorkspace } from "./model/live.ts";
import type { SentInvitation } from "./model/record.ts";

/** How an organization is found: by its slug, or by the system's id. */
export interface PartKey {
  readonly slug?: string;
  readonly id?: string;
}

/** What a part says, as a manifest's `spec` does. */
export type PartSpec = Omit<OrganizationSpec, "connection" | "slug" | "id" | "parent" | "previously">;

/** One thing, or one section, of one organization. */
export interface Part {
  /** How the organization is called in addresses and messages; the same at plan and apply. */
  readonly name: string;
  readonly connection: string;
  readonly key: PartKey;
  /** The slug that the organization has until it is renamed. */
  readonly previousSlug?: string;
  /** The organization that it is a sub-account of. */
  readonly parent?: PartKey & { readonly name: string };
  readonly spec: PartSpec;
  /** People who are known by more than one name. */
  readonly people?: readonly PersonSpec[];
  /** Whoever says it answers for the end of the whole organization, and of all access that ends with it. */
  readonly mayEnd?: boolean;
  /** Mails that went out for it, by address. */
  readonly invitations?: Readonly<Record<string, SentInvitation>>;
}

/** What is wrong with a part; `path` leads into its spec. */
export interface PartProblem extends Omit<Diagnostic, "location" | "related"> {
  readonly path?: readonly (string | number)[];
  /** Of what a guard holds. */
  readonly addresses?: readonly string[];
}

/** What a part is understood with. */
export interface PartContext {
  readonly project: Project;
  readonly systems: ReadonlyMap<string, SystemFacts>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Undefined: not read yet, or not there. */
  readonly live?: LiveState | undefined;
}

/** A part's meaning: its organization, and all that is wrong with it. */
export interface UnderstoodPart {
  readonly organization: Resolution["organizations"][number] | undefined;
  readonly problems: readonly PartProblem[];
}

/** Checks a part as a manifest is checked: shape, references, and what its system can express. Asks nobody. */
export function understandPart(part: Part, context: PartContext): UnderstoodPart {
  const { entries, problems } = mentioned(part, context);
  const manifests = [manifestOf(part, entries, context.live), ...parentOf(part)];
  const documents = manifestValues(manifests, (part.people ?? []).map(personOf));
  if (!documents.ok) return { organization: undefined, problems: documents.diagnostics.map(problemOf) };
  const { organizations, diagnostics } = resolve(documents.value, context);
  const organization = organizations.find(({ name }) => name === part.name);
  return { organization, problems: [...problems, ...diagnostics.map(problemOf)] };
}

function manifestOf(
  { name, connection, key, previousSlug, parent, spec }: Part,
  entries: readonly unknown[],
  live: LiveState | undefined,
) {
  const ids = new Set(live?.workspaces.map(({ id }) => id));
  // A part may name a workspace by its id, where a manifest has a key of its own.
  const named = (spec.workspaces ?? []).map((entry) =>
    entry.id === undefined && ids.has(entry.name) ? { ...entry, id: entry.name } : entry,
  );
  const workspaces = [...named, ...entries];
  const ownership =
    spec.workspaces === undefined && entries.length > 0
      ? { ownership: { ...spec.ownership, workspaces: "additive" } }
      : {};
  return {
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name },
    spec: {
      connection,
      ...key,
      ...(parent === undefined ? {} : { parent: parent.name }),
      ...(previousSlug === undefined ? {} : { previously: { slugs: [previousSlug] } }),
      ...spec,
      ...(workspaces.length > 0 || spec.workspaces !== undefined ? { workspaces } : {}),
      ...ownership,
    },
  };
}

function personOf(spec: PersonSpec, index: number): unknown {
  return { apiVersion: "orgwright/v1", kind: "Person", metadata: { name: `person-${index}` }, spec };
}

/** A parent is a manifest of its own, which says nothing but how it is found. */
function parentOf({ connection, parent }: Part): readonly unknown[] {
  if (parent === undefined) return [];
  const { name, ...key } = parent;
  return [
    { apiVersion: "orgwright/v1", kind: "Organization", metadata: { name }, spec: { connection, ...key } },
  ];
}

interface Mentioned {
  readonly entries: readonly WorkspaceEntry[];
  readonly problems: readonly PartProblem[];
}

/** Entries for workspaces that a part names without declaring them: a part never makes what it only refers to. */
function mentioned({ connection, spec }: Part, { systems, live }: PartContext): Mentioned {
  const kinds = systems.get(connection)?.kinds;
  if (kinds?.access === undefined || kinds.workspace === undefined) return { entries: [], problems: [] };
  const declared = new Set(spec.workspaces?.map(({ name }) => name));
  const mentions = [
    ...(spec.members ?? []).flatMap(({ workspaces = {} }, index) =>
      Object.keys(workspaces).map((name) => ({ name, path: ["members", index, "workspaces", name] })),
    ),
    ...(spec.access ?? []).map(({ workspace }, index) => ({
      name: workspace,
      path: ["access", index, "workspace"],
    })),
  ].filter(({ name }) => !declared.has(name));
  const names = [...new Set(mentions.map(({ name }) => name))];
  if (live === undefined) return { entries: names.map((name) => ({ name })), problems: [] };
  const found = new Map(names.map((name) => [name, workspacesCalled(name, live.workspaces)]));
  return {
    entries: names.flatMap((name) => {
      const [only] = found.get(name) ?? [];
      return [{ name, ...(only === undefined ? {} : { id: only.id }) }];
    }),
    problems: mentions.flatMap(({ name, path }) => {
      const all = found.get(name) ?? [];
      return all.length === 1 ? [] : [unclear(name, all, path)];
    }),
  };
}

/** The workspaces that a name means: the one with this id, else all with this live name. */
export function workspacesCalled(
  name: string,
  workspaces: readonly LiveWorkspace[],
): readonly LiveWorkspace[] {
  const byId = workspaces.filter(({ id }) => id === name);
  return byId.length > 0 ? byId : workspaces.filter((workspace) => workspace.name === name);
}

function unclear(
  name: string,
  all: readonly LiveWorkspace[],
  path: NonNullable<PartProblem["path"]>,
): PartProblem {
  const ids = all.map(({ id }) => id).join(", ");
  return all.length === 0
    ? {
        code: "part/no-workspace",
        severity: "error",
        message: `The organization has no workspace \`${name}\`.`,
        fix: "Correct the name; or let the resource that brings it come first (`depends_on`).",
        path,
      }
    : {
        code: "part/several-workspaces",
        severity: "error",
        message: `The organization has several workspaces called \`${name}\`: ${ids}.`,
        fix: "Name the workspace by its id.",
        path,
      };
}

/** A diagnostic of a part, with the way into its spec where it has a place. */
export function problemOf({ location, related: _related, ...diagnostic }: Diagnostic): PartProblem {
  if (location === undefined) return diagnostic;
  const [document, top, ...path] = pathIn(location);
  // What a parent's manifest or the metadata would say, the part does not say in its spec.
  return document === 0 && top === "spec" ? { ...diagnostic, path } : diagnostic;
}
