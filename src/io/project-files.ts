/** Which files are a project's: the one answer for every entry, wherever the files come from. */
import type { Project } from "../model/contract.ts";
import { matcher } from "./file-globs.ts";

/** The name of the project file. */
export const PROJECT_FILE = "orgwright.yaml";

/** What a file of a project holds. */
export type Holds = "manifests" | "approvals";

/**
 * Tells what a file holds by the project's globs, its path relative to the project; undefined for one that they do not
 * name. A file that both name holds approvals, for it is theirs to own; the project file holds neither, whatever its name.
 */
export function holding(
  { manifests, approvals = [] }: Pick<Project, "manifests" | "approvals">,
  projectFile: string = PROJECT_FILE,
): (file: string) => Holds | undefined {
  const [isManifest, isApproval] = [matcher(manifests), matcher(approvals)];
  return (file) => {
    if (file === projectFile) return undefined;
    if (isApproval(file)) return "approvals";
    return isManifest(file) ? "manifests" : undefined;
  };
}

/** What each of some found files holds, by its path; those that hold nothing of the project are left out. */
export function heldBy(
  files: readonly string[],
  holds: (file: string) => Holds | undefined,
): ReadonlyMap<string, Holds> {
  return new Map(
    files.flatMap((file) => {
      const what = holds(file);
      return what === undefined ? [] : [[file, what] as const];
    }),
  );
}
