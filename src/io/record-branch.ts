/**
 * The record on a branch of its own, where runs of a workflow find it: the same files as beside a project, one commit for
 * what comes together, and a lease, so that two runs never write at once. Nothing is ever forced.
 */
import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError } from "../model/errors.ts";
import type { OrganizationRecord, RecordStore } from "../model/record.ts";
import type { GitHub, TreeEntry } from "./github/index.ts";
import { isOurs, type Lease, leaseText, over, type Run, readLease } from "./record-branch-lease.ts";
import { type Pen, penFor } from "./record-branch-pen.ts";
import { damagedRecord, parseRecord, RECORD_FOLDER, recordFile, recordName, recordText } from "./records.ts";

/** Where the records are, and who writes. */
export interface BranchPlace {
  readonly branch: string;
  /** The project's folder in the repository; empty at the top. */
  readonly folder: string;
  readonly run: Run;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whether the lease was given, or who holds it since when (ISO 8601). */
export type Acquired =
  | { readonly ok: true }
  | { readonly ok: false; readonly by: Run; readonly since: string };

/** Records on a branch. `put` and `remove` settle when their commit is on it, and need the lease. */
export interface BranchRecords extends RecordStore {
  /**
   * Takes the lease, before the records are read for an apply. It is refused while another run that is not over holds
   * it, also one of the same run and attempt. Throws ConfigurationError for a lease that cannot be read, and for the
   * default branch, before anything is written.
   */
  acquire(): Promise<Acquired>;
  /** Gives the lease back, after all that was put; nothing happens without one. */
  release(): Promise<void>;
}

type Here = Pick<GitHub, "git" | "runs">;

const TRIES = 5;
const README = `# Records of Orgwright

This branch belongs to Orgwright. It remembers, for each organization, what was last applied: so that a difference is
known for a change in git or for one that somebody made on the system, and so that nobody is invited twice.

Do not merge it, and do not write to it. When it is deleted, nothing is removed anywhere.
`;

/** The records on a branch of a repository. Without the branch there are none; a damaged one is a ConfigurationError. */
export function branchRecords({ git, runs }: Here, place: BranchPlace): BranchRecords {
  const { branch, run } = place;
  const root = rootOf(place.folder);
  const own = `${root}.orgwright`;
  const leaseFile = `${own}/lease.json`;
  const pen = penFor(git, { branch, run, own, leaseFile });
  const token = randomUUID();

  /** One try: somebody may be faster. */
  async function take(): Promise<Acquired | undefined> {
    const head = await git.headOf(branch);
    const entries = head === undefined ? [] : await git.tree(head);
    const lease = { run, since: new Date(place.now()).toISOString(), token };
    const entry = entries.find(({ path }) => path === leaseFile);
    const other = await hindrance({ git, runs }, { place, lease, entry });
    if (other !== undefined) return { ok: false, by: other.run, since: other.since };
    const text = leaseText(lease);
    const readme = head === undefined ? [{ path: "README.md", text: README }] : [];
    const files = new Set(entries.map(({ path }) => path));
    const changes = [...readme, { path: leaseFile, text }];
    const done = await pen.start({ head, files }, changes);
    return done ? { ok: true } : undefined;
  }

  async function acquire(): Promise<Acquired> {
    if (pen.head() !== undefined) return { ok: true };
    if (branch === (await git.defaultBranch())) throw notTheDefault(branch);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = await take();
      if (taken !== undefined) return taken;
    }
    throw new ConfigurationError(
      `The branch ${branch} was moved by somebody else each time that this run looked at it`,
      "Let applies of one project follow each other (`concurrency` in the workflow), and run this again.",
    );
  }

  return {
    all: async () => {
      const head = pen.head() ?? (await git.headOf(branch));
      return head === undefined ? [] : await readAll(git, { branch, root, head });
    },
    acquire,
    put: async (record) => await pen.change(`${root}${recordFile(record.organization)}`, recordText(record)),
    remove: async (organization) => await pen.change(`${root}${recordFile(organization)}`, undefined),
    release: async () => await release(pen, leaseFile),
  };
}

async function release(pen: Pen, leaseFile: string): Promise<void> {
  if (pen.head() === undefined || pen.lost()) return;
  await pen.change(leaseFile, undefined);
  pen.end();
}

interface Found {
  readonly place: BranchPlace;
  /** The one that we would write. */
  readonly lease: Lease;
  /** The one that is there. */
  readonly entry: TreeEntry | undefined;
}

/** The lease of another run, or of another job of ours, that is not over. */
async function hindrance(
  { git, runs }: Here,
  { place, lease: own, entry }: Found,
): Promise<Lease | undefined> {
  if (entry === undefined) return undefined;
  const lease = readLease(isPlain(entry) ? await textOf(git, entry) : "", `${place.branch}:${entry.path}`);
  if (isOurs(lease, own)) return undefined;
  return over(lease, await runs.isOver(lease.run.id), place.now()) ? undefined : lease;
}

function notTheDefault(branch: string): ConfigurationError {
  return new ConfigurationError(
    `The records cannot be on ${branch}: that is the default branch`,
    "Give `record-branch` a branch of its own, such as orgwright-record.",
  );
}

interface At {
  readonly branch: string;
  readonly root: string;
  readonly head: string;
}

async function readAll(
  git: GitHub["git"],
  { branch, root, head }: At,
): Promise<readonly OrganizationRecord[]> {
  const folder = `${root}${RECORD_FOLDER}`;
  const found = (await git.tree(head)).flatMap((entry) => {
    const name = posix.dirname(entry.path) === folder ? recordName(posix.basename(entry.path)) : undefined;
    return name === undefined ? [] : [{ name, entry }];
  });
  for (const { entry } of found)
    if (!isPlain(entry)) throw damagedRecord(`${branch}:${entry.path}`, "it is no plain file");
  const blobs = await git.blobs(found.map(({ entry }) => entry));
  return found
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, entry }) => {
      const text = new TextDecoder().decode(blobs.get(entry.sha));
      return parseRecord(name, text, `${branch}:${entry.path}`);
    });
}

async function textOf(git: GitHub["git"], { sha }: TreeEntry): Promise<string> {
  return new TextDecoder().decode(await git.blob(sha));
}

function isPlain({ type, mode }: TreeEntry): boolean {
  return type === "blob" && mode.startsWith("100");
}

/** `""` at the top, else with a slash at the end. */
function rootOf(folder: string): string {
  const path = posix.normalize(`${folder}/`).replace(/^\.?\//, "");
  if (!path.startsWith("../")) return path;
  throw new ConfigurationError(
    `The folder ${folder} is outside the repository`,
    "Give the project's folder relative to the repository's top.",
  );
}
