/** The files that somebody names on the command line, out of those that belong to the project. */
import { stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { ConfigurationError } from "../../model/errors.ts";

/** The project's files that the paths mean: a file itself, a folder all below it. Undefined for no paths; a ConfigurationError for one that means nothing. */
export async function choose(
  root: string,
  paths: readonly string[],
  files: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  if (paths.length === 0) return undefined;
  const chosen = await Promise.all(paths.map((path) => filesOf(root, path, files)));
  return new Set(chosen.flat());
}

async function filesOf(root: string, path: string, files: readonly string[]): Promise<readonly string[]> {
  const full = resolve(root, path);
  const name = relative(root, full).split(sep).join("/");
  const found = files.filter((file) => file === name || name === "" || file.startsWith(`${name}/`));
  if (found.length > 0) return found;
  const exists = await stat(full).then(
    () => true,
    () => false,
  );
  throw exists
    ? new ConfigurationError(
        `${path} is none of the project's files`,
        "Name it under `manifests:` or `approvals:` in orgwright.yaml.",
      )
    : new ConfigurationError(`There is no ${path} in ${root}`, "Paths are relative to this folder.");
}
