/** `command: verify`: may this be merged? Quick where no organization is touched; nothing is written anywhere. */
import { stopUnreviewed } from "../../index.ts";
import type { Pull } from "../../io/github/index.ts";
import { renderDiagnosticsMarkdown, renderPlanMarkdown } from "../../report/index.ts";
import { endInvalid } from "./invalid.ts";
import { tellPlan } from "./outputs.ts";
import { commitsOf, endOf, planned, type Reviewable } from "./plan.ts";
import { reviewsUpTo } from "./reviewed.ts";
import { type Commits, understand } from "./situation.ts";
import { queuedNumber } from "./trigger.ts";
import { type Ended, recordsOf, type World } from "./world.ts";

const SUMMARY_LIMIT = 450_000;
/** Characters, of up to three bytes. */
const TEXT_LIMIT = 140_000;
/** Commits of a merge group that are looked at. */
const MOST_COMMITS = 100;

/** Checks the files; in a merge group also that what a merge would do was shown on the group's pull requests. */
export async function verify(world: World): Promise<Ended> {
  const understood = await understand(world, await commitsOf(world));
  if (!understood.valid) return await endInvalid(understood.diagnostics, world);
  const { situation } = understood;
  if (situation.touched.length === 0) return await fine("No organization is touched.", world);
  if (world.trigger.event !== "merge-group") {
    const intent = await planned({ ...situation, notLive: situation.touched.map(unread) }, world);
    if (!intent.valid) return await endInvalid(intent.diagnostics, world);
    return await fine(`The manifests of ${situation.touched.length} touched organizations are valid.`, world);
  }
  const result = await planned(situation, world);
  if (!result.valid) return await endInvalid(result.diagnostics, world);
  return await judged(result.reviewable, world);
}

/** On a pull request only the files are looked at: its plan is another job's. */
function unread(organization: string) {
  return { organization, reason: "verify looks at the files alone" };
}

async function judged({ plan, situation, notLive, later }: Reviewable, world: World): Promise<Ended> {
  await tellPlan(plan, world);
  await world.runner.summary(
    renderPlanMarkdown(plan, {
      limit: SUMMARY_LIMIT,
      unit: "bytes",
      notPlannedLive: notLive,
      later,
      takesEffectAfterMerge: situation.afterMerge,
    }),
  );
  const end = endOf(plan);
  if (end.reason !== undefined) return end;
  const records = await recordsOf(world).all();
  const also = await groupOf(situation.commits, world);
  const reviews = reviewsUpTo({ records, head: situation.commits.base, also }, world);
  const stops = [...stopUnreviewed(plan, await reviews.of(plan)).values()].flat();
  for (const { doubt } of await reviews.seen())
    if (doubt !== undefined) world.runner.warning("review", doubt);
  if (stops.length === 0) return await fine("Each change was shown on a pull request.", world);
  await world.runner.summary(
    renderDiagnosticsMarkdown(stops, { limit: TEXT_LIMIT, title: "Orgwright verify: not reviewed" }),
  );
  for (const { message, why = "" } of stops) world.runner.error("unreviewed", `${message} ${why}`);
  return { reason: "unreviewed", message: "What a merge would change was not shown in a reviewed plan." };
}

/**
 * The pull requests that a merge of the group brings: the one that its branch names, those that its commits came with, and
 * those whose place in the queue is one of its commits, for a squash belongs to no pull request before it is merged. A group
 * is built on the one before it, so all that the default branch does not have yet counts.
 */
async function groupOf({ base, head }: Commits, { github, trigger }: World): Promise<readonly Pull[]> {
  const branch = await github.git.defaultBranch();
  const [from = base, queue] = await Promise.all([
    github.git.headOf(branch),
    github.git.branchesUnder(`gh-readonly-queue/${branch}/pr-`),
  ]);
  const { commits } = await github.git.compare(from, head);
  const queued = queue.flatMap(({ name, sha }) => (commits.includes(sha) ? [queuedNumber(name)] : []));
  const named = [trigger.event === "merge-group" ? trigger.number : undefined, ...queued];
  const numbers = [...new Set(named)].filter((number) => number !== undefined);
  const found = await Promise.all([
    ...numbers.map(async (number) => [await github.pulls.get(number)]),
    ...commits.slice(0, MOST_COMMITS).map((sha) => github.pulls.ofCommit(sha)),
  ]);
  const pulls = new Map(found.flat().map((pull) => [pull.number, pull]));
  return [...pulls.values()].sort((a, b) => b.number - a.number);
}

async function fine(words: string, world: World): Promise<Ended> {
  world.runner.info(words);
  await world.runner.summary(`### Orgwright verify\n\n${words}\n`);
  return {};
}
