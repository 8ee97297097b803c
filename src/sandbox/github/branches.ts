import { Refusal } from "../reply.ts";
import { isAncestor } from "./git/history.ts";
import type { Commit, Signature } from "./git/objects.ts";
import { isoNow, type PullRequest, type World } from "./world.ts";

const HEADS = "refs/heads/";

/** The refs of the repository, or of a fork when one is named; a fork begins with the first push to it. */
export function refsOf(world: World, fork: string | undefined): Map<string, string> {
  if (fork === undefined) {
    return world.refs;
  }
  const refs = world.forks.get(fork) ?? new Map<string, string>();
  world.forks.set(fork, refs);
  return refs;
}

/** The tip of a branch, of the repository or of a fork. */
export function tipOf(world: World, branch: string, fork?: string): string | undefined {
  return (fork === undefined ? world.refs : world.forks.get(fork))?.get(HEADS + branch);
}

/** The branches of the repository with their tips. */
export function branchesOf({ refs }: World): readonly (readonly [string, string])[] {
  return [...refs]
    .filter(([ref]) => ref.startsWith(HEADS))
    .map(([ref, sha]): readonly [string, string] => [ref.slice(HEADS.length), sha])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Puts a ref on a commit, and takes along the open pull requests whose head or base it is. */
export function moveRef(world: World, ref: string, sha: string, fork?: string): void {
  const refs = refsOf(world, fork);
  const before = refs.get(ref);
  refs.set(ref, sha);
  if (fork === undefined) {
    const forced = before !== undefined && !isAncestor(world.git, before, sha);
    world.moves.set(ref, { before, after: sha, forced });
  }
  for (const pull of openPullsAt(world, ref, fork)) {
    pull.previousSha = pull.headSha;
    pull.headSha = sha;
    world.refs.set(`refs/pull/${pull.number}/head`, sha);
    touch(world, pull);
  }
}

/** Takes a ref away; a pull request that loses its head or its base is closed. */
export function removeRef(world: World, ref: string): void {
  world.moves.set(ref, { before: world.refs.get(ref), after: undefined, forced: false });
  world.refs.delete(ref);
  const based = world.pulls.filter(({ base }) => HEADS + base === ref);
  for (const { number } of [...openPullsAt(world, ref, undefined), ...based]) {
    const issue = world.issues.find((one) => one.number === number);
    if (issue?.state === "open") {
      issue.state = "closed";
      issue.closedAt = isoNow(world);
      issue.updatedAt = isoNow(world);
    }
  }
}

/** A commit by any name it has: id, branch, tag, full ref, `owner:branch` of a fork. */
export function resolve(world: World, name: string): string | undefined {
  const [owner, branch] = name.includes(":") ? name.split(":", 2) : [];
  if (owner !== undefined && branch !== undefined) {
    const fork = [...world.forks.keys()].find((each) => each.startsWith(`${owner}/`));
    return owner === world.settings.owner ? tipOf(world, branch) : fork && tipOf(world, branch, fork);
  }
  const prefixes = [HEADS, "refs/tags/", "refs/", ""];
  const ref = prefixes.map((prefix) => world.refs.get(prefix + name)).find((sha) => sha !== undefined);
  return ref ?? (world.git.commit(name) === undefined ? undefined : name);
}

/** A commit that must be there by its id, or a 404. */
export function commitOf(world: World, sha: string): Commit {
  const commit = world.git.commit(sha);
  if (commit === undefined) {
    throw new Refusal(404, "Not Found");
  }
  return commit;
}

/** Who commits now under this login. */
export function signatureOf(world: World, login: string): Signature {
  const mailbox = login.replace("[bot]", "");
  return {
    name: login,
    email: `${mailbox}@users.noreply.github.com`,
    at: Math.floor(world.settings.now() / 1000),
  };
}

function openPullsAt(world: World, ref: string, fork: string | undefined): readonly PullRequest[] {
  return world.pulls.filter(
    (pull) =>
      pull.fork === fork &&
      HEADS + pull.headRef === ref &&
      world.issues.some(({ number, state }) => number === pull.number && state === "open"),
  );
}

function touch(world: World, { number }: PullRequest): void {
  const issue = world.issues.find((one) => one.number === number);
  if (issue !== undefined) {
    issue.updatedAt = isoNow(world);
  }
}
