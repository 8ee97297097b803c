import { moveRef, signatureOf, tipOf } from "./branches.ts";
import type { Signature } from "./git/objects.ts";
import { type Files, filesOf, type Leaf, withChanges, writeFiles } from "./git/trees.ts";
import type { World } from "./world.ts";

/** The login of whoever does things when nobody is named. */
export const DEV = "dev";

/** What a commit puts at a path: text, bytes, a link, an executable, a submodule, or with null nothing any more. */
export type FakeFile =
  | string
  | null
  | Uint8Array
  | { readonly text: string; readonly executable: true }
  | { readonly link: string }
  | { readonly submodule: string };

/** A push of one commit. */
export interface FakeCommit {
  /** Default: the default branch. A branch that does not exist begins at `parent`. */
  readonly branch?: string;
  readonly files: Readonly<Record<string, FakeFile>>;
  readonly message?: string;
  /** Default: somebody called `dev`. */
  readonly author?: { readonly name: string; readonly email: string };
  /** What it comes after. Default: the branch's tip, else the default branch's. Another commit than the tip is a forced push. */
  readonly parent?: string;
  /** `owner/name` of a fork to push to, which comes into being with the first push. */
  readonly fork?: string;
}

/** Stores one commit, puts the branch on it, and gives its id. */
export function push(world: World, { branch, files, message, author, parent, fork }: FakeCommit): string {
  const { git, settings } = world;
  const name = branch ?? settings.defaultBranch;
  const from = parent ?? tipOf(world, name, fork) ?? tipOf(world, settings.defaultBranch);
  const before: Files = from === undefined ? new Map() : filesAt(world, from);
  const changes = Object.entries(files).map(([path, file]): [string, Leaf | null] => [
    path,
    leafOf(world, file),
  ]);
  const by: Signature = { ...signatureOf(world, DEV), ...author };
  const sha = git.addCommit({
    tree: writeFiles(git, withChanges(before, changes)),
    parents: from === undefined ? [] : [from],
    author: by,
    committer: by,
    message: message ?? `Change ${Object.keys(files).join(", ")}`,
  });
  moveRef(world, `refs/heads/${name}`, sha, fork);
  return sha;
}

function filesAt({ git }: World, sha: string): Files {
  return filesOf(git, required(git.commit(sha), `The commit ${sha}`).tree);
}

function leafOf({ git }: World, file: FakeFile): Leaf | null {
  if (file === null) {
    return null;
  }
  if (typeof file === "string" || file instanceof Uint8Array) {
    return { mode: "100644", sha: git.addBlob(file) };
  }
  if ("submodule" in file) {
    return { mode: "160000", sha: file.submodule };
  }
  return "link" in file
    ? { mode: "120000", sha: git.addBlob(file.link) }
    : { mode: "100755", sha: git.addBlob(file.text) };
}

/** The value, or an Error that says what does not exist. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`${what} does not exist.`);
  }
  return value;
}
