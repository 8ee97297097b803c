/**
 * The repository at a commit, as data: plain files alone, read through GitHub, or from the clone beside us where that has
 * the same object. Objects are named by their content's hash, so it does not matter who gives them.
 */
import { decode, MAX_BYTES, parted, type ReadFiles, type TextFile } from "../../io/files.ts";
import type { LocalBlobs } from "../../io/git.ts";
import { type GitHub, isBlob } from "../../io/github/index.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { ConfigurationError, InternalError } from "../../model/errors.ts";

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
  readonly git: Pick<GitHub["git"], "tree" | "blobs">;
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
  const texts = new Map<string, Promise<Uint8Array | undefined>>();

  async function entriesOf(commit: string): Promise<readonly Entry[]> {
    const tree = await git.tree(commit);
    // Plain files are 100644 or 100755. A link (120000) would be followed into what that commit does not have.
    return tree
      .filter(({ path, type, mode }) => type === "blob" && /^100\d{3}$/.test(mode) && path.startsWith(prefix))
      .map(({ path, sha, size }) => ({ file: path.slice(prefix.length), sha, size: size ?? 0 }))
      .sort((a, b) => compareText(a.file, b.file));
  }

  async function cloned({ sha }: Entry): Promise<Uint8Array | undefined> {
    const own = await local(sha);
    return own !== undefined && isBlob(sha, own) ? own : undefined;
  }

  /** From the clone what that has, and all the rest from GitHub together. */
  async function load(entries: readonly Entry[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const group = entries.slice(start, start + AT_ONCE);
      for (const [index, bytes] of (await Promise.all(group.map(cloned))).entries()) {
        const sha = group[index]?.sha;
        if (bytes !== undefined && sha !== undefined) found.set(sha, bytes);
      }
    }
    const rest = await git.blobs(entries.filter(({ sha }) => !found.has(sha)));
    return new Map([...found, ...rest]);
  }

  async function textOf({ file, sha, size }: Entry): Promise<TextFile | Diagnostic> {
    // Not even asked for; `decode` then says that it is too large.
    if (size > MAX_BYTES) return decode(file, new Uint8Array(MAX_BYTES + 1));
    const bytes = await texts.get(sha);
    if (bytes === undefined) throw new InternalError(`The object ${sha} was not read`);
    return decode(file, bytes);
  }

  return {
    read: async (commit, wanted) => {
      const entries = trees.get(commit) ?? entriesOf(commit);
      trees.set(commit, entries);
      const chosen = (await entries).filter(({ file }) => wanted(file));
      refuseFlood(chosen, commit);
      const missing = chosen.filter(({ sha, size }) => size <= MAX_BYTES && !texts.has(sha));
      const loading = load(missing);
      for (const { sha } of missing)
        texts.set(
          sha,
          loading.then((found) => found.get(sha)),
        );
      return parted(await Promise.all(chosen.map(textOf)));
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
