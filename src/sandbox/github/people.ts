import { removeRef, tipOf } from "./branches.ts";
import { addComment, addLabel, issueNumbered, labelNamed, setState } from "./conversations.ts";
import type { MergeMethod } from "./git/merging.ts";
import { enqueuePull, isOpen, mergePull, openPull } from "./pull-requests.ts";
import { DEV, type FakeCommit, push, required } from "./pushes.ts";
import { type FakePull, pullView } from "./views.ts";
import {
  type Comment,
  isoNow,
  issueId,
  type PullRequest,
  type QueueEntry,
  type Run,
  type World,
} from "./world.ts";

/** A pull request that somebody opens. */
export interface FakePullDraft {
  /** The branch with the changes. */
  readonly head: string;
  /** Default: the default branch. */
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  /** The login of who opens it. Default `dev`. */
  readonly author?: string;
  /** `owner/name` of the fork that has the head. */
  readonly fork?: string;
  readonly draft?: boolean;
}

/** The state of a workflow's run, as somebody else's job would see it. */
export interface FakeRun {
  readonly conclusion?: string;
  /** Default: the tip of the default branch. */
  readonly sha?: string;
  /** Default `push`. */
  readonly event?: string;
}

/** What people do with the repository, without a token; mistakes throw, with GitHub's words where it has some. */
export interface People {
  /** Pushes one commit and gives its id; the head of an open pull request moves along. */
  commit(commit: FakeCommit): string;
  /** Deletes a branch; open pull requests of it are closed. */
  deleteBranch(branch: string): void;
  /** Deletes a fork; its pull requests stay, their head has no repository any more. */
  deleteFork(fork: string): void;
  /** Opens a pull request and gives it as it is then. */
  openPullRequest(draft: FakePullDraft): FakePull;
  /** Merges a pull request and gives the base branch's new tip; one in the merge queue lands as its group was built. */
  merge(number: number, options?: { readonly method?: MergeMethod; readonly by?: string }): string;
  /** Puts a pull request at the end of the merge queue and gives its group. */
  enqueue(number: number, options?: { readonly method?: MergeMethod }): Omit<QueueEntry, "number">;
  closeIssue(
    number: number,
    options?: { readonly by?: string; readonly reason?: "completed" | "not_planned" },
  ): void;
  reopenIssue(number: number, options?: { readonly by?: string }): void;
  lockConversation(number: number): void;
  unlockConversation(number: number): void;
  /** Comments under this login, and gives the comment's id. */
  commentAs(login: string, number: number, body: string): number;
  editComment(id: number, body: string): void;
  deleteComment(id: number): void;
  /** Makes a label of the repository. */
  createLabel(name: string, options?: { readonly color?: string; readonly description?: string }): void;
  /** Says how the run of a workflow stands; an unknown one comes into being. */
  setRun(id: number, status: Run["status"], run?: FakeRun): void;
}

/** What people can do in this world. */
export function createPeople(world: World): People {
  return {
    commit: (commit) => push(world, commit),
    deleteBranch: (branch) => {
      required(tipOf(world, branch), `The branch ${branch}`);
      removeRef(world, `refs/heads/${branch}`);
    },
    deleteFork: (fork) => {
      required(world.forks.get(fork), `The fork ${fork}`);
      world.forks.delete(fork);
    },
    openPullRequest: (draft) => open(world, draft),
    merge: (number, { method = "merge", by = DEV } = {}) =>
      mergePull(world, openNumber(world, number), method, by),
    enqueue: (number, { method = "merge" } = {}) => {
      const { number: _, ...group } = enqueuePull(world, openNumber(world, number), method);
      return group;
    },
    setRun: (id, status, run = {}) => setRun(world, id, { ...run, status }),
    ...inConversations(world),
  };
}

type InConversations = Pick<
  People,
  | "closeIssue"
  | "reopenIssue"
  | "lockConversation"
  | "unlockConversation"
  | "commentAs"
  | "editComment"
  | "deleteComment"
  | "createLabel"
>;

function inConversations(world: World): InConversations {
  return {
    closeIssue: (number, { by = DEV, reason = "completed" } = {}) =>
      setState(world, issueNumbered(world, number), { state: "closed", reason, by }),
    reopenIssue: (number, { by = DEV } = {}) =>
      setState(world, issueNumbered(world, number), { state: "open", reason: null, by }),
    lockConversation: (number) => {
      issueNumbered(world, number).locked = true;
    },
    unlockConversation: (number) => {
      issueNumbered(world, number).locked = false;
    },
    commentAs: (login, number, body) => addComment(world, issueNumbered(world, number), login, body).id,
    editComment: (id, body) => {
      const comment = commentWith(world, id);
      comment.body = body;
      comment.updatedAt = isoNow(world);
    },
    deleteComment: (id) => {
      const comment = commentWith(world, id);
      world.comments = world.comments.filter((other) => other !== comment);
    },
    createLabel: (name, { color, description } = {}) => {
      if (labelNamed(world, name) !== undefined) {
        throw new Error(`The label ${name} exists already.`);
      }
      addLabel(world, {
        name,
        ...(color === undefined ? {} : { color }),
        ...(description === undefined ? {} : { description }),
      });
    },
  };
}

function open(world: World, { head, base, title, body, author, fork, draft }: FakePullDraft): FakePull {
  const pull = openPull(world, {
    head,
    base: base ?? world.settings.defaultBranch,
    title: title ?? `Change by ${head}`,
    body: body ?? null,
    user: author ?? DEV,
    fork,
    draft: draft ?? false,
  });
  return pullView(world, pull);
}

function openNumber(world: World, number: number): PullRequest {
  const pull = required(
    world.pulls.find((each) => each.number === number),
    `The pull request ${number}`,
  );
  if (!isOpen(world, pull)) {
    throw new Error(`The pull request ${number} is closed.`);
  }
  return pull;
}

function setRun(
  world: World,
  id: number,
  { status, conclusion, sha, event }: FakeRun & Pick<Run, "status">,
): void {
  const branch = world.settings.defaultBranch;
  const at = isoNow(world);
  const known = world.runs.find((run) => run.id === id);
  const run: Run = known ?? {
    id,
    number: issueId(world),
    sha: sha ?? required(tipOf(world, branch), `The branch ${branch}`),
    branch,
    event: event ?? "push",
    createdAt: at,
    status,
    conclusion: null,
    updatedAt: at,
  };
  run.status = status;
  run.conclusion = status === "completed" ? (conclusion ?? "success") : null;
  run.updatedAt = at;
  if (known === undefined) {
    world.runs.push(run);
  }
}

function commentWith({ comments }: World, id: number): Comment {
  return required(
    comments.find((comment) => comment.id === id),
    `The comment ${id}`,
  );
}
