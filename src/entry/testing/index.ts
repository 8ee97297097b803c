/** The test kit: a runner for the Action, a GitHub and the systems to run it against, all on this machine. */
export {
  type FakeAccount,
  type FakeCommit,
  type FakeEvent,
  type FakeFault,
  type FakeFaults,
  type FakeFile,
  type FakeGitHub,
  type FakeLimits,
  type FakePull,
  type FakePullDraft,
  type FakeRequest,
  type FakeRun,
  type FakeState,
  type GitHubOptions,
  type Happening,
  type MergeMethod,
  type People,
  type Permissions,
  startGitHub,
} from "../../sandbox/github/index.ts";
export { type Sandbox, type SandboxOptions, type SandboxSeed, startSandbox } from "../../sandbox/index.ts";
export type { ActionEvent, ActionGitHub, ActionResult, ActionRun } from "./action-run.ts";
export type { Annotation, AnnotationLevel } from "./annotation.ts";
export type { TokenPermissions } from "./permissions.ts";
export { runAction } from "./run-action.ts";
export { type JobRun, readWorkflow, type WorkflowJob, type WorkflowOptions } from "./workflow.ts";
