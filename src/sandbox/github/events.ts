import { tipOf } from "./branches.ts";
import { issueNumbered } from "./conversations.ts";
import { commitsBetween } from "./git/history.ts";
import { testMerge } from "./pull-requests.ts";
import { issueBody } from "./wire/conversations.ts";
import { eventCommit } from "./wire/git.ts";
import { fullPull } from "./wire/pulls.ts";
import { pagesUrl, repositoryBody } from "./wire/repository.ts";
import { userBody } from "./wire/users.ts";
import type { PullRequest, World } from "./world.ts";

/** What happened, for which an event is wanted. */
export type Happening =
  /** `action` default: `opened`, or `synchronize` when its head has moved, or `closed` when it is. */
  | { readonly name: "pull_request"; readonly number: number; readonly action?: string }
  /** The latest move of a branch. Default: the default branch. */
  | { readonly name: "push"; readonly branch?: string }
  /** The group of a pull request in the merge queue. */
  | { readonly name: "merge_group"; readonly number: number }
  | { readonly name: "schedule"; readonly schedule?: string }
  | {
      readonly name: "workflow_dispatch";
      /** Default: the default branch. */
      readonly branch?: string;
      readonly inputs?: Readonly<Record<string, string>>;
    }
  /** `action` default: `opened`, or `closed` when it is. */
  | { readonly name: "issues"; readonly number: number; readonly action?: string };

/** An event as a workflow's runner hands it over. */
export interface FakeEvent {
  /** GITHUB_EVENT_NAME */
  readonly name: string;
  /** What the file at GITHUB_EVENT_PATH holds. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** GITHUB_REF */
  readonly ref: string;
  /** GITHUB_SHA */
  readonly sha: string;
  /** GITHUB_HEAD_REF and GITHUB_BASE_REF; only for pull requests. */
  readonly headRef?: string;
  readonly baseRef?: string;
}

const NOWHERE = "0".repeat(40);
const DEV = "dev";

/** The event that tells of something that just happened; throws when it did not happen. */
export function eventOf(world: World, happening: Happening): FakeEvent {
  switch (happening.name) {
    case "pull_request":
      return pullRequestEvent(world, happening);
    case "push":
      return pushEvent(world, happening.branch ?? world.settings.defaultBranch);
    case "merge_group":
      return mergeGroupEvent(world, happening.number);
    case "issues":
      return issuesEvent(world, happening);
    case "schedule": {
      const schedule = happening.schedule ?? "17 5 * * *";
      return atBranch(world, world.settings.defaultBranch, "schedule", { schedule, workflow: WORKFLOW });
    }
    case "workflow_dispatch": {
      const { branch = world.settings.defaultBranch, inputs = {} } = happening;
      const given = { inputs, ref: `refs/heads/${branch}`, workflow: WORKFLOW };
      return atBranch(world, branch, "workflow_dispatch", given);
    }
  }
}

const WORKFLOW = ".github/workflows/orgwright.yml";

function pullRequestEvent(
  world: World,
  { number, action }: { readonly number: number; readonly action?: string },
): FakeEvent {
  const pull = required(
    world.pulls.find((each) => each.number === number),
    `pull request ${number}`,
  );
  const issue = issueNumbered(world, number);
  const decided = action ?? actionOf(pull, issue.state);
  const moved =
    decided === "synchronize" ? { before: pull.previousSha ?? pull.headSha, after: pull.headSha } : {};
  const merge = testMerge(world, pull);
  return {
    name: "pull_request",
    ref: pull.mergedAt === null ? `refs/pull/${number}/merge` : `refs/heads/${pull.base}`,
    sha: merge ?? pull.headSha,
    headRef: pull.headRef,
    baseRef: pull.base,
    payload: {
      action: decided,
      number,
      pull_request: fullPull(world, pull),
      ...moved,
      ...around(world, decided === "closed" ? (pull.mergedBy ?? issue.user) : issue.user),
    },
  };
}

function actionOf({ previousSha }: PullRequest, state: string): string {
  if (state === "closed") {
    return "closed";
  }
  return previousSha === undefined ? "opened" : "synchronize";
}

function pushEvent(world: World, branch: string): FakeEvent {
  const ref = `refs/heads/${branch}`;
  const { before, after, forced } = required(world.moves.get(ref), `push to ${branch}`);
  const start = before ?? tipOf(world, world.settings.defaultBranch);
  const news = after === undefined ? [] : newCommits(world, start === after ? undefined : start, after);
  const commits = news.map((sha) => eventCommit(world, sha));
  return {
    name: "push",
    ref,
    sha: after ?? tipOf(world, world.settings.defaultBranch) ?? NOWHERE,
    payload: {
      ref,
      before: before ?? NOWHERE,
      after: after ?? NOWHERE,
      created: before === undefined,
      deleted: after === undefined,
      forced,
      base_ref: null,
      compare: `${pagesUrl(world)}/compare/${before?.slice(0, 12) ?? branch}...${after?.slice(0, 12) ?? ""}`,
      commits,
      head_commit: after === undefined ? null : eventCommit(world, after),
      pusher: { name: DEV, email: `${DEV}@users.noreply.github.com` },
      ...around(world, DEV),
    },
  };
}

function newCommits(world: World, before: string | undefined, after: string): readonly string[] {
  return before === undefined ? [after] : commitsBetween(world.git, before, after);
}

function mergeGroupEvent(world: World, number: number): FakeEvent {
  const entry = required(
    world.queue.find((each) => each.number === number),
    `merge group of pull request ${number}`,
  );
  const base = required(
    world.pulls.find((each) => each.number === number),
    `pull request ${number}`,
  ).base;
  return {
    name: "merge_group",
    ref: entry.ref,
    sha: entry.headSha,
    payload: {
      action: "checks_requested",
      merge_group: {
        head_sha: entry.headSha,
        head_ref: entry.ref,
        base_sha: entry.baseSha,
        base_ref: `refs/heads/${base}`,
        head_commit: eventCommit(world, entry.headSha),
      },
      ...around(world, "github-merge-queue[bot]"),
    },
  };
}

function issuesEvent(
  world: World,
  { number, action }: { readonly number: number; readonly action?: string },
): FakeEvent {
  const issue = issueNumbered(world, number);
  const decided = action ?? (issue.state === "closed" ? "closed" : "opened");
  const sender = issue.closedBy ?? issue.user;
  const payload = { action: decided, issue: issueBody(world, issue) };
  return {
    ...atBranch(world, world.settings.defaultBranch, "issues", payload),
    payload: { ...payload, ...around(world, sender) },
  };
}

/** An event that runs at the tip of a branch. */
function atBranch(
  world: World,
  branch: string,
  name: string,
  payload: Readonly<Record<string, unknown>>,
): FakeEvent {
  const sha = required(tipOf(world, branch), `branch ${branch}`);
  return { name, ref: `refs/heads/${branch}`, sha, payload: { ...payload, ...around(world, DEV) } };
}

/** What every event says: where, and by whom. */
function around(world: World, sender: string): Record<string, unknown> {
  return { repository: repositoryBody(world), sender: userBody(world, sender) };
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`The fake GitHub has no ${what} to tell of.`);
  }
  return value;
}
