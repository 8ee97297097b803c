import { Refusal } from "../../reply.ts";
import { commitOf, resolve } from "../branches.ts";
import { changesBetween } from "../git/changes.ts";
import { commitsBetween, mergeBase } from "../git/history.ts";
import { runBody } from "../wire/checks.ts";
import { changeBody, commitBody } from "../wire/git.ts";
import { fullRepository, pagesUrl, repositoryUrl } from "../wire/repository.ts";
import type { World } from "../world.ts";
import {
  type Answer,
  type Call,
  links,
  notFound,
  numberParam,
  type Operation,
  ok,
  pageOf,
  param,
} from "./call.ts";

/** The most commits that a comparison shows without pages. */
const UNPAGED_COMMITS = 250;

/** The repository itself, comparisons in it, and the runs of its workflows. */
export const repositoryOperations: readonly Operation[] = [
  { method: "GET", path: "", accepts: "metadata=read", answer: ({ world }) => ok(fullRepository(world)) },
  { method: "GET", path: "/compare/:basehead+", accepts: "contents=read", answer: compare },
  { method: "GET", path: "/actions/runs/:run", accepts: "actions=read", answer: readRun },
];

function readRun(call: Call): Answer {
  const id = numberParam(call, "run");
  const run = call.world.runs.find((each) => each.id === id);
  if (run === undefined) {
    throw notFound();
  }
  return ok(runBody(call.world, run));
}

function compare(call: Call): Answer {
  const { world, query } = call;
  const { base, head, fork } = sidesOf(call);
  const ahead = commitsBetween(world.git, base, head);
  const behind = commitsBetween(world.git, head, base).length;
  const asked = query.has("page") || query.has("per_page");
  const { page, size } = pageOf(call, asked ? undefined : UNPAGED_COMMITS);
  const show = (sha: string) => commitBody(world, sha, commitOf(world, sha));
  // The first page alone has the files, of the whole comparison.
  const files = page > 1 ? [] : changesBetween(world.git, fork, head);
  const words = `${base}...${head}`;
  const compared = `${pagesUrl(world)}/compare/${words}`;
  const body = {
    url: `${repositoryUrl(world)}/compare/${words}`,
    html_url: compared,
    permalink_url: compared,
    diff_url: `${compared}.diff`,
    patch_url: `${compared}.patch`,
    base_commit: show(base),
    merge_base_commit: show(fork),
    status: relation(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.slice((page - 1) * size, page * size).map(show),
    files: files
      .slice(0, world.settings.limits.compareFiles)
      .map((change) => changeBody(world, head, change)),
  };
  return { status: 200, body, headers: asked ? links(call, page, Math.ceil(ahead.length / size)) : {} };
}

/** The two commits in `base...head`, and where they parted; 404 for what is unknown or shares no history. */
function sidesOf(call: Call): { readonly base: string; readonly head: string; readonly fork: string } {
  const { world } = call;
  const [baseName = "", headName = ""] = param(call, "basehead").split("...");
  const base = resolve(world, baseName);
  const head = resolve(world, headName);
  if (base === undefined || head === undefined) {
    throw notFound();
  }
  return { base, head, fork: forkOf(world, base, head) };
}

function forkOf(world: World, base: string, head: string): string {
  const fork = mergeBase(world.git, base, head);
  if (fork === undefined) {
    throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  }
  return fork;
}

function relation(ahead: number, behind: number): string {
  if (ahead > 0) {
    return behind > 0 ? "diverged" : "ahead";
  }
  return behind > 0 ? "behind" : "identical";
}
