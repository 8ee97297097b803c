/** What somebody gives to have an action run, and what they get. */
import type { Annotation } from "./annotation.ts";

/** An event as GitHub delivers it; the fake GitHub's `event()` gives one. */
export interface ActionEvent {
  /** `pull_request`, `push`, `schedule`, … */
  readonly name: string;
  readonly payload: object;
  /** GITHUB_SHA and GITHUB_REF, where the payload does not tell them: `schedule`, `workflow_dispatch`. */
  readonly sha?: string;
  readonly ref?: string;
}

/** Where GitHub is and what the run knows of itself: the `github` context. */
export interface ActionGitHub {
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** The job's token. As on GitHub, it reaches the action by an input alone, never by the environment. */
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Default: what the event tells. */
  readonly sha?: string;
  /** `refs/heads/main`. Default: what the event tells. */
  readonly ref?: string;
  /** Default `1`. */
  readonly runId?: string;
  /** Default `1`. */
  readonly runAttempt?: string;
  /** Default: the event's sender, else `github-actions[bot]`. */
  readonly actor?: string;
  /** Name of the workflow. Default `orgwright`. */
  readonly workflow?: string;
  /** Key of the job. Default `run`. */
  readonly job?: string;
}

/** One run of an action's main program. */
export interface ActionRun {
  /** Folder of action.yml. */
  readonly action: string;
  /** What the workflow has under `with:`. An input that is given empty is empty, not its default. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event: ActionEvent;
  readonly github: ActionGitHub;
  /** Variables from `secrets`: set, and masked in log, annotations and summary. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Further values that GitHub would mask, for they are secrets that no variable has. */
  readonly masked?: readonly string[];
  /** Plain variables, set as they are. Of the own process's environment the action gets nothing but PATH. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node that runs the bundle. Default: the one that runs this. */
  readonly node?: string;
  /** GITHUB_WORKSPACE: what a checkout would have left. Default: an empty folder. */
  readonly workspace?: string;
  /** RUNNER_TEMP, kept afterwards. Default: a folder that is removed with everything in it. */
  readonly temporary?: string;
  /** After so many milliseconds the action is ended. Default 120,000. */
  readonly timeoutMs?: number;
  /** Ends the action at once, as when the machine under a runner is lost. */
  readonly signal?: AbortSignal;
  /** Debug logging, as a rerun with it has it. */
  readonly debug?: boolean;
}

/** What GitHub would know of the step when it is over. */
export interface ActionResult {
  /** `success`: ended with 0, and every command and file could be understood. */
  readonly conclusion: "success" | "failure";
  /** Absent (`null`) when something ended the action. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary as Markdown, masked; empty when it was over the limit. */
  readonly summary: string;
  /** Those that GitHub keeps: ten of each level. */
  readonly annotations: readonly Annotation[];
  /** How many annotations were over the limit. */
  readonly annotationsDropped: number;
  /** What is masked: the token, the secrets, and what the action asked for. */
  readonly masks: readonly string[];
  /** Both streams as the log shows them, masked, commands in the runner's form. */
  readonly log: string;
  readonly rawStdout: string;
  readonly rawStderr: string;
  /** What a post step would get. */
  readonly state: Readonly<Record<string, string>>;
  /** What later steps get as environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What later steps get in front of PATH, the last one first. */
  readonly path: readonly string[];
}
