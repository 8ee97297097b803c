/** `orgwright fmt`: manifests in their canonical form. */
import { join } from "node:path";
import { formatManifest, parseProject } from "../../index.ts";
import { readFiles, writeWhole } from "../../io/files.ts";
import { PROJECT_FILE } from "../../io/project-files.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { choose } from "./choose.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { invalid } from "./invalid.ts";
import { namedFiles, projectFile } from "./project.ts";
import type { Surroundings } from "./surroundings.ts";

interface FmtValues {
  readonly check?: true | undefined;
}

/** Writes each file that is not in canonical form, and names it; with `--check` it only names it. */
export async function fmt(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: FmtValues },
  world: Surroundings,
): Promise<ExitCode> {
  const root = world.folder;
  const source = await projectFile(root);
  const project = "code" in source ? { ok: false as const, diagnostics: [source] } : parseProject(source);
  if (!project.ok) return invalid(project.diagnostics, world);
  const named = [PROJECT_FILE, ...(await namedFiles(root, project.value.value)).keys()];
  const chosen = await choose(root, rest, named);
  const { files, diagnostics } = await readFiles(root, chosen === undefined ? named : [...chosen]);
  const forms = files.map((each) => ({ ...each, canonical: formatManifest(each.text) }));
  const moved = forms.flatMap(({ file, text, canonical }) =>
    canonical === undefined || canonical === text ? [] : [{ file, canonical }],
  );
  if (values.check !== true) {
    for (const { file, canonical } of moved) await writeWhole(join(root, file), canonical);
  }
  world.out.write(moved.map(({ file }) => `${file}\n`).join(""));
  const broken = forms.filter(({ canonical }) => canonical === undefined).map(({ file }) => file);
  if (broken.length > 0 || diagnostics.length > 0) return unformatted(broken, diagnostics, world);
  return values.check === true && moved.length > 0 ? exit.failed : exit.done;
}

function unformatted(
  broken: readonly string[],
  diagnostics: readonly Diagnostic[],
  world: Surroundings,
): ExitCode {
  for (const file of broken) {
    world.err.write(`${file} is no YAML and stays as it is; \`orgwright validate\` shows why.\n`);
  }
  return diagnostics.length > 0 ? invalid(diagnostics, world) : exit.invalid;
}
