import { changesBetween, type FileChange } from "../git/changes.ts";
import type { Commit, Signature } from "../git/objects.ts";
import { isoSeconds, type World } from "../world.ts";
import { pagesUrl, repositoryUrl } from "./repository.ts";
import { type Linked, nodeId, userBody } from "./users.ts";

const UNSIGNED = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** A ref as replies show it. */
export function refBody(world: World, ref: string, sha: string): Linked {
  const repository = repositoryUrl(world);
  return {
    ref,
    node_id: nodeId("Ref", ref),
    url: `${repository}/git/${ref}`,
    object: { sha, type: "commit", url: `${repository}/git/commits/${sha}` },
  };
}

/** A commit as the git endpoints show it. */
export function gitCommitBody(world: World, sha: string, commit: Commit): Linked {
  const git = `${repositoryUrl(world)}/git`;
  return {
    sha,
    node_id: nodeId("Commit", sha),
    url: `${git}/commits/${sha}`,
    html_url: `${pagesUrl(world)}/commit/${sha}`,
    author: signatureBody(commit.author),
    committer: signatureBody(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${git}/trees/${commit.tree}` },
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${git}/commits/${parent}`,
      html_url: `${pagesUrl(world)}/commit/${parent}`,
    })),
    verification: UNSIGNED,
  };
}

/** A commit as branches and comparisons show it. */
export function commitBody(world: World, sha: string, commit: Commit): object {
  const repository = repositoryUrl(world);
  const page = `${pagesUrl(world)}/commit`;
  return {
    sha,
    node_id: nodeId("Commit", sha),
    url: `${repository}/commits/${sha}`,
    html_url: `${page}/${sha}`,
    comments_url: `${repository}/commits/${sha}/comments`,
    commit: {
      url: `${repository}/git/commits/${sha}`,
      author: signatureBody(commit.author),
      committer: signatureBody(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${repository}/git/trees/${commit.tree}` },
      verification: UNSIGNED,
    },
    author: accountOf(world, commit.author),
    committer: accountOf(world, commit.committer),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${repository}/commits/${parent}`,
      html_url: `${page}/${parent}`,
    })),
  };
}

/** A changed file as pull requests and comparisons show it; without the patch. */
export function changeBody(world: World, at: string, change: FileChange): object {
  const path = change.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${pagesUrl(world)}/blob/${at}/${path}`,
    raw_url: `${pagesUrl(world)}/raw/${at}/${path}`,
    contents_url: `${repositoryUrl(world)}/contents/${path}?ref=${at}`,
    ...(change.previous === undefined ? {} : { previous_filename: change.previous }),
  };
}

/** A commit as events show it, with the files it touched. */
export function eventCommit(world: World, sha: string): object {
  const commit = world.git.commit(sha);
  const changes = commit === undefined ? [] : changesBetween(world.git, commit.parents[0], sha);
  const paths = (...wanted: readonly FileChange["status"][]) =>
    changes.filter(({ status }) => wanted.includes(status)).map(({ path }) => path);
  return {
    id: sha,
    tree_id: commit?.tree ?? "",
    distinct: true,
    message: commit?.message ?? "",
    timestamp: isoSeconds(commit?.author.at ?? 0),
    url: `${pagesUrl(world)}/commit/${sha}`,
    author: commit === undefined ? null : personBody(commit.author),
    committer: commit === undefined ? null : personBody(commit.committer),
    added: paths("added", "renamed"),
    removed: [...paths("removed"), ...changes.flatMap(({ previous }) => previous ?? [])],
    modified: paths("modified"),
  };
}

/** Base64 as GitHub sends it, in lines. */
export function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("base64")
    .replace(/.{1,60}/g, "$&\n");
}

function signatureBody({ name, email, at }: Signature): object {
  return { name, email, date: isoSeconds(at) };
}

function personBody({ name, email, at }: Signature): object {
  return { name, email, date: isoSeconds(at), username: name };
}

/** GitHub finds the account by the e-mail; here only its no-reply addresses belong to somebody. */
function accountOf(world: World, { name, email }: Signature): object | null {
  return email.endsWith("@users.noreply.github.com") ? userBody(world, name) : null;
}
