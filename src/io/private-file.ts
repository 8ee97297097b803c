/** A new file that only its owner can read and that is replaced whole: at any moment it holds one text or the next. */
import { randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConfigurationError } from "../model/errors.ts";
import { codeOf } from "./files.ts";

/** A file that this run made. */
export interface PrivateFile {
  /** Puts another text in its place, synced. Throws a ConfigurationError when it cannot, or when another file has its name. */
  replace(text: string): Promise<void>;
  /** Takes it away; what another file of its name holds stays. */
  remove(): Promise<void>;
}

/** Makes the file. Throws a ConfigurationError when it cannot, and when anything of that name is there: two runs never write over each other. */
export async function createPrivateFile(path: string, text: string): Promise<PrivateFile> {
  let own = await created(path, text);
  return {
    replace: async (next) => {
      if ((await holderOf(path, own)) === "other") {
        throw unwritable(path, new Error("another file has taken its name"));
      }
      own = await replaced(path, next);
    },
    remove: async () => {
      if ((await holderOf(path, own)) === "ours") await rm(path, { force: true });
    },
  };
}

/** Says that secrets cannot be written to a path. */
export function unwritable(path: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `Secrets cannot be written to ${path}`,
    "Name a plain file, no link, in a folder that exists and that you may write to.",
    { cause },
  );
}

/** A link of that name counts as there. */
async function created(path: string, text: string): Promise<BigIntStats> {
  try {
    return await written(path, text);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw unwritable(path, error);
    throw new ConfigurationError(
      `${path} is there already, and nothing can be added to encrypted secrets without their key`,
      "Name a new file, or move this one away.",
      { cause: error },
    );
  }
}

async function replaced(path: string, text: string): Promise<BigIntStats> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const next = await written(temporary, text);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return next;
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(path, error);
  }
}

async function written(path: string, text: string): Promise<BigIntStats> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    return await file.stat({ bigint: true });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function holderOf(path: string, { dev, ino }: BigIntStats): Promise<"ours" | "nobody" | "other"> {
  try {
    const there = await lstat(path, { bigint: true });
    return there.dev === dev && there.ino === ino ? "ours" : "other";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "nobody";
    throw unwritable(path, error);
  }
}

/** A new name is safe once its folder is. Never throws: not every system can do that, and the file itself is synced already. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Nothing that could be done better.
  }
}
