import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { resolve } from "../branches.ts";
import { validationFailed } from "../refusals.ts";
import { simpleStatus, statusBody } from "../wire/checks.ts";
import { minimalRepository, repositoryUrl } from "../wire/repository.ts";
import { isoNow, issueId, type Status } from "../world.ts";
import { type Answer, type Call, made, notFound, type Operation, paged, param, readBody } from "./call.ts";

const createSchema = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.string().nullish(),
  description: z.string().nullish(),
  context: z.string().default("default"),
});

const MAX_DESCRIPTION = 140;

/** The statuses of commits. */
export const statusOperations: readonly Operation[] = [
  { method: "POST", path: "/statuses/:sha", accepts: "statuses=write", answer: createStatus },
  { method: "GET", path: "/commits/:ref+/statuses", accepts: "statuses=read", answer: listStatuses },
  { method: "GET", path: "/commits/:ref+/status", accepts: "statuses=read", answer: combine },
];

function createStatus(call: Call): Answer {
  const { world, account } = call;
  const sha = param(call, "sha");
  if (world.git.commit(sha) === undefined) {
    throw new Refusal(422, `No commit found for SHA: ${sha}`);
  }
  const wanted = readBody(call, "Status", createSchema);
  checkDescription(wanted.description ?? "");
  checkTarget(wanted.target_url ?? "https:");
  const status: Status = {
    id: issueId(world),
    sha,
    state: wanted.state,
    context: wanted.context,
    description: wanted.description ?? null,
    targetUrl: wanted.target_url ?? null,
    creator: account.login,
    at: isoNow(world),
  };
  world.statuses.push(status);
  return made(statusBody(world, status));
}

function listStatuses(call: Call): Answer {
  return paged(call, statusesOf(call).statuses, (status) => statusBody(call.world, status));
}

function combine(call: Call): Answer {
  const { world } = call;
  const { sha, statuses } = statusesOf(call);
  const latest = statuses.filter(
    (status, at) => statuses.findIndex((other) => sameContext(other, status)) === at,
  );
  const url = `${repositoryUrl(world)}/commits/${sha}`;
  return paged(
    call,
    latest,
    (status) => simpleStatus(world, status),
    (shown) => ({
      state: stateOf(latest),
      statuses: shown,
      sha,
      total_count: latest.length,
      repository: minimalRepository(world),
      commit_url: url,
      url: `${url}/status`,
    }),
  );
}

/** The statuses of the commit in the path, latest first. */
function statusesOf(call: Call): { readonly sha: string; readonly statuses: readonly Status[] } {
  const sha = resolve(call.world, param(call, "ref"));
  if (sha === undefined) {
    throw notFound();
  }
  return { sha, statuses: call.world.statuses.filter((status) => status.sha === sha).reverse() };
}

function sameContext(one: Status, other: Status): boolean {
  return one.context.toLowerCase() === other.context.toLowerCase();
}

function stateOf(latest: readonly Status[]): string {
  if (latest.some(({ state }) => state === "error" || state === "failure")) {
    return "failure";
  }
  return latest.length === 0 || latest.some(({ state }) => state === "pending") ? "pending" : "success";
}

function checkDescription(description: string): void {
  if (description.length > MAX_DESCRIPTION) {
    const message = `description is too long (maximum is ${MAX_DESCRIPTION} characters)`;
    throw validationFailed({ resource: "Status", code: "custom", field: "description", message });
  }
}

function checkTarget(target: string): void {
  if (!/^https?:/.test(target)) {
    const message = "target_url must use http(s) scheme";
    throw validationFailed({ resource: "Status", code: "custom", field: "target_url", message });
  }
}
