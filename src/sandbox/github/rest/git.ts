import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { commitOf, resolve, signatureOf } from "../branches.ts";
import type { Signature } from "../git/objects.ts";
import { base64Lines, gitCommitBody } from "../wire/git.ts";
import { repositoryUrl } from "../wire/repository.ts";
import { type Linked, nodeId } from "../wire/users.ts";
import { type Answer, type Call, made, notFound, type Operation, ok, param, readBody } from "./call.ts";

const person = z.object({
  name: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }).optional(),
});
const commitSchema = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: person.optional(),
  committer: person.partial().optional(),
});
const blobSchema = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });

const read = "contents=read";
const write = "contents=write";

/** Commits and blobs as git has them. */
export const gitOperations: readonly Operation[] = [
  { method: "POST", path: "/git/commits", accepts: write, answer: createCommit },
  { method: "GET", path: "/git/commits/:sha", accepts: read, answer: readCommit },
  { method: "POST", path: "/git/blobs", accepts: write, answer: createBlob },
  { method: "GET", path: "/git/blobs/:sha", accepts: read, answer: readBlob },
];

function createCommit(call: Call): Answer {
  const { world, account } = call;
  const wanted = readBody(call, "Commit", commitSchema);
  if (world.git.tree(wanted.tree) === undefined) {
    throw new Refusal(422, "Tree SHA does not exist");
  }
  if (wanted.parents.some((parent) => world.git.commit(parent) === undefined)) {
    throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
  }
  const author = signed(wanted.author, signatureOf(world, account.login));
  const commit = {
    tree: wanted.tree,
    parents: wanted.parents,
    author,
    committer: signed(wanted.committer, author),
    message: wanted.message,
  };
  return made(gitCommitBody(world, world.git.addCommit(commit), commit));
}

function readCommit(call: Call): Answer {
  const sha = param(call, "sha");
  return ok(gitCommitBody(call.world, sha, commitOf(call.world, sha)));
}

function createBlob(call: Call): Answer {
  const { world } = call;
  const { content, encoding } = readBody(call, "Blob", blobSchema);
  const sha = world.git.addBlob(encoding === "base64" ? Buffer.from(content, "base64") : content);
  const body: Linked = { sha, url: `${repositoryUrl(world)}/git/blobs/${sha}` };
  return made(body);
}

function readBlob(call: Call): Answer {
  const { world, headers } = call;
  const sha = param(call, "sha");
  const bytes = world.git.blob(sha);
  if (bytes === undefined) {
    throw notFound();
  }
  if (wantsRaw(headers)) {
    return { status: 200, bytes };
  }
  return ok({
    sha,
    node_id: nodeId("Blob", sha),
    size: bytes.length,
    url: `${repositoryUrl(world)}/git/blobs/${sha}`,
    content: base64Lines(bytes),
    encoding: "base64",
  });
}

/** The tree behind the name of a tree or of a commit, or a 404. */
export function treeNamed({ world }: Call, name: string): string {
  const commit = resolve(world, name);
  const tree = commit === undefined ? name : world.git.commit(commit)?.tree;
  if (tree === undefined || world.git.tree(tree) === undefined) {
    throw notFound();
  }
  return tree;
}

/** Whether the request asks for a file's bytes instead of JSON about it. */
export function wantsRaw(headers: Headers): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(headers.get("accept") ?? "");
}

function signed(
  given: { name?: string | undefined; email?: string | undefined; date?: string | undefined } | undefined,
  otherwise: Signature,
): Signature {
  return {
    name: given?.name ?? otherwise.name,
    email: given?.email ?? otherwise.email,
    at: given?.date === undefined ? otherwise.at : Math.floor(Date.parse(given.date) / 1000),
  };
}
