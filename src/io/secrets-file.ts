/** Credentials that stand in a file, as container platforms and secret stores put them there. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigurationError } from "../model/errors.ts";
import { codeOf } from "./files.ts";

const { O_NONBLOCK, O_RDONLY } = constants;

/** Bytes that a credential may have, wherever it comes from. */
export const MAX_SECRET_BYTES: number = 64 * 1024;

/**
 * The whole text of a file; its path is relative to `folder`. Throws a ConfigurationError for one that is missing, no plain
 * file, too large or cannot be read. Blocks: it is small, and the first request waits for it.
 */
export function textOfFile(
  file: string,
  connection: string,
  { folder }: { readonly folder: string },
): string {
  const about = { file, connection };
  let descriptor: number | undefined;
  try {
    // A pipe that nobody writes to would else be waited for.
    descriptor = openSync(resolve(folder, file), O_RDONLY | (O_NONBLOCK ?? 0));
    if (!fstatSync(descriptor).isFile()) throw unusable(about, "is no plain file");
    const bytes = Buffer.alloc(MAX_SECRET_BYTES + 1);
    const length = readWhole(descriptor, bytes);
    if (length > MAX_SECRET_BYTES) throw unusable(about, "has more than 64 KiB");
    return bytes.toString("utf8", 0, length);
  } catch (error) {
    throw error instanceof ConfigurationError ? error : unusable(about, reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Its length is not asked for before: what the system makes up while it is read has none. */
function readWhole(descriptor: number, bytes: Buffer): number {
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return "is not there";
  if (code === "EISDIR") return "is no plain file";
  return `cannot be read (${code ?? "unknown failure"})`;
}

function unusable(
  { file, connection }: { readonly file: string; readonly connection: string },
  what: string,
): ConfigurationError {
  return new ConfigurationError(
    `The credential of connection ${connection} is missing: the file ${file} ${what}`,
    "Write the credential into it, in one line. Its path is relative to the project file's folder; look at its rights too.",
  );
}
