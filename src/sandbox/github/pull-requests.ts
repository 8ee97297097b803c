import { moveRef, refsOf, resolve, signatureOf, tipOf } from "./branches.ts";
import { addIssue, issueNumbered } from "./conversations.ts";
import { commitsBetween, isAncestor, mergeBase } from "./git/history.ts";
import { MergeConflict, type MergeMethod, mergeCommits } from "./git/merging.ts";
import { invalid, unprocessable } from "./refusals.ts";
import { fullName, isoNow, issueId, type PullRequest, type QueueEntry, type World } from "./world.ts";

/** What somebody asks for who opens a pull request. */
export interface PullDraft {
  readonly title: string;
  readonly body: string | null;
  readonly head: string;
  readonly base: string;
  readonly user: string;
  readonly fork: string | undefined;
  readonly draft: boolean;
}

/** The head as GitHub labels it: `owner:branch`. */
export function headLabel(world: World, { fork, headRef }: Pick<PullRequest, "fork" | "headRef">): string {
  return `${(fork ?? fullName(world)).split("/")[0]}:${headRef}`;
}

/** Opens a pull request; refuses (422) unknown branches, a head without commits of its own, and a second one of the pair. */
export function openPull(world: World, draft: PullDraft): PullRequest {
  const { head, base, fork } = draft;
  const baseSha = tipOf(world, base);
  const headSha = tipOf(world, head, fork);
  if (baseSha === undefined) {
    throw invalid("PullRequest", "base");
  }
  if (headSha === undefined) {
    throw invalid("PullRequest", "head");
  }
  if (commitsBetween(world.git, baseSha, headSha).length === 0) {
    throw unprocessable("PullRequest", `No commits between ${base} and ${head}`);
  }
  refuseSecond(world, { fork, headRef: head, base });
  const issue = addIssue(world, { title: draft.title, body: draft.body, user: draft.user, labels: [] });
  const pull: PullRequest = {
    id: issueId(world),
    number: issue.number,
    fork,
    headRef: head,
    base,
    headSha,
    previousSha: undefined,
    baseSha,
    draft: draft.draft,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    landed: [],
  };
  world.pulls.push(pull);
  world.refs.set(`refs/pull/${pull.number}/head`, headSha);
  return pull;
}

/** Refuses (422) when an open pull request has this head and base already. */
export function refuseSecond(
  world: World,
  wanted: Pick<PullRequest, "fork" | "headRef" | "base"> & { readonly number?: number },
): void {
  const other = world.pulls.find(
    (pull) =>
      pull.number !== wanted.number &&
      isOpen(world, pull) &&
      pull.fork === wanted.fork &&
      pull.headRef === wanted.headRef &&
      pull.base === wanted.base,
  );
  if (other !== undefined) {
    throw unprocessable("PullRequest", `A pull request already exists for ${headLabel(world, wanted)}.`);
  }
}

/** Whether a pull request is open. */
export function isOpen(world: World, { number }: PullRequest): boolean {
  return issueNumbered(world, number).state === "open";
}

/** The commit the base branch is on, or was on when the pull request was merged or closed. */
export function baseTip(world: World, pull: PullRequest): string {
  if (isOpen(world, pull)) {
    pull.baseSha = tipOf(world, pull.base) ?? pull.baseSha;
  }
  return pull.baseSha;
}

/** The commits of a pull request, oldest first. */
export function commitsOf(world: World, pull: PullRequest): readonly string[] {
  return commitsBetween(world.git, baseTip(world, pull), pull.headSha);
}

/** Where the head left the base, from which its files are compared. */
export function forkPoint(world: World, pull: PullRequest): string | undefined {
  return mergeBase(world.git, baseTip(world, pull), pull.headSha);
}

/** The merge that GitHub tries for an open pull request, at `refs/pull/N/merge`; null when the two sides conflict. */
export function testMerge(world: World, pull: PullRequest): string | null {
  if (!isOpen(world, pull)) {
    return pull.mergeCommit;
  }
  const base = baseTip(world, pull);
  const at = Math.floor(Date.parse(issueNumbered(world, pull.number).createdAt) / 1000);
  const by = { ...signatureOf(world, "GitHub"), at };
  try {
    const message = `Merge ${pull.headSha} into ${base}`;
    const [sha = null] = mergeCommits(world.git, { base, head: pull.headSha, method: "merge", message, by });
    if (sha !== null) {
      world.refs.set(`refs/pull/${pull.number}/merge`, sha);
    }
    return sha;
  } catch (error) {
    if (error instanceof MergeConflict) {
      return null;
    }
    throw error;
  }
}

/** Merges an open pull request, and gives the last commit; one that waits in the queue lands as its group was built. */
export function mergePull(world: World, pull: PullRequest, method: MergeMethod, by: string): string {
  world.settings.pass();
  const base = baseTip(world, pull);
  const queued = world.queue.find(({ number }) => number === pull.number);
  const landed =
    queued?.baseSha === base
      ? commitsBetween(world.git, base, queued.headSha)
      : mergeCommits(world.git, mergeOf(world, pull, { method, by, base }));
  const sha = queued?.baseSha === base ? queued.headSha : (landed.at(-1) ?? pull.headSha);
  if (queued !== undefined) {
    world.queue = world.queue.filter((entry) => entry !== queued);
    world.refs.delete(queued.ref);
  }
  Object.assign(pull, { mergedAt: isoNow(world), mergedBy: by, mergeCommit: sha, landed });
  Object.assign(issueNumbered(world, pull.number), {
    state: "closed",
    closedAt: isoNow(world),
    updatedAt: isoNow(world),
    closedBy: by,
  });
  moveRef(world, `refs/heads/${pull.base}`, sha);
  world.settings.pass();
  return sha;
}

/** Puts a pull request at the end of the merge queue: its group is built on the group before it, or on the base branch. */
export function enqueuePull(world: World, pull: PullRequest, method: MergeMethod): QueueEntry {
  const baseSha = world.queue.at(-1)?.headSha ?? baseTip(world, pull);
  const commits = mergeCommits(
    world.git,
    mergeOf(world, pull, { method, by: "github-merge-queue[bot]", base: baseSha }),
  );
  const ref = `refs/heads/gh-readonly-queue/${pull.base}/pr-${pull.number}-${baseSha}`;
  const entry = { number: pull.number, ref, baseSha, headSha: commits.at(-1) ?? pull.headSha };
  world.queue.push(entry);
  refsOf(world, undefined).set(ref, entry.headSha);
  return entry;
}

function mergeOf(
  world: World,
  pull: PullRequest,
  { method, by, base }: { method: MergeMethod; by: string; base: string },
): Parameters<typeof mergeCommits>[1] {
  const { title } = issueNumbered(world, pull.number);
  const from = headLabel(world, pull).replace(":", "/");
  const message =
    method === "squash"
      ? `${title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${from}\n\n${title}`;
  return { base, head: pull.headSha, method, message, by: signatureOf(world, by) };
}

/** The pull requests that brought a commit, or would bring it: merged ones, and open ones that have it. */
export function pullsWith(world: World, sha: string): readonly PullRequest[] {
  const inDefault = resolve(world, world.settings.defaultBranch);
  const landed = inDefault !== undefined && isAncestor(world.git, sha, inDefault);
  return world.pulls.filter((pull) => {
    const brought =
      pull.landed.includes(sha) || (pull.mergedAt !== null && commitsOf(world, pull).includes(sha));
    return landed ? brought : brought || (isOpen(world, pull) && commitsOf(world, pull).includes(sha));
  });
}
