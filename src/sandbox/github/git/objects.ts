import { createHash } from "node:crypto";

/** What an entry of a tree is: plain file, executable, link, submodule, folder. */
export type Mode = "100644" | "100755" | "120000" | "160000" | "040000";

/** One name in a folder. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: Mode;
  readonly sha: string;
}

/** Who wrote or committed, and when, in whole seconds since 1970. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

/** A commit as git stores it. */
export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** An object in git's own form: what `git hash-object -t TYPE` takes. */
export interface RawObject {
  readonly type: "blob" | "tree" | "commit";
  readonly bytes: Uint8Array;
}

/** Every git object of the repository and of its forks, by the id that git would give it. */
export interface Objects {
  addBlob(content: string | Uint8Array): string;
  addTree(entries: readonly TreeEntry[]): string;
  addCommit(commit: Commit): string;
  blob(sha: string): Uint8Array | undefined;
  tree(sha: string): readonly TreeEntry[] | undefined;
  commit(sha: string): Commit | undefined;
  raw(sha: string): RawObject | undefined;
}

/** An empty store. */
export function createObjects(): Objects {
  const raws = new Map<string, RawObject>();
  const trees = new Map<string, readonly TreeEntry[]>();
  const commits = new Map<string, Commit>();
  const add = (type: RawObject["type"], bytes: Uint8Array): string => {
    const sha = objectId(type, bytes);
    raws.set(sha, { type, bytes });
    return sha;
  };
  return {
    addBlob: (content) => add("blob", Buffer.from(content)),
    addTree: (entries) => {
      const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
      const sha = add("tree", Buffer.concat(sorted.map(treeLine)));
      trees.set(sha, sorted);
      return sha;
    },
    addCommit: (commit) => {
      const sha = add("commit", Buffer.from(commitText(commit)));
      commits.set(sha, commit);
      return sha;
    },
    blob: (sha) => {
      const object = raws.get(sha);
      return object?.type === "blob" ? object.bytes : undefined;
    },
    tree: (sha) => trees.get(sha),
    commit: (sha) => commits.get(sha),
    raw: (sha) => raws.get(sha),
  };
}

/** The kind of object that a mode stands for, as the API names it. */
export function typeOfMode(mode: Mode): "blob" | "tree" | "commit" {
  if (mode === "040000") {
    return "tree";
  }
  return mode === "160000" ? "commit" : "blob";
}

function objectId(type: string, bytes: Uint8Array): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Git sorts a folder as if its name ended with a slash. */
function sortKey({ name, mode }: TreeEntry): Buffer {
  return Buffer.from(mode === "040000" ? `${name}/` : name);
}

function treeLine({ name, mode, sha }: TreeEntry): Buffer {
  // Git writes a folder's mode without the leading zero that the API shows.
  return Buffer.concat([Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`), Buffer.from(sha, "hex")]);
}

function commitText({ tree, parents, author, committer, message }: Commit): string {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(author)}`,
    `committer ${signatureText(committer)}`,
  ];
  return `${lines.join("\n")}\n\n${message}`;
}

function signatureText({ name, email, at }: Signature): string {
  return `${name} <${email}> ${at} +0000`;
}
