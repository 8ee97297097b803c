/**
 * The journal in its file: one JSON line for each step of an apply, appended and synced before the step counts. A run
 * that was cut off is found in it by the next one.
 */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigurationError } from "../model/errors.ts";
import type { Journal, JournaledRun } from "../model/journal.ts";
import { codeOf } from "./files.ts";
import { DamagedJournal, type Line, type Lines, lineText, readLines, type Unended } from "./journal-lines.ts";
import { syncFolder } from "./private-file.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** Where the journal is, relative to the project. */
export const JOURNAL_FILE = ".orgwright/journal.jsonl";

/** A journal that is open for one run. */
export interface FileJournal extends Journal {
  /** What earlier runs left open. */
  readonly unended: Unended;
  close(): Promise<void>;
}

/**
 * What earlier runs left open, without opening the journal for writing; nothing where there is no file. `connections`
 * as in `JournaledRun`. Throws a ConfigurationError for a journal that is damaged, or of other systems.
 */
export async function readJournal(path: string, connections: JournaledRun["connections"]): Promise<Unended> {
  try {
    const file = await open(path, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
    const bytes = await bytesOf(file, path).finally(() => void file.close());
    return ours(path, understood(path, bytes).unended, connections);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { runs: [], writes: [] };
    throw error instanceof ConfigurationError ? error : unreadable(path, error);
  }
}

/**
 * Opens the journal and makes its file and folder. The caller holds the lock: two runs never write to one journal.
 * Throws a ConfigurationError before anything is written when it is damaged, of other systems, or cannot be written.
 */
export async function openJournal(
  path: string,
  connections: JournaledRun["connections"],
): Promise<FileJournal> {
  const file = await opened(path);
  try {
    const { unended, length } = understood(path, await bytesOf(file, path));
    const open = ours(path, unended, connections);
    // What was being written when a run was cut off would run into the next line.
    await file.truncate(length);
    return { ...writing(file, { length, isFresh: open.runs.length === 0 }), unended: open };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Place {
  /** Bytes that are whole. */
  readonly length: number;
  /** Whether nothing in it is of use any more. */
  readonly isFresh: boolean;
}

/** Lines that come together are written and synced together. */
function writing(file: FileHandle, { length, isFresh }: Place): Journal & { close(): Promise<void> } {
  let whole = length;
  let waiting: string[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let failure: unknown;

  async function flush(): Promise<void> {
    next = undefined;
    const bytes = Buffer.from(waiting.join(""));
    waiting = [];
    if (failure !== undefined) throw failure;
    try {
      await writeAll(file, bytes);
      await file.datasync();
      whole += bytes.byteLength;
    } catch (error) {
      failure = error;
      // Half a line would make the next run take the journal for damaged.
      await file.truncate(whole).catch(() => undefined);
      throw error;
    }
  }

  async function put(...lines: readonly Line[]): Promise<void> {
    waiting.push(...lines.map(lineText));
    next ??= last.then(flush);
    last = next.catch(() => undefined);
    await next;
  }

  return {
    begin: async (run) => {
      // Whoever holds no lock may have written meanwhile: their lines stay.
      if (isFresh && (await file.stat()).size === whole) {
        await file.truncate(0);
        whole = 0;
      }
      await put(...(whole === 0 ? [{ journal: 1 } as const] : []), { begun: run });
    },
    announce: async ({ id, address, kind, action, nativeId, after, mails, secret }) =>
      await put({
        announced: {
          id,
          address,
          kind,
          action,
          ...(nativeId === undefined ? {} : { nativeId }),
          ...(after === undefined ? {} : { after }),
          mails,
          ...(secret === undefined ? {} : { secret }),
        },
      }),
    settle: async ({ id, status, nativeId }) => {
      if (status === "skipped") return;
      await put({ settled: id, status, ...(nativeId === undefined ? {} : { nativeId }) });
    },
    end: async (left = []) => await put({ ended: true, ...(left.length === 0 ? {} : { left }) }),
    close: async () => {
      await last;
      await file.close();
    },
  };
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done);
    done += bytesWritten;
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const flags = O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);
    const file = await open(path, flags, 0o600);
    await syncFolder(dirname(path));
    return file;
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function bytesOf(file: FileHandle, path: string): Promise<Uint8Array> {
  if (!(await file.stat()).isFile()) throw unwritable(path, new Error("it is no plain file"));
  return await file.readFile();
}

function understood(path: string, bytes: Uint8Array): Lines {
  try {
    return readLines(bytes);
  } catch (error) {
    if (!(error instanceof DamagedJournal)) throw error;
    throw new ConfigurationError(
      `The journal ${path} cannot be understood: line ${error.line}: ${error.message}`,
      `It tells what an apply that was cut off has written. ${wayOut}`,
      { cause: error },
    );
  }
}

function ours(path: string, unended: Unended, connections: JournaledRun["connections"]): Unended {
  // A run that was cut off before its first write has nothing to go on with.
  if (unended.writes.length === 0) return { runs: [], writes: [] };
  const all = unended.runs.flatMap((run) => Object.entries(run.connections));
  const [foreign] = all.find(([name, place]) => connections[name] !== place) ?? [];
  if (foreign === undefined) return unended;
  const why = connections[foreign] === undefined ? "is not in the project file" : "leads elsewhere now";
  throw new ConfigurationError(
    `The journal ${path} is of an apply that was cut off, and its connection ${foreign} ${why}`,
    `Apply once more with the project file that it was for. ${wayOut}`,
  );
}

const wayOut =
  "Or move it away and apply: what is live is read all the same; but an invitation whose sending was cut off may go out " +
  "once more where the system does not list it, and a secret that was told once and not kept is not named.";

function unreadable(path: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `The journal ${path} cannot be read: ${codeOf(cause) ?? "unknown"}`,
    "It is its owner's alone: who applies knows what an apply that was cut off has done.",
    { cause },
  );
}

function unwritable(path: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `The journal ${path} cannot be written: ${codeOf(cause) ?? (cause instanceof Error ? cause.message : "unknown")}`,
    "Every write is announced in it before it is sent. Name a plain file, no link, in a folder that you may write to: `--journal FILE`.",
    { cause },
  );
}
