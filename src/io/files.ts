/**
 * The project's files: found by globs, read as text, written whole or not at all.
 * What is wrong with a file's bytes comes back as a diagnostic, so that it is shown with everything else.
 */
import { randomUUID } from "node:crypto";
import { type Dirent, readdir } from "node:fs";
import { link, lstat, mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { glob } from "tinyglobby";
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

export { matcher } from "./file-globs.ts";
export { decode, MAX_BYTES, parted, type ReadFiles, type TextFile } from "./file-text.ts";

const AT_ONCE = 32;

/**
 * The files below `root` that the globs name: sorted, relative, with forward slashes. Links to folders are not
 * followed; a link that a glob names is given, and `readFiles` decides.
 */
export async function findFiles(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const { wanted, ignore } = globsOf(patterns);
  if (wanted.length === 0) return [];
  const fs = { readdir: folderOf as typeof readdir };
  return foundFiles(await glob(wanted, { ...SEARCH, cwd: root, ignore, fs }));
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

/** The path itself where nothing is there, else with the first number behind it that is free: `secrets.age.2`. */
export async function freePath(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const wanted = number === 1 ? path : `${path}.${number}`;
    try {
      await lstat(wanted);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return wanted;
      throw error;
    }
  }
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** The code of an error of the operating system, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function folderOf(
  path: string,
  options: { readonly withFileTypes: true },
  done: (error: NodeJS.ErrnoException | null, entries?: readonly Dirent[]) => void,
): void {
  readdir(path, options, (error, entries) => done(error, error === null ? withLinks(entries) : undefined));
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
