import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { tipOf } from "../branches.ts";
import { issueNumbered, setState } from "../conversations.ts";
import { changesBetween } from "../git/changes.ts";
import { forkPoint, headLabel, isOpen, openPull, pullsWith, refuseSecond } from "../pull-requests.ts";
import { checkLength, invalid, unprocessable } from "../refusals.ts";
import { changeBody } from "../wire/git.ts";
import { fullPull, simplePull } from "../wire/pulls.ts";
import { isoNow, type PullRequest } from "../world.ts";
import {
  type Answer,
  type Call,
  made,
  notFound,
  numberParam,
  type Operation,
  ok,
  paged,
  param,
  readBody,
} from "./call.ts";

const createSchema = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
});
const updateSchema = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});

/** The most files that the list of a pull request shows. */
const MAX_FILES = 3000;

const read = "pull_requests=read";
const one = "/pulls/:number";

/** Pull requests. */
export const pullOperations: readonly Operation[] = [
  { method: "GET", path: "/pulls", accepts: read, answer: listPulls },
  { method: "POST", path: "/pulls", accepts: "pull_requests=write", answer: createPull },
  { method: "GET", path: one, accepts: read, answer: readPull },
  { method: "PATCH", path: one, accepts: "pull_requests=write", answer: updatePull },
  { method: "GET", path: `${one}/files`, accepts: read, answer: listFiles },
  { method: "GET", path: "/commits/:sha/pulls", accepts: read, answer: listOfCommit },
];

function listPulls(call: Call): Answer {
  const { world, query } = call;
  const state = query.get("state") ?? "open";
  if (!["open", "closed", "all"].includes(state)) {
    throw invalid("PullRequest", "state");
  }
  const rows = world.pulls.filter(
    (pull) =>
      (state === "all" || isOpen(world, pull) === (state === "open")) &&
      [null, headLabel(world, pull)].includes(query.get("head")) &&
      [null, pull.base].includes(query.get("base")),
  );
  const key = ({ number }: PullRequest) =>
    query.get("sort") === "updated" ? Date.parse(issueNumbered(world, number).updatedAt) : 0;
  const upwards = query.get("direction") ?? (["created", null].includes(query.get("sort")) ? "desc" : "asc");
  const sign = upwards === "asc" ? 1 : -1;
  const sorted = [...rows].sort((a, b) => sign * (key(a) - key(b) || a.number - b.number));
  return paged(call, sorted, (pull) => simplePull(world, pull));
}

function createPull(call: Call): Answer {
  const { world, account } = call;
  const wanted = readBody(call, "PullRequest", createSchema);
  if (account.kind === "bot" && !world.settings.botsMayOpenPulls) {
    throw new Refusal(403, "GitHub Actions is not permitted to create or approve pull requests.");
  }
  checkLength("PullRequest", wanted.body);
  const [owner, branch] = wanted.head.includes(":") ? wanted.head.split(":", 2) : [];
  const pull = openPull(world, {
    title: wanted.title,
    body: wanted.body ?? null,
    head: branch ?? wanted.head,
    base: wanted.base,
    user: account.login,
    fork: forkOf(call, owner),
    draft: wanted.draft,
  });
  return made(fullPull(world, pull));
}

/** The fork of an owner in `owner:branch`; undefined for the repository itself. */
function forkOf({ world }: Call, owner: string | undefined): string | undefined {
  if (owner === undefined || owner === world.settings.owner) {
    return undefined;
  }
  const fork = [...world.forks.keys()].find((name) => name.startsWith(`${owner}/`));
  if (fork === undefined) {
    throw invalid("PullRequest", "head");
  }
  return fork;
}

function readPull(call: Call): Answer {
  return ok(fullPull(call.world, pullOf(call)));
}

function updatePull(call: Call): Answer {
  const { world, account } = call;
  const pull = pullOf(call);
  const wanted = readBody(call, "PullRequest", updateSchema);
  checkLength("PullRequest", wanted.body);
  if (wanted.base !== undefined && tipOf(world, wanted.base) === undefined) {
    throw invalid("PullRequest", "base");
  }
  const reopened = wanted.state === "open" && !isOpen(world, pull) ? checkReopen(call, pull) : undefined;
  const issue = issueNumbered(world, pull.number);
  pull.base = wanted.base ?? pull.base;
  pull.headSha = reopened ?? pull.headSha;
  issue.title = wanted.title ?? issue.title;
  issue.body = wanted.body === undefined ? issue.body : wanted.body;
  issue.updatedAt = isoNow(world);
  if (wanted.state !== undefined) {
    setState(world, issue, { state: wanted.state, reason: null, by: account.login });
  }
  return ok(fullPull(world, pull));
}

/** The commit that the branch of a closed pull request is on now, or a refusal (422) to open it again. */
function checkReopen({ world }: Call, pull: PullRequest): string {
  const tip = tipOf(world, pull.headRef, pull.fork);
  if (pull.mergedAt !== null) {
    throw unprocessable("PullRequest", "state cannot be changed. The pull request cannot be reopened.");
  }
  if (tip === undefined) {
    const message = `state cannot be changed. The ${pull.headRef} branch has been deleted.`;
    throw unprocessable("PullRequest", message);
  }
  refuseSecond(world, pull);
  return tip;
}

function listFiles(call: Call): Answer {
  const pull = pullOf(call);
  const { world } = call;
  const changes = changesBetween(world.git, forkPoint(world, pull), pull.headSha).slice(0, MAX_FILES);
  return paged(call, changes, (change) => changeBody(world, pull.headSha, change));
}

function listOfCommit(call: Call): Answer {
  const { world } = call;
  const sha = param(call, "sha");
  if (world.git.commit(sha) === undefined) {
    throw new Refusal(422, `No commit found for SHA: ${sha}`);
  }
  return paged(call, pullsWith(world, sha), (pull) => simplePull(world, pull));
}

function pullOf(call: Call): PullRequest {
  const number = numberParam(call, "number");
  const pull = call.world.pulls.find((each) => each.number === number);
  if (pull === undefined) {
    throw notFound();
  }
  return pull;
}
