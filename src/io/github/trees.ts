/** Commits and trees: what is in the repository at a commit, and new commits without a clone. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** A commit. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Instant (ISO 8601). */
  readonly committedAt: string;
}

/** A file, folder, link or submodule of a tree. */
export interface TreeEntry {
  /** From the top of the tree, with forward slashes. */
  readonly path: string;
  /** `100644` and `100755` plain files, `120000` links, `040000` folders, `160000` submodules. */
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  /** Bytes of a blob. */
  readonly size?: number;
}

/** A file that a commit writes or removes. One that is not there cannot be removed. */
export type FileChange =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly remove: true };

/** A commit to write: on its parent's files, or without a parent on nothing. */
export interface NewCommit {
  readonly parent?: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
}

/** What can be done with git's objects. All throw GitHubError. */
export interface Trees {
  commit(sha: string): Promise<Commit>;
  /** Everything in a commit or tree, folders too. Never a part for the whole. */
  tree(sha: string): Promise<readonly TreeEntry[]>;
  /** Writes a commit that no branch has yet, and gives its id. */
  writeCommit(commit: NewCommit): Promise<string>;
}

const id = z.object({ sha: z.string().min(1) });

const commitShape = z
  .object({ sha: z.string(), tree: id, parents: z.array(id), committer: z.object({ date: z.string() }) })
  .transform(
    ({ sha, tree, parents, committer }): Commit => ({
      sha,
      tree: tree.sha,
      parents: parents.map((parent) => parent.sha),
      committedAt: committer.date,
    }),
  );

const treeShape = z.object({
  sha: z.string(),
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.string(),
      type: z.enum(["blob", "tree", "commit"]),
      sha: z.string(),
      size: z.int().exactOptional(),
    }),
  ),
});

const READ = "contents: read";
const WRITE = "contents: write";

/** The git objects of the client's repository. */
export function treesOf(client: Client): Trees {
  const { request, here, one } = client;
  /** Of commits that were written here: the next one is mostly on top. */
  const written = new Map<string, string>();

  async function commit(sha: string): Promise<Commit> {
    return await one(
      { operation: `read commit ${sha}`, permission: READ },
      request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...here, commit_sha: sha }),
      commitShape,
    );
  }

  return {
    commit,
    tree: async (sha) => await wholeTree(client, sha),
    writeCommit: async ({ parent, changes, message }) => {
      const base = parent === undefined ? undefined : (written.get(parent) ?? (await commit(parent)).tree);
      const tree = await one(
        { operation: "write files", permission: WRITE },
        request("POST /repos/{owner}/{repo}/git/trees", {
          ...here,
          ...(base === undefined ? {} : { base_tree: base }),
          tree: changes.map(entryOf),
        }),
        id,
      );
      const { sha } = await one(
        { operation: "write a commit", permission: WRITE },
        request("POST /repos/{owner}/{repo}/git/commits", {
          ...here,
          message,
          tree: tree.sha,
          parents: parent === undefined ? [] : [parent],
        }),
        id,
      );
      written.set(sha, tree.sha);
      return sha;
    },
  };
}

function entryOf(change: FileChange) {
  const file = { path: change.path, mode: "100644", type: "blob" } as const;
  return "text" in change ? { ...file, content: change.text } : { ...file, sha: null };
}

/** At once where GitHub gives it at once; a truncated one folder by folder. */
async function wholeTree(client: Client, sha: string): Promise<readonly TreeEntry[]> {
  const all = await readTree(client, sha, true);
  if (!all.truncated) return all.tree;
  const top = await readTree(client, sha, false);
  if (top.truncated) {
    const operation = `read tree ${sha}`;
    throw new GitHubError(
      `GitHub gives only a part when asked to ${operation}: a folder has too many files`,
      operation,
    );
  }
  const entries: TreeEntry[] = [];
  for (const entry of top.tree) {
    entries.push(entry);
    if (entry.type !== "tree") continue;
    const inside = await wholeTree(client, entry.sha);
    entries.push(...inside.map((each) => ({ ...each, path: `${entry.path}/${each.path}` })));
  }
  return entries;
}

async function readTree({ request, here, one }: Client, sha: string, recursive: boolean) {
  return await one(
    { operation: `read tree ${sha}`, permission: READ },
    request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
      ...here,
      tree_sha: sha,
      // Any value would do, "0" too: to turn it off it has to be left out.
      ...(recursive ? { recursive: "1" } : {}),
    }),
    treeShape,
  );
}
