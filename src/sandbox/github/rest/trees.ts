import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { typeOfMode } from "../git/objects.ts";
import {
  type Entry,
  entriesBelow,
  type Files,
  filesOf,
  type Leaf,
  withChanges,
  writeFiles,
} from "../git/trees.ts";
import { repositoryUrl } from "../wire/repository.ts";
import type { Linked } from "../wire/users.ts";
import type { World } from "../world.ts";
import { type Answer, type Call, made, type Operation, ok, param, readBody } from "./call.ts";
import { treeNamed } from "./git.ts";

const entrySchema = z.object({
  path: z.string(),
  mode: z.enum(["100644", "100755", "040000", "160000", "120000"]),
  type: z.enum(["blob", "tree", "commit"]).optional(),
  sha: z.string().nullish(),
  content: z.string().optional(),
});
const createSchema = z.object({ base_tree: z.string().optional(), tree: z.array(entrySchema) });
type Wanted = z.infer<typeof entrySchema>;

/** Trees as git has them. */
export const treeOperations: readonly Operation[] = [
  { method: "POST", path: "/git/trees", accepts: "contents=write", answer: createTree },
  { method: "GET", path: "/git/trees/:tree+", accepts: "contents=read", answer: readTree },
];

function readTree(call: Call): Answer {
  const { world, query } = call;
  const tree = treeNamed(call, param(call, "tree"));
  // As GitHub has it: any value, `false` too, makes it recursive.
  const entries = query.has("recursive") ? entriesBelow(world.git, tree) : direct(world, tree);
  return ok(treeBody(world, tree, entries));
}

function createTree(call: Call): Answer {
  const { world } = call;
  const wanted = readBody(call, "Tree", createSchema);
  const base: Files =
    wanted.base_tree === undefined ? new Map() : filesOf(world.git, treeNamed(call, wanted.base_tree));
  if (wanted.tree.length === 0) {
    throw new Refusal(422, "Invalid tree info");
  }
  for (const entry of wanted.tree) {
    checkEntry(world, base, entry);
  }
  const changes = wanted.tree.flatMap((entry) => changesOf(world, entry));
  const tree = writeFiles(world.git, withChanges(base, changes));
  return made(treeBody(world, tree, direct(world, tree)));
}

function checkEntry({ git }: World, base: Files, { path, mode, type, sha, content }: Wanted): void {
  if (path.split("/").some((part) => ["", ".", "..", ".git"].includes(part))) {
    throw new Refusal(422, "tree.path contains a malformed path component");
  }
  if ((sha === undefined) === (content === undefined)) {
    throw new Refusal(422, "Must supply either tree.sha or tree.content, not both");
  }
  if (type !== undefined && type !== typeOfMode(mode)) {
    throw new Refusal(422, "tree.mode does not fit tree.type");
  }
  if (sha === null && ![...base.keys()].some((file) => file === path || file.startsWith(`${path}/`))) {
    throw new Refusal(422, "GitRPC::BadObjectState");
  }
  const known = { blob: git.blob, tree: git.tree, commit: () => true }[typeOfMode(mode)];
  if (typeof sha === "string" && known(sha) === undefined) {
    throw new Refusal(422, `tree.sha ${sha} is not a valid ${typeOfMode(mode)}`);
  }
}

/** What one entry does to the files: a folder brings all of its own. */
function changesOf(
  { git }: World,
  { path, mode, sha, content }: Wanted,
): readonly (readonly [string, Leaf | null])[] {
  if (sha === null) {
    return [[path, null]];
  }
  if (mode === "040000") {
    const below = [...filesOf(git, sha ?? "")].map(([name, leaf]): [string, Leaf] => [
      `${path}/${name}`,
      leaf,
    ]);
    return [[path, null], ...below];
  }
  return [[path, { mode, sha: sha ?? git.addBlob(content ?? "") }]];
}

function direct({ git }: World, tree: string): readonly Entry[] {
  return (git.tree(tree) ?? []).map(({ name, mode, sha }) => ({ path: name, mode, sha }));
}

function treeBody(world: World, tree: string, entries: readonly Entry[]): Linked {
  const git = `${repositoryUrl(world)}/git`;
  const limit = world.settings.limits.treeEntries;
  return {
    sha: tree,
    url: `${git}/trees/${tree}`,
    truncated: entries.length > limit,
    tree: entries.slice(0, limit).map(({ path, mode, sha }) => {
      const type = typeOfMode(mode);
      const size = world.git.blob(sha)?.length;
      return {
        path,
        mode,
        type,
        sha,
        ...(type === "blob" && size !== undefined ? { size } : {}),
        ...(type === "commit" ? {} : { url: `${git}/${type}s/${sha}` }),
      };
    }),
  };
}
