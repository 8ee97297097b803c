/** What an apply keeps beside the project while it writes: the lock against a second one, and the journal. */
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { places, type Resumed } from "../../index.ts";
import { writeNew } from "../../io/files.ts";
import { type FileJournal, JOURNAL_FILE, openJournal, readJournal } from "../../io/journal.ts";
import { type Lock, takeLock } from "../../io/lock.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { Journaled } from "../../model/journal.ts";
import { renderDiagnostics } from "../../report/index.ts";
import type { Surroundings } from "./surroundings.ts";

/** Another run of this machine applies the project. */
export class AlreadyApplying extends Error {
  override readonly name = "AlreadyApplying";
}

/**
 * Runs the work while no other run of this machine applies the project, or writes to the same journal. Throws
 * AlreadyApplying, which says who does, before anything is read.
 */
export async function alone<T>(
  { journal }: { readonly journal?: string | undefined },
  world: Surroundings,
  work: () => Promise<T>,
): Promise<T> {
  const file = journalPath(journal, world);
  if (journal !== undefined) await mkdir(dirname(file), { recursive: true });
  const paths = [join(world.folder, dirname(JOURNAL_FILE)), file];
  const about = `process ${world.processId}, since ${new Date(world.now()).toISOString()}`;
  const locks: Lock[] = [];
  try {
    for (const path of paths) {
      const taken = await takeLock(path, about);
      if ("holder" in taken)
        throw new AlreadyApplying(taken.holder ?? "a process that does not say who it is");
      locks.push(taken);
    }
    return await work();
  } finally {
    await Promise.all(locks.map((lock) => lock.release()));
  }
}

/** Says why this run does not begin. */
export function toldBusy({ message }: AlreadyApplying, { err }: Surroundings): void {
  err.write(
    `error: Another apply of this project is under way: ${message}.\n` +
      "  help: Nothing was sent. Wait for its end and apply again: two at once would undo each other's work.\n",
  );
}

/** Opens the journal that `--journal` names, else the project's own, which git is told to leave out. */
export async function journalOf(
  journal: string | undefined,
  project: Project,
  world: Surroundings,
): Promise<FileJournal> {
  const path = journalPath(journal, world);
  if (journal === undefined) await writeNew(join(dirname(path), ".gitignore"), "journal.jsonl\nundo.json\n");
  return await openJournal(path, places(project));
}

/** What runs that were cut off left open, for a command that writes nothing; a journal that cannot be used is a note. */
export async function leftOpen(
  project: Project,
  folder: string,
): Promise<{ readonly earlier: readonly Journaled[]; readonly notes: readonly Diagnostic[] }> {
  try {
    const { writes } = await readJournal(join(folder, JOURNAL_FILE), places(project));
    return { earlier: writes, notes: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { message, fix } = error;
    const note: Diagnostic = { code: "apply/journal", severity: "note", message: `${message}.`, fix };
    return { earlier: [], notes: [note] };
  }
}

/** Says what a run that was cut off had done, and what is lost of it. */
export function tellResumed(resumed: Resumed | undefined, { err }: Surroundings): void {
  if (resumed === undefined) return;
  const { since, settled, found, missing, unread, diagnostics } = resumed;
  const parts = [
    `${settled} done before`,
    ...(found.length === 0 ? [] : [`${found.length} in doubt, and nothing more to do: ${found.join(", ")}`]),
    ...(missing.length === 0 ? [] : [`${missing.length} in doubt, and planned again: ${missing.join(", ")}`]),
    ...(unread.length === 0 ? [] : [`${unread.length} still in doubt, not read now: ${unread.join(", ")}`]),
  ];
  err.write(`Going on after the apply of ${since}, which was cut off: ${parts.join("; ")}.\n`);
  if (diagnostics.length > 0) err.write(renderDiagnostics(diagnostics, err.style));
}

function journalPath(journal: string | undefined, { folder }: Surroundings): string {
  return journal === undefined ? join(folder, JOURNAL_FILE) : resolve(folder, journal);
}
