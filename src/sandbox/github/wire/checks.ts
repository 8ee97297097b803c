import type { CheckRun, Run, Status, World } from "../world.ts";
import { minimalPull } from "./pulls.ts";
import { minimalRepository, pagesUrl, repositoryUrl } from "./repository.ts";
import { appBody, type Linked, nodeId, userBody } from "./users.ts";

/** A status as the combined view shows it. */
export function simpleStatus(world: World, status: Status): Linked {
  return {
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    url: `${repositoryUrl(world)}/statuses/${status.sha}`,
    avatar_url: `${world.place.server}/avatars/${encodeURIComponent(status.creator)}`,
    state: status.state,
    context: status.context,
    description: status.description,
    target_url: status.targetUrl,
    created_at: status.at,
    updated_at: status.at,
  };
}

/** A status as it is shown by itself, with who set it. */
export function statusBody(world: World, status: Status): Linked {
  return { ...simpleStatus(world, status), creator: userBody(world, status.creator) };
}

/** A check run as replies show it. */
export function checkBody(world: World, check: CheckRun): Linked {
  const url = `${repositoryUrl(world)}/check-runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId("CheckRun", check.id),
    head_sha: check.sha,
    external_id: check.externalId ?? "",
    url,
    html_url: `${pagesUrl(world)}/runs/${check.id}`,
    details_url: check.detailsUrl,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: {
      ...check.output,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: check.name,
    check_suite: { id: suiteOf(check) },
    app: appBody(world, check.app),
    pull_requests: world.pulls
      .filter(({ headSha, fork }) => headSha === check.sha && fork === undefined)
      .map((pull) => minimalPull(world, pull)),
  };
}

/** A run of a workflow as replies show it. */
export function runBody(world: World, run: Run): object {
  const url = `${repositoryUrl(world)}/actions/runs/${run.id}`;
  const actor = userBody(world, "github-actions[bot]");
  return {
    id: run.id,
    name: "orgwright",
    node_id: nodeId("WorkflowRun", run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: ".github/workflows/orgwright.yml",
    display_title: "orgwright",
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: `${pagesUrl(world)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${repositoryUrl(world)}/actions/workflows/1`,
    head_commit: null,
    repository: minimalRepository(world),
    head_repository: minimalRepository(world),
  };
}

/** Each app has one suite on a commit. */
function suiteOf({ sha }: CheckRun): number {
  return Number.parseInt(sha.slice(0, 8), 16);
}
