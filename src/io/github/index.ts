/** GitHub, as far as the Action needs it: one repository, by REST, with one token. */
import { type Checks, checksOf } from "./checks.ts";
import { type GitHubOptions, openClient } from "./client.ts";
import { type Comments, commentsOf } from "./comments.ts";
import { type Git, gitOf } from "./git.ts";
import { type Issues, issuesOf } from "./issues.ts";
import { type Labels, labelsOf } from "./labels.ts";
import { type Pulls, pullsOf } from "./pulls.ts";
import { type Runs, runsOf } from "./runs.ts";
import { type Statuses, statusesOf } from "./statuses.ts";
import { viewer } from "./viewer.ts";

export { isBlob, MAX_BLOB_BYTES, type WantedBlob } from "./blobs.ts";
export { type Annotation, type CheckOutput, type CheckRun, MAX_OUTPUT } from "./checks.ts";
export type { GitHubOptions } from "./client.ts";
export type { Comment } from "./comments.ts";
export { type Comparison, isOtherHistory, type Step } from "./compare.ts";
export { GitHubError, isLocked, isMissingPermission } from "./errors.ts";
export type { Git } from "./git.ts";
export type { Issue, IssueChange, NewIssue } from "./issues.ts";
export type { Label } from "./labels.ts";
export type { NewPull, Pull, PullChange } from "./pulls.ts";
export type { Runs } from "./runs.ts";
export { MAX_DESCRIPTION, type NewStatus, type Status, type StatusState } from "./statuses.ts";
export type { Commit, FileChange, NewCommit, TreeEntry } from "./trees.ts";

/** One repository on GitHub. Everything throws GitHubError when GitHub refuses, fails or answers what nobody knows. */
export interface GitHub {
  /** Login of the token's account. Asked once. */
  viewer(): Promise<string>;
  readonly comments: Comments;
  readonly statuses: Statuses;
  readonly checks: Checks;
  readonly labels: Labels;
  readonly pulls: Pulls;
  readonly issues: Issues;
  readonly git: Git;
  readonly runs: Runs;
}

/** Opens a repository; nothing is asked yet. Throws ConfigurationError without a token or for an address that is none. */
export function openGitHub(options: GitHubOptions): GitHub {
  const client = openClient(options);
  let asked: Promise<string> | undefined;
  return {
    viewer: async () => {
      asked ??= viewer(client).catch((error: unknown) => {
        asked = undefined;
        throw error;
      });
      return await asked;
    },
    comments: commentsOf(client),
    statuses: statusesOf(client),
    checks: checksOf(client),
    labels: labelsOf(client),
    pulls: pullsOf(client),
    issues: issuesOf(client),
    git: gitOf(client),
    runs: runsOf(client),
  };
}
