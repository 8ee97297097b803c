/**
 * The repository at a commit, as data: plain files alone, read through GitHub, or from the clone beside us where that has
 * the same object. Objects are named by their content's hash, so it does not matter who gives them.
 */
import { createHash } from "node:crypto";
import { decode, MAX_BYTES, parted, type ReadFiles, type TextFile } from "../../io/files.ts";
import type { LocalBlobs } from "../../io/git.ts";
import type { GitHub } from "../../io/github/index.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { ConfigurationError, ConnectorError } from "../../model/errors.ts";

/** Files and bytes of one kind that are read at one commit. */
const MOST_FILES = 10_000;
const MOST_BYTES = 128 * 1024 * 1024;
const AT_ONCE = 8;

/** The project's folder of a repository. */
export interface Repository {
  /** The plain files at a commit whose path, relative to the folder, is wanted: sorted, links left out. */
  read(commit: string, wanted: (file: string) => boolean): Promise<ReadFiles>;
}

interface Source {
  readonly git: Pick<GitHub["git"], "tree" | "blob">;
  /** Objects of a clone on this machine. */
  readonly local: LocalBlobs;
  /** The project's folder; empty for the top. */
  readonly folder: string;
}

interface Entry {
  readonly file: string;
  readonly sha: string;
  readonly size: number;
}

/** Opens the folder. Each commit's tree and each object is asked for once. */
export function openRepository({ git, local, folder }: Source): Repository {
  const prefix = folder === "" ? "" : `${folder}/`;
  const trees = new Map<string, Promise<readonly Entry[]>>();
  const texts = new Map<string, Promise<Uint8Array>>();

  async function entriesOf(commit: string): Promise<readonly Entry[]> {
    const tree = await git.tree(commit);
    // Plain files are 100644 or 100755. A link (120000) would be followed into what that commit does not have.
    return tree
      .filter(({ path, type, mode }) => type === "blob" && /^100\d{3}$/.test(mode) && path.startsWith(prefix))
      .map(({ path, sha, size }) => ({ file: path.slice(prefix.length), sha, size: size ?? 0 }))
      .sort((a, b) => compareText(a.file, b.file));
  }

  async function bytesOf(sha: string): Promise<Uint8Array> {
    const own = await local(sha);
    if (own !== undefined && isNamedBy(sha, own)) return own;
    const bytes = await git.blob(sha);
    if (isNamedBy(sha, bytes)) return bytes;
    throw new ConnectorError(`GitHub answered for the object ${sha} with another one`, { retryable: false });
  }

  async function textOf({ file, sha, size }: Entry): Promise<TextFile | Diagnostic> {
    // Not even asked for; `decode` then says that it is too large.
    if (size > MAX_BYTES) return decode(file, new Uint8Array(MAX_BYTES + 1));
    const bytes = texts.get(sha) ?? bytesOf(sha);
    texts.set(sha, bytes);
    return decode(file, await bytes);
  }

  return {
    read: async (commit, wanted) => {
      const entries = trees.get(commit) ?? entriesOf(commit);
      trees.set(commit, entries);
      const chosen = (await entries).filter(({ file }) => wanted(file));
      refuseFlood(chosen, commit);
      const results: (TextFile | Diagnostic)[] = [];
      for (let start = 0; start < chosen.length; start += AT_ONCE)
        results.push(...(await Promise.all(chosen.slice(start, start + AT_ONCE).map(textOf))));
      return parted(results);
    },
  };
}

function refuseFlood(entries: readonly Entry[], commit: string): void {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length <= MOST_FILES && bytes <= MOST_BYTES) return;
  throw new ConfigurationError(
    `At ${commit.slice(0, 12)} the project's globs name ${entries.length} files with ${bytes} bytes`,
    `At most ${MOST_FILES} files and ${MOST_BYTES} bytes are read. Narrow the globs in orgwright.yaml.`,
  );
}

function isNamedBy(sha: string, bytes: Uint8Array): boolean {
  const hash = createHash(sha.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex") === sha;
}
