import { z } from "zod";
import { ConfigurationError } from "../../model/errors.ts";
import type { ActionRun } from "./action-run.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const branch = z.object({ ref: z.string(), sha });

/** The parts of a payload from which GitHub makes the context; everything else is the action's own matter. */
const payloadShape = z.object({
  after: sha.optional(),
  ref: z.string().optional(),
  pull_request: z
    .object({ number: z.int(), merge_commit_sha: sha.nullish(), head: branch, base: branch })
    .optional(),
  merge_group: z
    .object({ head_sha: sha, head_ref: z.string(), base_ref: z.string(), base_sha: sha })
    .optional(),
  sender: z.object({ login: z.string() }).optional(),
});

/** The `github` context of a run, each value as text. */
export type Context = Readonly<Record<string, string>>;

/** The context of a run, with what its event tells; a ConfigurationError names what the event does not and nobody gave. */
export function contextOf({ event, github }: ActionRun): Context {
  const read = payloadShape.safeParse(event.payload);
  if (!read.success) {
    throw new ConfigurationError(
      `The payload of ${event.name} is not one of GitHub's: ${z.prettifyError(read.error)}`,
      "Take the payload from the fake GitHub's `event()`, or give it these fields as GitHub documents them.",
    );
  }
  const told = toldBy(event.name, read.data);
  const at = {
    sha: needed("sha", github.sha ?? event.sha ?? told.sha, event.name),
    ref: needed("ref", github.ref ?? event.ref ?? told.ref, event.name),
  };
  const actor = github.actor ?? read.data.sender?.login ?? "github-actions[bot]";
  return {
    ...identityOf(github),
    ...refsOf(at.ref),
    ...told,
    ...at,
    event_name: event.name,
    actor,
    triggering_actor: actor,
  };
}

function needed(name: string, value: string | undefined, event: string): string {
  if (value !== undefined) return value;
  throw new ConfigurationError(
    `The event ${event} does not tell the run's ${name}`,
    `Give \`github.${name}\`.`,
  );
}

function identityOf(github: ActionRun["github"]): Context {
  const { repository, serverUrl, apiUrl, graphqlUrl, workflow = "orgwright" } = github;
  const [owner = ""] = repository.split("/");
  return {
    repository,
    repository_owner: owner,
    server_url: serverUrl,
    api_url: apiUrl,
    graphql_url: graphqlUrl,
    token: github.token,
    workflow,
    job: github.job ?? "run",
    run_id: github.runId ?? "1",
    run_number: "1",
    run_attempt: github.runAttempt ?? "1",
  };
}

function refsOf(ref: string): Context {
  const [, kind, name = ref] = /^refs\/(heads|tags|pull)\/(.*)$/.exec(ref) ?? [];
  return { ref_name: name, ref_type: kind === "tags" ? "tag" : "branch" };
}

interface Told {
  readonly sha?: string;
  readonly ref?: string;
  readonly base_ref: string;
  readonly head_ref: string;
}

function toldBy(event: string, payload: z.infer<typeof payloadShape>): Told {
  const { pull_request: pull, merge_group: group } = payload;
  if (event.startsWith("pull_request") && pull !== undefined) {
    return {
      sha: pull.merge_commit_sha ?? pull.head.sha,
      ref: `refs/pull/${pull.number}/merge`,
      base_ref: pull.base.ref,
      head_ref: pull.head.ref,
    };
  }
  if (event === "merge_group" && group !== undefined) {
    return { sha: group.head_sha, ref: group.head_ref, base_ref: "", head_ref: "" };
  }
  return {
    ...(payload.after === undefined ? {} : { sha: payload.after }),
    ...(payload.ref === undefined ? {} : { ref: fullRef(payload.ref) }),
    base_ref: "",
    head_ref: "",
  };
}

function fullRef(ref: string): string {
  return ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
}
