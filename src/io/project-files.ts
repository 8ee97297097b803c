/** Which files are a project's: the one answer for every entry, wherever the files come from. */
import type { Project } from "../model/contract.ts";
import { matcher } from "./files.ts";

/** The name of the project file. */
export const PROJECT_FILE = "orgwright.yaml";

/** What a file of a project holds. */
export type Holds = "manifests" | "approvals";

/**
 * Tells what a file holds by the project's globs, its path relative to the project; undefined for one that they do not
 * name. A file that both name holds approvals, for it is theirs to own; the project file holds neither.
 */
export function holding({
  manifests,
  approvals = [],
}: Pick<Project, "manifests" | "approvals">): (file: string) => Holds | undefined {
  const [isManifest, isApproval] = [matcher(manifests), matcher(approvals)];
  return (file) => {
    if (file === PROJECT_FILE) return undefined;
    if (isApproval(file)) return "approvals";
    return isManifest(file) ? "manifests" : undefined;
  };
}
