/** The git repository around the project: which commit is checked out, and what another one says. */
import { existsSync } from "node:fs";
import { type SimpleGit, simpleGit } from "simple-git";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError } from "../model/errors.ts";
import { decode, parted, type ReadFiles } from "./files.ts";

/** The commit that the given files are of; undefined without a repository, without a commit, or when one of them differs from it. */
export async function commitOf(root: string, files: readonly string[]): Promise<string | undefined> {
  const git = open(root);
  try {
    const [head, moved] = await Promise.all([git.raw(["rev-parse", "--verify", "HEAD"]), movedFiles(git)]);
    return files.some((file) => moved.has(file)) ? undefined : head.trim();
  } catch {
    return undefined;
  }
}

/** What differs from the commit that is checked out, by path from the folder. */
async function movedFiles(git: SimpleGit): Promise<ReadonlySet<string>> {
  const [prefix, status] = await Promise.all([
    git.raw(["rev-parse", "--show-prefix"]),
    git.raw(["status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", "."]),
  ]);
  return new Set(status.split("\0").map((entry) => entry.slice(3 + prefix.trim().length)));
}

/** The project's files at a commit, branch or tag, as far as `wanted` takes their paths: plain files, never links. */
export async function filesAt(
  root: string,
  reference: string,
  wanted: (file: string) => boolean,
): Promise<ReadFiles> {
  const git = open(root);
  const commit = await resolve(git, reference);
  const listing = await git.raw(["ls-tree", "-r", "-z", commit]);
  const blobs = listing
    .split("\0")
    .flatMap((entry) => {
      // Plain files are 100644 or 100755. A link (120000) would be followed into what that commit does not have.
      const [, hash, file] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      return hash === undefined || file === undefined ? [] : [{ hash, file }];
    })
    .filter(({ file }) => wanted(file))
    .sort((a, b) => compareText(a.file, b.file));
  const results = await Promise.all(
    blobs.map(async ({ hash, file }) => decode(file, await git.binaryCatFile(["blob", hash]))),
  );
  return parted(results);
}

function open(root: string): SimpleGit {
  return simpleGit({ baseDir: root, maxConcurrentProcesses: 8 });
}

async function resolve(git: SimpleGit, reference: string): Promise<string> {
  try {
    const args = ["rev-parse", "--verify", "--end-of-options", `${reference}^{commit}`];
    return (await git.raw(args)).trim();
  } catch (error) {
    throw new ConfigurationError(
      `git knows no commit ${reference} here`,
      "Check the name; in a shallow clone, fetch it first (actions/checkout: `fetch-depth: 0`).",
      { cause: error },
    );
  }
}

/** Gives a blob's bytes by its name, where a clone on this machine has it. */
export type LocalBlobs = (hash: string) => Promise<Uint8Array | undefined>;

/** Blobs of the clone in a folder; none where there is no clone. Never throws for what is not there. */
export function localBlobs(root: string | undefined): LocalBlobs {
  const git = root !== undefined && existsSync(root) ? open(root) : undefined;
  return async (hash) => {
    try {
      return await git?.binaryCatFile(["blob", hash]);
    } catch {
      return undefined;
    }
  };
}
