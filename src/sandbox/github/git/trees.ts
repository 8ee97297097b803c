import type { Mode, Objects, TreeEntry } from "./objects.ts";

/** What a path leads to: anything but a folder. */
export interface Leaf {
  readonly mode: Exclude<Mode, "040000">;
  readonly sha: string;
}

/** Every file of a tree by its path. */
export type Files = ReadonlyMap<string, Leaf>;

/** A tree entry with its path from the root. */
export interface Entry {
  readonly path: string;
  readonly mode: Mode;
  readonly sha: string;
}

/** All entries below a tree, folders included, as `git ls-tree -r -t` lists them. */
export function entriesBelow(git: Objects, tree: string, prefix = ""): readonly Entry[] {
  return (git.tree(tree) ?? []).flatMap(({ name, mode, sha }) => {
    const path = prefix + name;
    const below = mode === "040000" ? entriesBelow(git, sha, `${path}/`) : [];
    return [{ path, mode, sha }, ...below];
  });
}

/** The files of a tree. */
export function filesOf(git: Objects, tree: string): Files {
  const files = new Map<string, Leaf>();
  for (const { path, mode, sha } of entriesBelow(git, tree)) {
    if (mode !== "040000") {
      files.set(path, { mode, sha });
    }
  }
  return files;
}

/** Stores the tree that holds exactly these files, and gives its id. */
export function writeFiles(git: Objects, files: Files): string {
  const folders = new Map<string, Map<string, Leaf>>();
  const entries: TreeEntry[] = [];
  for (const [path, leaf] of files) {
    const [first = "", ...rest] = path.split("/");
    if (rest.length === 0) {
      entries.push({ name: first, ...leaf });
      continue;
    }
    const folder = folders.get(first) ?? new Map<string, Leaf>();
    folder.set(rest.join("/"), leaf);
    folders.set(first, folder);
  }
  for (const [name, below] of folders) {
    entries.push({ name, mode: "040000", sha: writeFiles(git, below) });
  }
  return git.addTree(entries);
}

/** The files with some put in or, with null, taken out; a file and a folder of one name push each other out. */
export function withChanges(files: Files, changes: Iterable<readonly [string, Leaf | null]>): Files {
  const result = new Map(files);
  for (const [path, leaf] of changes) {
    for (const other of [...result.keys()]) {
      if (other.startsWith(`${path}/`) || (leaf !== null && path.startsWith(`${other}/`))) {
        result.delete(other);
      }
    }
    result.delete(path);
    if (leaf !== null) {
      result.set(path, leaf);
    }
  }
  return result;
}

/** The entry at a path below a tree; the root itself for an empty path; undefined where nothing is. */
export function entryAt(git: Objects, tree: string, path: string): Entry | undefined {
  let at: Entry = { path: "", mode: "040000", sha: tree };
  for (const name of path.split("/").filter((part) => part !== "")) {
    const next = git.tree(at.sha)?.find((entry) => entry.name === name);
    if (next === undefined) {
      return undefined;
    }
    at = { path: at.path === "" ? name : `${at.path}/${name}`, mode: next.mode, sha: next.sha };
  }
  return at;
}
