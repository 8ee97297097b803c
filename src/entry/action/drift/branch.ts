/** The branch of an adoption: whether it holds what we would write, and whose its last commit is. */
import { createHash } from "node:crypto";
import { type FileChange, type GitHub, isOtherHistory, type TreeEntry } from "../../../io/github/index.ts";
import type { World } from "../world.ts";
import { adoptTitle } from "./adopt-text.ts";
import { type Adopting, aboutOf, branchOf, type Found, filesOf, wordsOf } from "./adopting.ts";

/** A file as it is to be, by its path in the repository. */
export interface WantedFile {
  readonly path: string;
  readonly text: string;
}

type Git = GitHub["git"];

/**
 * Whether a commit stands alone on the default branch and changes exactly these files, to exactly these texts: its only
 * parent is the branch's head or an older one, so that nothing of anybody else comes along.
 */
async function holds(
  git: Git,
  {
    commit,
    onto,
    files,
  }: { readonly commit: string; readonly onto: string; readonly files: readonly WantedFile[] },
): Promise<boolean> {
  const [parent, ...others] = (await git.commit(commit)).parents;
  if (parent === undefined || others.length > 0 || !(await isOn(git, parent, onto))) return false;
  const [before, after] = await Promise.all([git.tree(parent), git.tree(commit)]);
  const wanted = new Map(files.map(({ path, text }) => [path, blobId(text, commit.length)]));
  return differsBy(blobsOf(before), blobsOf(after), wanted);
}

/** Whether a commit is in the history of another; what GitHub cannot compare is not. */
async function isOn(git: Git, commit: string, head: string): Promise<boolean> {
  if (commit === head) return true;
  try {
    const { status } = await git.compare(commit, head);
    return status === "ahead" || status === "identical";
  } catch (error) {
    if (!isOtherHistory(error)) throw error;
    return false;
  }
}

function differsBy(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): boolean {
  const paths = new Set([...before.keys(), ...after.keys()]);
  const moved = [...paths].filter((path) => before.get(path) !== after.get(path));
  return moved.length === wanted.size && moved.every((path) => after.get(path) === wanted.get(path));
}

function blobsOf(entries: readonly TreeEntry[]): ReadonlyMap<string, string> {
  return new Map(entries.filter(({ type }) => type !== "tree").map(({ path, sha }) => [path, sha]));
}

/** The id that git gives a text, in the repository's kind of hash. */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}

/** The branch with exactly what is wanted, and its last commit; undefined where somebody else's commits are on it. */
export async function provideBranch(
  asked: Adopting,
  found: Found,
  world: World,
): Promise<{ readonly commit: string } | undefined> {
  const { head, commits } = found;
  if (head !== undefined && (await isWanted(head, asked, world))) return { commit: head };
  if (head !== undefined && !commits.includes(head)) return undefined;
  const commit = await written(asked, world);
  return head === undefined
    ? await made(commit, asked, world)
    : await moved({ head, commit }, { asked, found }, world);
}

async function isWanted(commit: string, asked: Adopting, world: World): Promise<boolean> {
  return await holds(world.github.git, { commit, onto: asked.onto, files: filesOf(asked, world) });
}

/** One commit on top of the default branch's head, which no branch has yet. */
async function written(asked: Adopting, world: World): Promise<string> {
  const changes = filesOf(asked, world).map(({ path, text }): FileChange => ({ path, text }));
  const message = adoptTitle(aboutOf(asked, world));
  return await world.github.git.writeCommit({ parent: asked.onto, changes, message });
}

async function made(commit: string, asked: Adopting, world: World) {
  const { git } = world.github;
  const branch = branchOf(asked, world);
  if (await git.createBranch(branch, commit)) return { commit };
  // Another run was faster; what it wrote may be the same.
  const theirs = await git.headOf(branch);
  return theirs !== undefined && (await isWanted(theirs, asked, world)) ? { commit: theirs } : undefined;
}

async function moved(
  { head, commit }: { readonly head: string; readonly commit: string },
  { asked, found: { open, own } }: { readonly asked: Adopting; readonly found: Found },
  world: World,
) {
  const { git, pulls } = world.github;
  // Said before it is done: after a crash in between, the branch's commit is still known for ours.
  if (open !== undefined && open === own)
    await pulls.update(open.number, wordsOf(asked, [head, commit], world));
  const result = await git.moveBranch(branchOf(asked, world), commit, { force: true });
  return result === "moved" ? { commit } : undefined;
}
