/** What a command of the Action sees of the world: everything that is the process's comes in through here. */

import { type Clients, clients } from "../../index.ts";
import { type GitHub, isLocked, isMissingPermission } from "../../io/github/index.ts";
import { branchRecords } from "../../io/record-branch.ts";
import type { Credentials } from "../../io/secrets.ts";
import type { Project } from "../../model/contract.ts";
import type { Inputs } from "./inputs.ts";
import type { Repository } from "./repository.ts";
import type { Runner } from "./runner.ts";
import type { Trigger } from "./trigger.ts";

/** Why a step failed: the closed list of the output `failure-reason`. */
export type FailureReason =
  | "invalid"
  | "configuration"
  | "unread"
  | "blocked"
  | "unreviewed"
  | "apply-failed"
  | "locked"
  | "drift"
  | "github"
  | "internal";

/** How a command ended; without a reason it has succeeded. */
export interface Ended {
  readonly reason?: FailureReason;
  /** For the log, where there is a reason. */
  readonly message?: string;
}

/** The world around one command. */
export interface World {
  readonly inputs: Inputs;
  readonly trigger: Trigger;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly runner: Runner;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes credentials; each is masked in the log before anything else is done with it. */
  readonly credential: Credentials;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly run: { readonly id: number; readonly attempt: number; readonly url: string };
  /** Aborted once the job is cancelled: what is under way comes to its end, nothing further is begun. */
  readonly stop: AbortSignal;
  /** The runner's temporary folder. */
  readonly temporary: string;
  readonly version: string;
}

/** Clients for the project's connections. */
export function clientsOf(project: Project, { credential, version }: World): Clients {
  return clients(project, {
    credential,
    userAgent: `orgwright-action/${version}`,
  });
}

/** The records on their branch, with the lease for whoever writes. */
export function recordsOf({ github, inputs, run, now }: World): ReturnType<typeof branchRecords> {
  return branchRecords(github, {
    branch: inputs["record-branch"],
    folder: inputs["working-directory"],
    run: { id: run.id, attempt: run.attempt },
    now: () => now,
  });
}

/** Does what is only for show; without the permission, or where a conversation is locked, a warning says what is missing. */
export async function ifPermitted<T>(
  { runner }: Pick<World, "runner">,
  what: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isLocked(error)) {
      runner.warning(what, `${what} could not be written: the conversation is locked.`);
      return undefined;
    }
    if (!isMissingPermission(error)) throw error;
    const permission =
      error.permission === undefined ? "a permission" : `the permission \`${error.permission}\``;
    runner.warning(
      what,
      `${what} could not be written: the token lacks ${permission}. It is in the job's summary.`,
    );
    return undefined;
  }
}
