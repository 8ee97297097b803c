/** What started the run: the event, as far as a command needs it. */
import * as z from "zod";
import { ConfigurationError } from "../../model/errors.ts";

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const pullRequest = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    head: z.object({ sha, repo: z.object({ full_name: z.string() }).nullable() }),
    base: z.object({ sha, ref: z.string(), repo: z.object({ full_name: z.string() }) }),
  }),
});

const mergeGroup = z.object({
  merge_group: z.object({ base_sha: sha, head_sha: sha, head_ref: z.string() }),
});

const push = z.object({ ref: z.string(), after: sha });

/** A run's cause. `commit` is what is looked at, `base` what it is compared with and whose project file is trusted. */
export type Trigger =
  | {
      readonly event: "pull-request";
      readonly number: number;
      /** The last commit of the pull request: what a status belongs to. */
      readonly head: string;
      readonly base: string;
      /** The branch that it is to be merged into. */
      readonly into: string;
      /** GitHub's trial merge of head into base, where there is one. */
      readonly merge: string | undefined;
      readonly isFork: boolean;
    }
  | {
      readonly event: "merge-group";
      readonly base: string;
      readonly head: string;
      /** The pull request that the group ends with. */
      readonly number: number | undefined;
    }
  | { readonly event: "push"; readonly branch: string | undefined; readonly head: string }
  | { readonly event: "schedule" | "dispatch" };

/** Understands the runner's event. Throws a ConfigurationError for one that no command can be run on. */
export function readTrigger(name: string, payload: unknown, commit: string | undefined): Trigger {
  switch (name) {
    case "pull_request":
      return pullRequestTrigger(payload, commit);
    case "merge_group": {
      const { merge_group: group } = understood(mergeGroup, payload, name);
      return {
        event: "merge-group",
        base: group.base_sha,
        head: group.head_sha,
        number: queuedNumber(group.head_ref),
      };
    }
    case "push": {
      const { ref, after } = understood(push, payload, name);
      const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
      return { event: "push", branch, head: after };
    }
    case "schedule":
      return { event: "schedule" };
    case "workflow_dispatch":
    case "repository_dispatch":
      return { event: "dispatch" };
    default:
      throw unusable(name);
  }
}

/** The pull request that a branch of the merge queue ends with. */
export function queuedNumber(branch: string): number | undefined {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(branch)?.[1];
  return number === undefined ? undefined : Number(number);
}

function pullRequestTrigger(payload: unknown, commit: string | undefined): Trigger {
  const { pull_request: pull } = understood(pullRequest, payload, "pull_request");
  return {
    event: "pull-request",
    number: pull.number,
    head: pull.head.sha,
    base: pull.base.sha,
    into: pull.base.ref,
    merge: commit === pull.head.sha ? undefined : commit,
    isFork: pull.head.repo?.full_name !== pull.base.repo.full_name,
  };
}

function understood<T>(schema: z.ZodType<T>, payload: unknown, event: string): T {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    `The payload of the event ${event} is not what GitHub documents: ${z.prettifyError(parsed.error)}`,
    "Run the Action on GitHub's own events, or correct the payload of your test.",
  );
}

function unusable(event: string): ConfigurationError {
  if (event === "pull_request_target")
    return new ConfigurationError(
      "The Action does not run on pull_request_target, which hands secrets to strangers' pull requests",
      "Use `on: pull_request`: a pull request from a fork is then compared with its base, without secrets.",
    );
  return new ConfigurationError(
    `The Action does not know what to do on the event ${event}`,
    "Use pull_request, merge_group, push, schedule or workflow_dispatch.",
  );
}
