/**
 * The project's files: found by globs, read as text, written whole or not at all.
 * What is wrong with a file's bytes comes back as a diagnostic, so that it is shown with everything else.
 */
import { randomUUID } from "node:crypto";
import { type Dirent, readdir } from "node:fs";
import { link, mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import picomatch from "picomatch";
import { glob } from "tinyglobby";
import type { Diagnostic } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError } from "../model/errors.ts";

/** A file's text; `file` is relative to the project, with forward slashes. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** What could be read, and what is wrong with the rest. */
export interface ReadFiles {
  readonly files: readonly TextFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes that one file may have. */
export const MAX_BYTES: number = 4 * 1024 * 1024;
const AT_ONCE = 32;
const NEVER: readonly string[] = ["**/node_modules/**", "**/.git/**"];

/**
 * The files below `root` that the globs name: sorted, relative, with forward slashes. Links to folders are not
 * followed; a link that a glob names is given, and `readFiles` decides.
 */
export async function findFiles(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const { wanted, unwanted } = sorted(patterns);
  if (wanted.length === 0) return [];
  const found = await glob([...wanted], {
    cwd: root,
    ignore: [...unwanted],
    expandDirectories: false,
    followSymbolicLinks: false,
    fs: { readdir: withLinks as typeof readdir },
  });
  return found.map((file) => file.split(sep).join("/")).sort(compareText);
}

/** Whether the globs name a path that is relative to the project. */
export function matcher(patterns: readonly string[]): (file: string) => boolean {
  const { wanted, unwanted } = sorted(patterns);
  return wanted.length === 0 ? () => false : picomatch([...wanted], { ignore: [...unwanted] });
}

/** Reads files of the project; what leads out of it, is no plain file, too large or no UTF-8 gives a diagnostic. */
export async function readFiles(root: string, files: readonly string[]): Promise<ReadFiles> {
  const home = await realpath(root);
  const results: (TextFile | Diagnostic)[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    results.push(
      ...(await Promise.all(files.slice(start, start + AT_ONCE).map((file) => readOne(home, file)))),
    );
  }
  return parted(results);
}

/** Bytes as text; anything but UTF-8 is a diagnostic at its line. */
export function decode(file: string, bytes: Uint8Array): TextFile | Diagnostic {
  if (bytes.byteLength > MAX_BYTES) return tooLarge(file);
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return notUtf8(file, bytes);
  }
}

/** Texts apart from diagnostics. */
export function parted(results: readonly (TextFile | Diagnostic)[]): ReadFiles {
  return {
    files: results.filter((result): result is TextFile => "text" in result),
    diagnostics: results.filter((result): result is Diagnostic => "code" in result),
  };
}

/**
 * Replaces a file, whole or not at all; makes its folder. Not by a library: those at hand call `write` once, and a
 * disk that fills up then leaves half a file under the real name.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryFor(path);
  try {
    await writeAndSync(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a file that is not there yet, and says whether it did; makes its folder. */
export async function writeNew(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryFor(path);
  try {
    await writeAndSync(temporary, text);
    // Whole or not at all: half a manifest may well be a valid one.
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** The code of an error of the operating system, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** A folder's entries with links as files: the library would leave them out without a word. */
function withLinks(
  path: string,
  options: { readonly withFileTypes: true },
  done: (error: NodeJS.ErrnoException | null, entries?: readonly Dirent[]) => void,
): void {
  readdir(path, options, (error, entries) => {
    for (const entry of error === null ? entries : []) {
      if (entry.isSymbolicLink()) Object.assign(entry, { isFile: () => true, isSymbolicLink: () => false });
    }
    done(error, entries);
  });
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readOne(home: string, file: string): Promise<TextFile | Diagnostic> {
  try {
    const path = await realpath(join(home, file));
    if (leadsOut(relative(home, path))) return outside(file);
    const handle = await open(path, "r");
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return unreadable(file, "it is no plain file");
      return stat.size > MAX_BYTES ? tooLarge(file) : decode(file, await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return unreadable(file, code === "ENOENT" ? "it is not there" : code);
  }
}

function sorted(patterns: readonly string[]) {
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
    unwanted: [...NEVER, ...plain.filter((pattern) => pattern.startsWith("!")).map((each) => each.slice(1))],
  };
}

function leadsOut(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/).includes("..");
}

function problem(
  file: string,
  { code, message, why, fix }: Pick<Diagnostic, "code" | "message" | "why" | "fix">,
  place: { readonly line: number; readonly column: number; readonly text: string } = {
    line: 1,
    column: 1,
    text: "",
  },
): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    location: { file, endColumn: place.column, ...place },
  };
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

function tooLarge(file: string): Diagnostic {
  return problem(file, {
    code: "file/too-large",
    message: `This file has more than ${MAX_BYTES / 1024 / 1024} MiB.`,
    why: "A manifest that no person can read is probably not meant.",
    fix: "Split it into several files.",
  });
}

function notUtf8(file: string, bytes: Uint8Array): Diagnostic {
  const lines = new TextDecoder("utf-8").decode(bytes).split("\n");
  const line = lines.findIndex((text) => text.includes("\ufffd"));
  const text = (lines[line] ?? "").replace(/\r$/, "").slice(0, 500);
  return problem(
    file,
    {
      code: "file/encoding",
      message: "This file is not UTF-8.",
      why: "Names and addresses in it could be read in more than one way.",
      fix: "Save it as UTF-8 in your editor.",
    },
    { line: line + 1, column: text.indexOf("\ufffd") + 1, text },
  );
}
