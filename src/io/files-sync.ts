/** The project's files found and read at once, for whoever cannot wait; otherwise as `findFiles` and `readFiles` do it. */
import {
  type Dirent,
  readdirSync,
  readFileSync,
  type readdirSync as readFolder,
  realpathSync,
  statSync,
} from "node:fs";
import { join, relative } from "node:path";
import { globSync } from "tinyglobby";
import type { Diagnostic } from "../model/contract.ts";
import { foundFiles, globsOf, leadsOut, SEARCH, withLinks } from "./file-globs.ts";
import {
  decode,
  MAX_BYTES,
  outside,
  parted,
  type ReadFiles,
  type TextFile,
  tooLarge,
  unreadable,
} from "./file-text.ts";
import { codeOf } from "./files.ts";

/** The files below a folder that the globs name: the same as `findFiles` gives. Throws a ConfigurationError for a glob that leads out. */
export function findFilesSync(root: string, patterns: readonly string[]): readonly string[] {
  const { wanted, ignore } = globsOf(patterns);
  if (wanted.length === 0) return [];
  const fs = { readdirSync: folderOf as typeof readFolder };
  return foundFiles(globSync(wanted, { ...SEARCH, cwd: root, ignore, fs }));
}

/** Reads files of a folder; what leads out of it, is no plain file, too large or no UTF-8 gives a diagnostic, as `readFiles` does. */
export function readFilesSync(root: string, files: readonly string[]): ReadFiles {
  const home = realpathSync(root);
  return parted(files.map((file) => readOne(home, file)));
}

function readOne(home: string, file: string): TextFile | Diagnostic {
  try {
    const path = realpathSync(join(home, file));
    if (leadsOut(relative(home, path))) return outside(file);
    const stat = statSync(path);
    if (!stat.isFile()) return unreadable(file, "it is no plain file");
    return stat.size > MAX_BYTES ? tooLarge(file) : decode(file, readFileSync(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return unreadable(file, code === "ENOENT" ? "it is not there" : code);
  }
}

function folderOf(path: string, options: { readonly withFileTypes: true }): readonly Dirent[] {
  return withLinks(readdirSync(path, options));
}
