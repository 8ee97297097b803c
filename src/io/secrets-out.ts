/** One-time secrets on disk: a file that only its owner can read, synced before a write counts as done. */
import { type FileHandle, open } from "node:fs/promises";
import { ConfigurationError } from "../model/errors.ts";
import type { SecretSink } from "../model/secret.ts";

/**
 * Opens the file for secrets, one JSON line each, added to what is there. Throws a ConfigurationError before anything is
 * sent when it cannot be written, or when others can read it.
 */
export async function openSecrets(path: string): Promise<SecretSink> {
  const file = await opened(path);
  try {
    const { mode } = await file.stat();
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw readable(path);
    await file.sync();
  } catch (error) {
    await file.close();
    throw error;
  }
  let last: Promise<unknown> = file.close();
  const append = async (text: string) => {
    const again = await opened(path);
    try {
      await again.appendFile(text);
      await again.sync();
    } finally {
      await again.close();
    }
  };
  return {
    put: async (secret) => {
      const own = last.then(() => append(`${JSON.stringify(secret)}\n`));
      last = own.catch(() => undefined);
      await own;
    },
  };
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, "a", 0o600);
  } catch (error) {
    throw new ConfigurationError(
      `Secrets cannot be written to ${path}`,
      "Name a file in a folder that exists and that you may write to.",
      { cause: error },
    );
  }
}

function readable(path: string): ConfigurationError {
  return new ConfigurationError(
    `Others can read ${path}, so no secret is written to it`,
    "Name a new file, or take the rights of others away: `chmod 600`.",
  );
}
