import type { Objects } from "./objects.ts";
import { type Files, filesOf, type Leaf } from "./trees.ts";

/** One file that differs between two trees. */
export interface FileChange {
  readonly path: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly previous?: string;
  /** The blob afterwards; before, for a file that was removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
}

/** What happened to the files from one commit to another, by path; a file moved unchanged is a rename. */
export function changesBetween(git: Objects, from: string | undefined, to: string): readonly FileChange[] {
  const before = filesAt(git, from);
  const after = filesAt(git, to);
  const gone = new Map([...before].filter(([path]) => !after.has(path)));
  const changes: FileChange[] = [];
  for (const [path, leaf] of after) {
    const old = before.get(path);
    if (old === undefined) {
      changes.push(newcomer(git, path, leaf, gone));
    } else if (old.sha !== leaf.sha || old.mode !== leaf.mode) {
      changes.push({ path, status: "modified", sha: leaf.sha, ...lineCounts(git, old, leaf) });
    }
  }
  for (const [path, leaf] of gone) {
    changes.push({ path, status: "removed", sha: leaf.sha, ...lineCounts(git, leaf, undefined) });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A new file, or one of `gone` under a new name, which then counts as gone no more. */
function newcomer(git: Objects, path: string, leaf: Leaf, gone: Map<string, Leaf>): FileChange {
  const previous = [...gone].find(([, old]) => old.sha === leaf.sha)?.[0];
  if (previous === undefined) {
    return { path, status: "added", sha: leaf.sha, ...lineCounts(git, undefined, leaf) };
  }
  gone.delete(previous);
  return { path, status: "renamed", previous, sha: leaf.sha, additions: 0, deletions: 0 };
}

function filesAt(git: Objects, sha: string | undefined): Files {
  const tree = sha === undefined ? undefined : git.commit(sha)?.tree;
  return tree === undefined ? new Map() : filesOf(git, tree);
}

/** Lines of one side that the other has not, each counted as often as it occurs: order is not looked at. */
function lineCounts(
  git: Objects,
  from: Leaf | undefined,
  to: Leaf | undefined,
): { additions: number; deletions: number } {
  const [old, young] = [linesOf(git, from), linesOf(git, to)];
  return { additions: surplus(young, old), deletions: surplus(old, young) };
}

function surplus(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) {
    left.set(line, (left.get(line) ?? 0) + 1);
  }
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  }).length;
}

function linesOf(git: Objects, leaf: Leaf | undefined): readonly string[] {
  const bytes = leaf === undefined ? undefined : git.blob(leaf.sha);
  return bytes === undefined || bytes.length === 0
    ? []
    : Buffer.from(bytes).toString("utf8").replace(/\n$/, "").split("\n");
}
