/** The globs of a project file: what they name, and how a folder is looked through for it. */
import type { Dirent } from "node:fs";
import { isAbsolute, sep } from "node:path";
import picomatch from "picomatch";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError } from "../model/errors.ts";

const NEVER: readonly string[] = ["**/node_modules/**", "**/.git/**"];

/** How a folder is looked through: links to folders are not followed. */
export const SEARCH: { readonly expandDirectories: false; readonly followSymbolicLinks: false } = {
  expandDirectories: false,
  followSymbolicLinks: false,
};

/** Globs apart: what is named, and what of that is left out. */
export interface Globs {
  readonly wanted: string[];
  readonly ignore: string[];
}

/** Takes globs apart, `./` at their beginning or not. Throws a ConfigurationError for one that leads out of the project. */
export function globsOf(patterns: readonly string[]): Globs {
  const plain = patterns.map((pattern) => pattern.replace(/^!?\.\//, (start) => start.replace("./", "")));
  const outward = plain.find((pattern) => leadsOut(pattern.replace(/^!/, "")));
  if (outward !== undefined) {
    throw new ConfigurationError(
      `The glob ${outward} leads out of the project`,
      "Files are looked for in the folder of orgwright.yaml and below it: write the glob relative to that.",
    );
  }
  return {
    wanted: plain.filter((pattern) => !pattern.startsWith("!")),
    ignore: [...NEVER, ...plain.filter((pattern) => pattern.startsWith("!")).map((each) => each.slice(1))],
  };
}

/** Whether the globs name a path that is relative to the project. */
export function matcher(patterns: readonly string[]): (file: string) => boolean {
  const { wanted, ignore } = globsOf(patterns);
  return wanted.length === 0 ? () => false : picomatch(wanted, { ignore });
}

/** What a search has found: with forward slashes, sorted. */
export function foundFiles(found: readonly string[]): readonly string[] {
  return found.map((file) => file.split(sep).join("/")).sort(compareText);
}

/** A folder's entries with links as files: the library would leave them out without a word. */
export function withLinks(entries: readonly Dirent[]): readonly Dirent[] {
  return entries.map((entry) =>
    entry.isSymbolicLink()
      ? Object.assign(entry, { isFile: () => true, isSymbolicLink: () => false })
      : entry,
  );
}

/** Whether a path leaves the folder that it is relative to. */
export function leadsOut(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/).includes("..");
}
