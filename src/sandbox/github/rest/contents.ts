import { type Entry, entryAt } from "../git/trees.ts";
import { base64Lines } from "../wire/git.ts";
import { pagesUrl, repositoryUrl } from "../wire/repository.ts";
import type { World } from "../world.ts";
import { type Answer, type Call, notFound, type Operation, ok, param } from "./call.ts";
import { treeNamed, wantsRaw } from "./git.ts";

/** The largest file that is sent within the JSON; a larger one is only described. */
const INLINE_BYTES = 1024 * 1024;

/** Files and folders by their path. */
export const contentOperations: readonly Operation[] = [
  { method: "GET", path: "/contents", accepts: "contents=read", answer: readContents },
  { method: "GET", path: "/contents/:path+", accepts: "contents=read", answer: readContents },
];

function readContents(call: Call): Answer {
  const { world, query, headers } = call;
  const ref = query.get("ref") ?? world.settings.defaultBranch;
  const tree = treeNamed(call, ref);
  const entry = entryAt(world.git, tree, param(call, "path"));
  if (entry === undefined) {
    throw notFound();
  }
  if (entry.mode === "040000") {
    const below = (world.git.tree(entry.sha) ?? []).map(({ name, mode, sha }) => ({
      path: entry.path === "" ? name : `${entry.path}/${name}`,
      mode,
      sha,
    }));
    return ok(below.map((each) => described(world, each, ref)));
  }
  const shown = followed(world, tree, entry);
  const bytes = world.git.blob(shown.sha);
  return bytes !== undefined && wantsRaw(headers) ? { status: 200, bytes } : ok(single(world, shown, ref));
}

/** GitHub shows the file behind a link that stays inside the repository. */
function followed(world: World, tree: string, entry: Entry): Entry {
  if (entry.mode !== "120000") {
    return entry;
  }
  const target = textOf(world, entry);
  const folder = entry.path.split("/").slice(0, -1).join("/");
  const path = new URL(target, `file:///${folder === "" ? "" : `${folder}/`}`).pathname.slice(1);
  const found = entryAt(world.git, tree, decodeURIComponent(path));
  return found?.mode === "100644" || found?.mode === "100755" ? { ...found, path: entry.path } : entry;
}

function single(world: World, entry: Entry, ref: string): object {
  const base = described(world, entry, ref);
  if (entry.mode === "120000") {
    return { ...base, target: textOf(world, entry) };
  }
  if (entry.mode === "160000") {
    return { ...base, submodule_git_url: `${world.place.server}/submodule.git` };
  }
  const bytes = world.git.blob(entry.sha) ?? new Uint8Array();
  return bytes.length > INLINE_BYTES
    ? { ...base, encoding: "none", content: "" }
    : { ...base, encoding: "base64", content: base64Lines(bytes) };
}

function described(world: World, { path, mode, sha }: Entry, ref: string): object {
  const where = path.split("/").map(encodeURIComponent).join("/");
  const self = `${repositoryUrl(world)}/contents/${where}?ref=${encodeURIComponent(ref)}`;
  const folder = mode === "040000";
  const git = `${repositoryUrl(world)}/git/${folder ? "trees" : "blobs"}/${sha}`;
  const html = `${pagesUrl(world)}/${folder ? "tree" : "blob"}/${ref}/${where}`;
  return {
    type: { "040000": "dir", "120000": "symlink", "160000": "submodule", "100644": "file", "100755": "file" }[
      mode
    ],
    size: world.git.blob(sha)?.length ?? 0,
    name: path.split("/").at(-1),
    path,
    sha,
    url: self,
    git_url: git,
    html_url: html,
    download_url: folder ? null : `${pagesUrl(world)}/raw/${ref}/${where}`,
    _links: { self, git, html },
  };
}

function textOf(world: World, { sha }: Entry): string {
  return Buffer.from(world.git.blob(sha) ?? []).toString("utf8");
}
