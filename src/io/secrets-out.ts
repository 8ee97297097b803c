/** One-time secrets on disk: a file that only its owner can read, synced before a write counts as done. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ConfigurationError } from "../model/errors.ts";
import type { SecretSink } from "../model/secret.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/** A sink that is open: to be closed when the last secret is in it. */
export interface SecretsFile extends SecretSink {
  close(): Promise<void>;
}

/**
 * Opens the file for secrets, one JSON line each, added to what is there. It stays the same file until it is closed,
 * whatever becomes of its name. Throws a ConfigurationError before anything is sent when it is no plain file, cannot be
 * written, or is one that others can read.
 */
export async function openSecrets(path: string): Promise<SecretsFile> {
  const file = await opened(path);
  try {
    await examine(file, path);
    await file.write("");
    await file.sync();
  } catch (error) {
    await file.close();
    throw error instanceof ConfigurationError ? error : unwritable(path, error);
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    put: async (secret) => {
      const own = last.then(async () => {
        await examine(file, path);
        await file.appendFile(`${JSON.stringify(secret)}\n`);
        await file.sync();
      });
      last = own.catch(() => undefined);
      await own;
    },
    close: async () => {
      await last;
      await file.close();
    },
  };
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Judged by what is open, not by its name, which somebody may give to another file meanwhile. */
async function examine(file: FileHandle, path: string): Promise<void> {
  const stats = await file.stat();
  if (!stats.isFile()) throw unwritable(path, new Error("it is no plain file"));
  if (process.platform !== "win32" && isOpenToOthers(stats)) {
    throw new ConfigurationError(
      `Others can read ${path}, so no secret is written to it`,
      "Name a new file, or take the rights of others away: `chmod 600`.",
    );
  }
}

function isOpenToOthers({ mode, uid }: Stats): boolean {
  return (mode & 0o077) !== 0 || uid !== process.getuid?.();
}

function unwritable(path: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `Secrets cannot be written to ${path}`,
    "Name a plain file, no link, in a folder that exists and that you may write to.",
    { cause },
  );
}
