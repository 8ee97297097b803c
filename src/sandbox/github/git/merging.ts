import { ancestry, commitsBetween, mergeBase } from "./history.ts";
import type { Objects, Signature } from "./objects.ts";
import { type Files, filesOf, type Leaf, writeFiles } from "./trees.ts";

/** Two histories that changed the same files differently; files are compared whole, never by line. */
export class MergeConflict extends Error {
  override readonly name = "MergeConflict";
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    super(`Both sides changed ${paths.join(", ")}`);
    this.paths = paths;
  }
}

/** How a branch's commits get onto another. */
export type MergeMethod = "merge" | "squash" | "rebase";

/** One merge to be done: of `head` into `base`, by whom and with which message (a rebase keeps its own). */
export interface Merge {
  readonly base: string;
  readonly head: string;
  readonly method: MergeMethod;
  readonly message: string;
  readonly by: Signature;
}

/** Stores the commits of the merge and gives them, oldest first; throws a MergeConflict, and stores nothing. */
export function mergeCommits(git: Objects, merge: Merge): readonly string[] {
  return merge.method === "rebase" ? rebase(git, merge) : [mergeOnce(git, merge)];
}

function mergeOnce(git: Objects, { base, head, method, message, by }: Merge): string {
  const files = mergeFiles(filesAt(git, mergeBase(git, base, head)), filesAt(git, base), filesAt(git, head));
  const parents = method === "merge" ? [base, head] : [base];
  return git.addCommit({ tree: writeFiles(git, files), parents, author: by, committer: by, message });
}

function rebase(git: Objects, { base, head, by }: Merge): readonly string[] {
  const known = ancestry(git, base);
  const steps = commitsBetween(git, base, head).filter(
    (sha) => (git.commit(sha)?.parents.length ?? 0) < 2 && !known.has(sha),
  );
  let files = filesAt(git, base);
  const planned = steps.map((sha) => {
    files = mergeFiles(filesAt(git, git.commit(sha)?.parents[0]), files, filesAt(git, sha));
    return { sha, files };
  });
  let parent = base;
  return planned.map((step) => {
    const original = git.commit(step.sha);
    const tree = writeFiles(git, step.files);
    parent = git.addCommit({
      tree,
      parents: [parent],
      author: original?.author ?? by,
      committer: by,
      message: original?.message ?? "",
    });
    return parent;
  });
}

function filesAt(git: Objects, sha: string | undefined): Files {
  const commit = sha === undefined ? undefined : git.commit(sha);
  return commit === undefined ? new Map() : filesOf(git, commit.tree);
}

function mergeFiles(before: Files, ours: Files, theirs: Files): Files {
  const merged = new Map<string, Leaf>();
  const conflicts: string[] = [];
  for (const path of new Set([...before.keys(), ...ours.keys(), ...theirs.keys()])) {
    const [was, our, their] = [before.get(path), ours.get(path), theirs.get(path)];
    if (!(same(our, was) || same(their, was) || same(our, their))) {
      conflicts.push(path);
    }
    const result = same(our, was) ? their : our;
    if (result !== undefined) {
      merged.set(path, result);
    }
  }
  if (conflicts.length > 0) {
    throw new MergeConflict(conflicts);
  }
  return merged;
}

function same(one: Leaf | undefined, other: Leaf | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}
