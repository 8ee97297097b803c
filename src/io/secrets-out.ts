/**
 * One-time secrets on their way out: into a file that only its owner can read, plain or encrypted, or encrypted into a
 * text. Safe on the medium before a write counts as done.
 */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ConfigurationError } from "../model/errors.ts";
import type { SecretSink, ToldSecret } from "../model/secret.ts";
import { type Seal, sealFor } from "./age.ts";
import { createPrivateFile, unwritable } from "./private-file.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/** A sink that is open: to be closed when the last secret is in it. */
export interface SecretsFile extends SecretSink {
  close(): Promise<void>;
}

/** Secrets that are kept for whoever hands them on. */
export interface MemorySecrets {
  readonly sink: SecretSink;
  /** All secrets so far as one armored age file; empty before the first. */
  text(): string;
}

/** How secrets are written. */
export interface SecretsOptions {
  /** age recipients; absent: the file is plain. */
  readonly recipients?: readonly string[] | undefined;
}

/**
 * Opens the file for secrets, one JSON line each. Plain, they are added to what is there, and it stays the same file until
 * it is closed, whatever becomes of its name. With recipients the file must be new, and is one armored age file at any
 * moment; without a secret it is gone again when it is closed. Throws a ConfigurationError before anything is sent when it
 * is no plain file, cannot be written, is one that others can read, or has a recipient that age rejects.
 */
export async function openSecrets(path: string, { recipients }: SecretsOptions = {}): Promise<SecretsFile> {
  return recipients === undefined ? await plainFile(path) : await sealedFile(path, await sealFor(recipients));
}

/** A sink that keeps secrets encrypted for the recipients. Throws a ConfigurationError without any, or for one that age rejects. */
export async function memorySecrets(recipients: readonly string[]): Promise<MemorySecrets> {
  const seal = await sealFor(recipients);
  const inTurn = queue();
  let lines = "";
  let sealed = "";
  const put = async (secret: ToldSecret): Promise<void> => {
    lines += lineOf(secret);
    sealed = await seal(lines);
  };
  return { sink: { put: async (secret) => await inTurn(() => put(secret)) }, text: () => sealed };
}

async function plainFile(path: string): Promise<SecretsFile> {
  const file = await opened(path);
  try {
    await examine(file, path);
    await file.write("");
    await file.sync();
  } catch (error) {
    await file.close();
    throw error instanceof ConfigurationError ? error : unwritable(path, error);
  }
  const inTurn = queue();
  const put = async (secret: ToldSecret): Promise<void> => {
    await examine(file, path);
    await file.appendFile(lineOf(secret));
    await file.sync();
  };
  return {
    put: async (secret) => await inTurn(() => put(secret)),
    close: async () => await inTurn(() => file.close()),
  };
}

/**
 * The whole list is encrypted anew for each secret and put in the file's place: age reads one armored block per file, so
 * blocks in a row would have to be cut apart by hand. What is plain stays in memory.
 */
async function sealedFile(path: string, seal: Seal): Promise<SecretsFile> {
  const file = await createPrivateFile(path, await seal(""));
  const inTurn = queue();
  let lines = "";
  const put = async (secret: ToldSecret): Promise<void> => {
    // It stays in the list when it cannot be written now: the next one may take it along.
    lines += lineOf(secret);
    await file.replace(await seal(lines));
  };
  return {
    put: async (secret) => await inTurn(() => put(secret)),
    close: async () => await inTurn(async () => (lines === "" ? await file.remove() : undefined)),
  };
}

function lineOf(secret: ToldSecret): string {
  return `${JSON.stringify(secret)}\n`;
}

/** One after the other, whatever became of the one before. */
function queue(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return async (work) => {
    const own = last.then(work);
    last = own.catch(() => undefined);
    await own;
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
