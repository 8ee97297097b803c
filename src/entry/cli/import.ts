/** `orgwright import`: live organizations as manifests. */
import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { connectors, type ImportedOrganization, importOrganizations, sortDiagnostics } from "../../index.ts";
import { codeOf, matcher, writeNew } from "../../io/files.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { count, renderDiagnostics, visible } from "../../report/index.ts";
import { clients } from "./clients.ts";
import type { Parsed } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import { invalid } from "./invalid.ts";
import { type PaceValues, runLimits } from "./pace-options.ts";
import { readingProgress } from "./progress.ts";
import { loadProject } from "./project.ts";
import type { Surroundings } from "./surroundings.ts";

interface ImportValues extends PaceValues {
  readonly connection?: string | undefined;
  readonly out?: string | undefined;
}

/** What is said of one organization: a line of result, and what goes with it. */
interface Said {
  readonly words: readonly [verb: string, subject: string, more: string];
  readonly notes: readonly Diagnostic[];
  readonly failed: boolean;
}

const SCHEMA = ".orgwright/schemas/manifest.schema.json";

/** Writes a manifest for each organization that has none; files that are there stay. Nothing that it opens can write to a system. */
export async function importLive(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: ImportValues },
  world: Surroundings,
): Promise<ExitCode> {
  if (values.out === undefined) {
    throw new ConfigurationError("`--out` is missing", "Say where the manifests go, e.g. `--out orgs`.");
  }
  const out = resolve(world.folder, values.out);
  const loaded = await loadProject(world.folder, []);
  if (!loaded.ok) return invalid(loaded.diagnostics, world);
  const { project, documents, root } = loaded;
  const fileOf = (name: string) => slashes(relative(root, join(out, `${name}.yaml`)));
  const organizations = await importOrganizations({
    project,
    documents,
    connectors,
    readClient: clients(project, world, runLimits(values)).read,
    now: world.now(),
    onRead: readingProgress(world.err),
    connection: connectionOf(values.connection, project),
    keys: rest,
    schema: slashes(relative(out, join(root, SCHEMA))),
    fileOf,
  });
  const said: Said[] = [];
  for (const each of organizations) said.push(await settle(each, fileOf, root));
  world.out.write(lines(said));
  const notes = sortDiagnostics([...said.flatMap((each) => each.notes), ...outside(said, fileOf, project)]);
  if (notes.length > 0) world.err.write(`${renderDiagnostics(notes, world.err.style)}\n`);
  return said.some(({ failed }) => failed) ? exit.failed : exit.done;
}

function connectionOf(given: string | undefined, { connections }: Project): string {
  const names = Object.keys(connections);
  const [first, ...others] = names;
  const name = given ?? (others.length === 0 ? first : undefined);
  if (name === undefined) {
    throw new ConfigurationError(
      "`--connection` is missing",
      `The project has ${names.join(", ")}: name one of them.`,
    );
  }
  if (names.includes(name)) return name;
  throw new ConfigurationError(
    `There is no connection ${name}`,
    didYouMean(name, names, `The project has ${names.join(", ")}.`),
  );
}

async function settle(
  organization: ImportedOrganization,
  fileOf: (name: string) => string,
  root: string,
): Promise<Said> {
  switch (organization.status) {
    case "declared": {
      const { key, name } = organization;
      return { words: ["declared", key, `as ${name}, not imported again`], notes: [], failed: false };
    }
    case "failed":
      return { words: ["failed", organization.key, ""], notes: organization.diagnostics, failed: true };
    case "imported": {
      const { name, text, counts, notes } = organization;
      const file = fileOf(name);
      const more = [
        count(counts.members, "member"),
        count(counts.roles, "role"),
        count(counts.workspaces, "workspace"),
      ].join(", ");
      const written = await writeNew(join(root, file), text);
      if (written) return { words: ["wrote", file, more], notes, failed: false };
      const isSame = (await textOf(join(root, file))) === text;
      return isSame
        ? { words: ["kept", file, `${more}; it says so already`], notes, failed: false }
        : { words: ["kept", file, "it says something else"], notes: [differs(file)], failed: true };
    }
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

function differs(file: string): Diagnostic {
  return {
    code: "import/kept",
    severity: "error",
    message: `${file} is there already, with another text; it was left as it is.`,
    why: "An import never overwrites what somebody wrote.",
    fix: "Move the file away or import into another folder, then compare the two.",
  };
}

/** Manifests where the project does not look for them mean nothing yet. */
function outside(
  said: readonly Said[],
  fileOf: (name: string) => string,
  { manifests }: Project,
): readonly Diagnostic[] {
  const isRead = matcher(manifests);
  if (!said.some(({ words: [verb] }) => verb === "wrote") || isRead(fileOf("any"))) return [];
  return [
    {
      code: "import/outside-project",
      severity: "warning",
      message: `The project does not look for manifests in ${fileOf("*")}.`,
      fix: "Add the folder to `manifests:` in orgwright.yaml, or move the files.",
    },
  ];
}

function lines(said: readonly Said[]): string {
  // What is live is called by names that a server gives.
  const shown = said.map(
    ({ words: [verb, subject, more] }) => [verb, visible(subject), visible(more)] as const,
  );
  const widest = Math.max(0, ...shown.map(([, subject]) => subject.length));
  return shown
    .map(([verb, subject, more]) => `${verb.padEnd(8)}  ${subject.padEnd(widest)}  ${more}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
