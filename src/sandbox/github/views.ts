import { branchesOf, resolve } from "./branches.ts";
import { issueNumbered } from "./conversations.ts";
import type { RawObject } from "./git/objects.ts";
import { filesOf } from "./git/trees.ts";
import { baseTip } from "./pull-requests.ts";
import type { CheckRun, Comment, Issue, Label, PullRequest, QueueEntry, Status, World } from "./world.ts";

/** A pull request together with its conversation. */
export type FakePull = Readonly<Issue & Omit<PullRequest, "id">>;

/** What the fake holds, as copies to look at. Names of commits may be ids, branches or refs; unknown ones throw. */
export interface FakeState {
  /** The text of every file, by path. */
  files(ref: string): Readonly<Record<string, string>>;
  /** The first line of each message, the latest first, along the first parents. */
  log(ref: string): readonly string[];
  /** The commit that a name stands for. */
  commit(ref: string): string;
  /** The tips of the repository's branches. */
  branches(): Readonly<Record<string, string>>;
  /** Issues alone, without pull requests. */
  issues(): readonly Readonly<Issue>[];
  pulls(): readonly FakePull[];
  /** The comments in a conversation, oldest first. */
  comments(number: number): readonly Readonly<Comment>[];
  /** The labels on a conversation. */
  labels(number: number): readonly string[];
  /** The labels that the repository has. */
  repositoryLabels(): readonly Label[];
  /** All statuses of a commit, oldest first. */
  statuses(ref: string): readonly Status[];
  /** All check runs of a commit with their annotations, oldest first. */
  checks(ref: string): readonly Readonly<CheckRun>[];
  queue(): readonly QueueEntry[];
  /** A git object as git stores it: what `git hash-object -w -t TYPE --stdin` takes, to build a clone from. */
  object(sha: string): RawObject;
  /** The ids of a commit and of all that it leads to: commits, trees, blobs. */
  objects(ref: string): readonly string[];
}

/** Views of this world. */
export function createViews(world: World): FakeState {
  const commitOf = (ref: string) => required(resolve(world, ref), ref);
  return {
    files: (ref) => textsAt(world, commitOf(ref)),
    log: (ref) => [...firstParents(world, commitOf(ref))].map((sha) => subjectOf(world, sha)),
    commit: commitOf,
    branches: () => Object.fromEntries(branchesOf(world)),
    issues: () =>
      structuredClone(
        world.issues.filter(({ number }) => world.pulls.every((pull) => pull.number !== number)),
      ),
    pulls: () => world.pulls.map((pull) => pullView(world, pull)),
    comments: (number) => structuredClone(world.comments.filter((comment) => comment.number === number)),
    labels: (number) => [...issueNumbered(world, number).labels],
    repositoryLabels: () => structuredClone(world.labels),
    statuses: (ref) => structuredClone(world.statuses.filter(({ sha }) => sha === commitOf(ref))),
    checks: (ref) => structuredClone(world.checks.filter(({ sha }) => sha === commitOf(ref))),
    queue: () => structuredClone(world.queue),
    object: (sha) => required(world.git.raw(sha), sha),
    objects: (ref) => [...reachable(world, commitOf(ref))],
  };
}

/** A pull request as it is now, as a copy. */
export function pullView(world: World, pull: PullRequest): FakePull {
  return structuredClone({ ...pull, ...issueNumbered(world, pull.number), baseSha: baseTip(world, pull) });
}

function textsAt({ git }: World, sha: string): Record<string, string> {
  const files = filesOf(git, git.commit(sha)?.tree ?? "");
  return Object.fromEntries(
    [...files].map(([path, leaf]) => [path, Buffer.from(git.blob(leaf.sha) ?? []).toString("utf8")]),
  );
}

function* firstParents({ git }: World, sha: string): Generator<string> {
  for (let at: string | undefined = sha; at !== undefined; at = git.commit(at)?.parents[0]) {
    yield at;
  }
}

function subjectOf({ git }: World, sha: string): string {
  return git.commit(sha)?.message.split("\n")[0] ?? "";
}

function reachable({ git }: World, sha: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const known = git.raw(next) === undefined || seen.has(next);
    if (!known) {
      seen.add(next);
      const commit = git.commit(next);
      waiting.push(...(commit === undefined ? [] : [commit.tree, ...commit.parents]));
      waiting.push(...(git.tree(next) ?? []).map((entry) => entry.sha));
    }
  }
  return seen;
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw new Error(`The fake GitHub has no commit or object ${name}.`);
  }
  return value;
}
