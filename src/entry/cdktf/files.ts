/** Manifests on disk, read at once: a construct is made in one go, and cannot wait. */
import {
  type Dirent,
  readdirSync,
  readFileSync,
  type readdirSync as readFolder,
  realpathSync,
  statSync,
} from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { globSync } from "tinyglobby";
import { codeOf, decode, MAX_BYTES, matcher, parted, type ReadFiles, type TextFile } from "../../io/files.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";

const NEVER: readonly string[] = ["**/node_modules/**", "**/.git/**"];

/** The files below a folder that the globs name: the same as `findFiles` gives. Throws a ConfigurationError for a glob that leads out. */
export function filesBelow(root: string, patterns: readonly string[]): readonly string[] {
  const isWanted = matcher(patterns);
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  if (wanted.length === 0) return [];
  const found = globSync(
    wanted.map((pattern) => pattern.replace(/^\.\//, "")),
    {
      cwd: root,
      ignore: [...NEVER],
      expandDirectories: false,
      followSymbolicLinks: false,
      fs: { readdirSync: withLinks as typeof readFolder },
    },
  );
  return found
    .map((file) => file.split(sep).join("/"))
    .filter(isWanted)
    .sort(compareText);
}

/** Reads files of a folder; what leads out of it, is no plain file, too large or no UTF-8 gives a diagnostic, as `readFiles` does. */
export function readAtOnce(root: string, files: readonly string[]): ReadFiles {
  const home = realpathSync(root);
  return parted(files.map((file) => readOne(home, file)));
}

function readOne(home: string, file: string): TextFile | Diagnostic {
  try {
    const path = realpathSync(join(home, file));
    const inside = relative(home, path);
    if (isAbsolute(inside) || inside.split(sep).includes("..")) return outside(file);
    const stat = statSync(path);
    if (!stat.isFile()) return unreadable(file, "it is no plain file");
    // What is too large is refused by its length alone.
    return decode(file, stat.size > MAX_BYTES ? new Uint8Array(MAX_BYTES + 1) : readFileSync(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return unreadable(file, code === "ENOENT" ? "it is not there" : code);
  }
}

/** A folder's entries with links as files: the library would leave them out without a word. */
function withLinks(path: string, options: { readonly withFileTypes: true }): readonly Dirent[] {
  return readdirSync(path, options).map((entry) =>
    entry.isSymbolicLink()
      ? Object.assign(entry, { isFile: () => true, isSymbolicLink: () => false })
      : entry,
  );
}

function outside(file: string): Diagnostic {
  return problem(file, {
    code: "file/outside",
    message: "This is a link to a file outside the project.",
    why: "What is applied has to stand in the project, where it is reviewed.",
    fix: "Put the file itself here.",
  });
}

function unreadable(file: string, reason: string): Diagnostic {
  return problem(file, {
    code: "file/unreadable",
    message: `This file cannot be read: ${reason}.`,
    why: "Half of the manifests would be taken for all of them.",
    fix: "Make it readable, or leave it out of the globs in orgwright.yaml.",
  });
}

function problem(file: string, words: Pick<Diagnostic, "code" | "message" | "why" | "fix">): Diagnostic {
  return { ...words, severity: "error", location: { file, line: 1, column: 1, endColumn: 1, text: "" } };
}
