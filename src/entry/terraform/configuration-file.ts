/** The project file that `project` names. Its manifests are not read. */
import { access } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { connectors, parseProject } from "../../index.ts";
import { codeOf, readFiles } from "../../io/files.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { diagnosedProblem } from "./configuration-problems.ts";
import type { Problem } from "./provider.ts";

/** What the file says, or what is wrong with it. */
export interface FileProject {
  readonly project?: Project;
  readonly problems: readonly Problem[];
}

/** Reads the project file at a path that is relative to `folder`. */
export async function projectFrom(path: string, folder: string): Promise<FileProject> {
  const whole = resolve(folder, path);
  const missing = await absence(whole, path);
  if (missing !== undefined) return { problems: [missing] };
  const { files, diagnostics } = await readFiles(dirname(whole), [basename(whole)]);
  const [source] = files;
  if (source === undefined) return { problems: diagnostics.map((each) => told(each, path)) };
  const parsed = parseProject(source, Object.values(connectors));
  const problems = parsed.diagnostics.map((each) => told(each, path));
  return parsed.ok ? { project: parsed.value.value, problems } : { problems };
}

async function absence(whole: string, path: string): Promise<Problem | undefined> {
  try {
    await access(whole);
    return undefined;
  } catch (error) {
    const isMissing = codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
    return {
      severity: "error",
      summary: isMissing ? `There is no project file ${path}` : `The project file ${path} cannot be read`,
      detail: isMissing
        ? "`project` is relative to the folder that Terraform runs in. To name a file beside the configuration, begin it with `path.module`."
        : "Look at the rights of the file and of its folder.",
      path: ["project"],
    };
  }
}

/** A diagnostic under the file's name as the configuration has it. */
function told({ location, related = [], ...diagnostic }: Diagnostic, file: string): Problem {
  return diagnosedProblem(
    {
      ...diagnostic,
      ...(location === undefined ? {} : { location: { ...location, file } }),
      related: related.map((each) => ({ ...each, file })),
    },
    ["project"],
  );
}
