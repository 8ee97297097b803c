/** Writes on a record branch: each commit follows our own last one, and what comes while one is under way shares the next. */
import { posix } from "node:path";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError, InternalError } from "../model/errors.ts";
import type { FileChange, Git } from "./github/index.ts";
import type { Run } from "./record-branch-lease.ts";

/** Where is written. */
export interface PenPlace {
  readonly branch: string;
  readonly run: Run;
  /** The folder that nobody else may touch meanwhile. */
  readonly own: string;
  /** Named in no commit. */
  readonly leaseFile: string;
}

/** A branch as it was found; without a commit it is not there. */
export interface Found {
  readonly head: string | undefined;
  /** Paths of what is there. */
  readonly files: ReadonlySet<string>;
}

/** Writes on a branch. */
export interface Pen {
  /** Our last commit; undefined before `start` and after `end`. */
  head(): string | undefined;
  /** Whether somebody else moved the branch: nothing more is written then. */
  lost(): boolean;
  /** The first commit. False when the branch is no longer as it was found. */
  start(found: Found, changes: readonly FileChange[]): Promise<boolean>;
  /**
   * Writes a file, or removes it when there is no text. Settles when its commit is on the branch. Throws
   * ConfigurationError when somebody else moved the branch.
   */
  change(path: string, text: string | undefined): Promise<void>;
  /** Nothing more is written. */
  end(): void;
}

interface Held {
  readonly head: string;
  readonly files: ReadonlySet<string>;
}

type Batch = ReadonlyMap<string, string | undefined>;

const TRIES = 5;
const NAMED = 5;

/** A pen for a branch; nothing is asked yet. */
export function penFor(git: Git, place: PenPlace): Pen {
  const { branch, run, leaseFile } = place;
  let held: Held | undefined;
  let lost: ConfigurationError | undefined;

  /** Whether the batch is on the branch now; else there is a new commit to go on from. */
  async function step(batch: Batch): Promise<boolean> {
    if (lost !== undefined) throw lost;
    if (held === undefined) throw new InternalError("A record is written without the lease");
    const { head, files } = held;
    const changes = changesOf(batch, files);
    if (changes.length === 0) return true;
    const commit = await git.writeCommit({
      parent: head,
      changes,
      message: messageOf(run, changes, leaseFile),
    });
    const done = await lands(git, branch, commit);
    const next = done ? commit : await beside(git, place, head);
    if (next === undefined) {
      lost = movedByOther(branch);
      throw lost;
    }
    held = { head: next, files: done ? after(files, changes) : files };
    return done;
  }

  async function write(batch: Batch): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) if (await step(batch)) return;
    throw movedByOther(branch);
  }

  return {
    head: () => held?.head,
    lost: () => lost !== undefined,
    start: async ({ head, files }, changes) => {
      if (lost !== undefined) throw lost;
      const message = `Run ${run.id} begins`;
      const commit = await git.writeCommit({
        ...(head === undefined ? {} : { parent: head }),
        changes,
        message,
      });
      const done = head === undefined ? git.createBranch(branch, commit) : lands(git, branch, commit);
      if (!(await done)) return false;
      held = { head: commit, files: after(files, changes) };
      return true;
    },
    change: grouped(write),
    end: () => {
      held = undefined;
    },
  };
}

/** Whether the commit is the branch's head now. An answer that got lost is looked up. */
async function lands(git: Git, branch: string, commit: string): Promise<boolean> {
  try {
    if ((await git.moveBranch(branch, commit, { force: false })) === "moved") return true;
  } catch (error) {
    if ((await git.headOf(branch)) === commit) return true;
    throw error;
  }
  return (await git.headOf(branch)) === commit;
}

/** Where to go on when the branch was moved for another folder's records; undefined when what is ours was touched. */
async function beside(git: Git, { branch, own }: PenPlace, head: string): Promise<string | undefined> {
  const moved = await git.headOf(branch);
  if (moved === undefined) return undefined;
  const [theirs, ours] = await Promise.all([treeAt(git, moved, own), treeAt(git, head, own)]);
  return theirs === ours ? moved : undefined;
}

async function treeAt(git: Git, commit: string, folder: string): Promise<string | undefined> {
  return (await git.tree(commit)).find(({ path, type }) => path === folder && type === "tree")?.sha;
}

/** Calls `write` with all that came since its last call began; one call at a time. */
function grouped(write: (batch: Batch) => Promise<void>): Pen["change"] {
  let last: Promise<unknown> = Promise.resolve();
  let next: { readonly batch: Map<string, string | undefined>; readonly written: Promise<void> } | undefined;

  function open() {
    const batch = new Map<string, string | undefined>();
    const written = last.then(async () => {
      next = undefined;
      await write(batch);
    });
    last = written.catch(() => {});
    return { batch, written };
  }

  return async (path, text) => {
    next ??= open();
    next.batch.set(path, text);
    await next.written;
  };
}

function changesOf(batch: Batch, files: ReadonlySet<string>): readonly FileChange[] {
  return [...batch]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, text]): readonly FileChange[] => {
      if (text !== undefined) return [{ path, text }];
      return files.has(path) ? [{ path, remove: true }] : [];
    });
}

function after(files: ReadonlySet<string>, changes: readonly FileChange[]): ReadonlySet<string> {
  const result = new Set(files);
  for (const change of changes) {
    if ("text" in change) result.add(change.path);
    else result.delete(change.path);
  }
  return result;
}

function messageOf({ id }: Run, changes: readonly FileChange[], leaseFile: string): string {
  const names = changes
    .filter(({ path }) => path !== leaseFile)
    .map(({ path }) => posix.basename(path, ".json"));
  if (names.length === 0) return `Run ${id} is done`;
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `Record of run ${id}: ${names.slice(0, NAMED).join(", ")}${more}`;
}

function movedByOther(branch: string): ConfigurationError {
  return new ConfigurationError(
    `Somebody else moved the branch ${branch} while this run held its lease; nothing more is recorded`,
    "Leave the branch to Orgwright, and let applies of one project follow each other (`concurrency` in the workflow); then run this again.",
  );
}
