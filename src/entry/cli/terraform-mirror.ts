/** A filesystem mirror: where Terraform and OpenTofu find a provider without asking a registry. */
import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf } from "../../io/files.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { HOSTS, type PackageFile, SOURCE } from "./terraform-package.ts";

/** What is to be written where. */
export interface Mirror {
  readonly folder: string;
  readonly version: string;
  readonly platforms: readonly string[];
  readonly files: readonly PackageFile[];
  /** Whether another build of the same version may be replaced. */
  readonly force: boolean;
}

/** One platform's folder, and what became of it. */
export interface Written {
  readonly folder: string;
  readonly done: "wrote" | "kept" | "replaced";
}

/**
 * Writes the provider for each host and platform: each folder whole or not at all, and none before all were looked at.
 * Throws a ConfigurationError for a folder that holds something else.
 */
export async function writeMirror(mirror: Mirror): Promise<readonly Written[]> {
  const folders = HOSTS.flatMap((host) =>
    mirror.platforms.map((platform) => join(mirror.folder, host, SOURCE, mirror.version, platform)),
  );
  const steps: Written[] = [];
  for (const folder of folders) steps.push({ folder, done: await stepAt(folder, mirror) });
  for (const { folder, done } of steps) if (done !== "kept") await put(folder, mirror.files);
  return steps;
}

async function stepAt(folder: string, { files, version, force }: Mirror): Promise<Written["done"]> {
  const names = await namesIn(folder);
  if (names === undefined) return "wrote";
  const known = new Set(files.map(({ name }) => name));
  const stranger = names.find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new ConfigurationError(
      `${join(folder, stranger)} is not a file of Orgwright's provider`,
      "Look at what it is. Move that folder away, or choose another with --dir.",
    );
  }
  if (await isSame(folder, files)) return "kept";
  if (force) return "replaced";
  throw new ConfigurationError(
    `${folder} holds another build of version ${version}`,
    "Projects that use it have its checksum in .terraform.lock.hcl. Replace it with --force, or choose another folder with --dir.",
  );
}

/** The names in a folder; undefined where there is none. */
async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function isSame(folder: string, files: readonly PackageFile[]): Promise<boolean> {
  for (const { name, bytes, mode } of files) {
    const there = await opened(join(folder, name));
    if (there === undefined || there.mode !== mode || !there.bytes.equals(bytes)) return false;
  }
  return true;
}

async function opened(path: string): Promise<{ readonly bytes: Buffer; readonly mode: number } | undefined> {
  try {
    const handle = await open(path, "r");
    try {
      const { mode } = await handle.stat();
      return { bytes: await handle.readFile(), mode: mode & 0o777 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Made under another name, then given its own. What stood there is gone only once the new one stands. */
async function put(folder: string, files: readonly PackageFile[]): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const next = join(dirname(folder), `.${basename(folder)}.${randomUUID()}`);
  const before = `${next}.before`;
  try {
    await mkdir(next);
    for (const file of files) await writeSynced(join(next, file.name), file);
    const replaces = await moved(folder, before);
    try {
      await rename(next, folder);
    } catch (error) {
      if (replaces) await rename(before, folder);
      throw error;
    }
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(before, { recursive: true, force: true });
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function writeSynced(path: string, { bytes, mode }: PackageFile): Promise<void> {
  const handle = await open(path, "wx", mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // The mode of an open is what the process's mask leaves of it.
  await chmod(path, mode);
}
