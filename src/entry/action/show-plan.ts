/** What a plan looks like on GitHub: comment, summary, status or check run, label. */
import type { Diagnostic } from "../../model/contract.ts";
import { laterWords, renderDiagnosticsMarkdown, renderPlanMarkdown } from "../../report/index.ts";
import { planCounts } from "../../report/words.ts";
import { tell } from "./outputs.ts";
import type { Reviewable } from "./plan.ts";
import { checkText, hidden, type Packed, pack, peek, statusText, visibleDigest } from "./shown.ts";
import { BODY_LIMIT, markOf, type Sticky, seriesOn } from "./sticky.ts";
import { ifPermitted, type World } from "./world.ts";

/** The summary holds a megabyte; other steps want some of it. */
const SUMMARY_LIMIT = 900_000;

const LABELS = {
  changes: { name: "orgwright: changes", color: "fbca04", description: "Merging this changes organizations" },
  empty: {
    name: "orgwright: no changes",
    color: "c2e0c6",
    description: "Merging this changes no organization",
  },
  blocked: { name: "orgwright: blocked", color: "d93f0b", description: "A guard holds what this asks for" },
  invalid: { name: "orgwright: invalid", color: "d93f0b", description: "The manifests are not valid" },
  unread: { name: "orgwright: not planned", color: "d4c5f9", description: "Not compared with what is live" },
} as const;

/** Characters for the mark of a comment, and for a packed part that grows with what it packs. */
const HEAD_ROOM = 600;

type LabelKey = keyof typeof LABELS;

/** Shows a plan wherever the run's cause has a place for it. */
export async function showPlan(reviewable: Reviewable, world: World): Promise<void> {
  const { plan, situation, notLive, later } = reviewable;
  const options = { takesEffectAfterMerge: situation.afterMerge, notPlannedLive: notLive, later };
  await world.runner.summary(renderPlanMarkdown(plan, { ...options, limit: SUMMARY_LIMIT, unit: "bytes" }));
  const words = [planCounts(plan), laterWords(later)].filter((each) => each !== "").join(", ");
  world.runner.info(words);
  if (world.trigger.event !== "pull-request") return;
  const { number } = world.trigger;
  const isWorth =
    plan.organizations.some(({ changes, waiting }) => changes.length + waiting.length > 0) ||
    laterWords(later) !== "";
  let digest: string | undefined;
  const isShown = await comment(world, number, isWorth || world.inputs.comment === "always", (bodies) => {
    const before = peek(bodies);
    const text = renderPlanMarkdown(plan, {
      ...options,
      limit: BODY_LIMIT,
      reserved: hidden(packed(reviewable, "").parts[0] ?? "").length + HEAD_ROOM,
      fullPlan: { url: world.run.url },
      ...(before === undefined ? {} : { since: { organizations: before } }),
    });
    const whole = packed(reviewable, `${markOf(stickyOf(world), 1)}\n${text}`);
    const [first = "", ...rest] = whole.parts.map(hidden);
    const further = "_The change ids of the plan above, for the apply after the merge._";
    digest = whole.digest;
    return [`${text}\n${first}`, ...rest.map((part) => `${further}\n${part}`)];
  });
  await mark(world, {
    words,
    isGood: plan.verdict === "empty" || plan.verdict === "applicable",
    ...(digest === undefined || !isShown ? {} : { digest }),
  });
  await label(world, number, labelOf(reviewable));
}

/** What was shown, and the digest of the words that it was shown in. */
function packed({ shown, notLive }: Reviewable, text: string): Packed {
  const names = notLive.map(({ organization }) => organization);
  return pack({ organizations: shown, notLive: names, text: visibleDigest(text) });
}

/** Says that nothing is touched: quietly, and only an earlier comment is brought up to date. */
export async function showUntouched(afterMerge: readonly string[], world: World): Promise<void> {
  const words = "No organization is touched.";
  const lines = afterMerge.map((line) => `- Takes effect after the merge: ${line}`);
  const text = ["### Orgwright: no organization is touched", "", ...lines, ""].join("\n");
  await world.runner.summary(text);
  world.runner.info(words);
  if (world.trigger.event !== "pull-request") return;
  await comment(world, world.trigger.number, afterMerge.length > 0, () => [text]);
  await mark(world, { words, isGood: true });
  await label(world, world.trigger.number, undefined);
}

/** Shows on the pull request what is wrong with the files. */
export async function showInvalid(diagnostics: readonly Diagnostic[], world: World): Promise<void> {
  if (world.trigger.event !== "pull-request") return;
  const { number } = world.trigger;
  const limit = BODY_LIMIT - markOf(stickyOf(world), 1).length - 1;
  await comment(world, number, true, () => [renderDiagnosticsMarkdown(diagnostics, { limit })]);
  await mark(world, { words: "The manifests are not valid.", isGood: false });
  await label(world, number, "invalid");
}

function stickyOf({ inputs }: World): Sticky {
  return { kind: "plan", folder: inputs["working-directory"] };
}

/** Keeps the comment, and says whether it is there; what is not worth one only brings an earlier one up to date. */
async function comment(
  world: World,
  issue: number,
  isWorth: boolean,
  textsOf: (bodies: readonly string[]) => readonly string[],
): Promise<boolean> {
  if (world.inputs.comment === "never") return false;
  const id = await ifPermitted(world, "The comment", async () => {
    const series = await seriesOn(world.github, issue, stickyOf(world));
    if (series.bodies.length === 0 && !isWorth) return undefined;
    return await series.keep(textsOf(series.bodies));
  });
  if (id !== undefined) await tell(world, { "comment-id": id });
  return id !== undefined;
}

interface Mark {
  readonly words: string;
  readonly isGood: boolean;
  /** Of what was shown. */
  readonly digest?: string;
}

/** The status or the job's check run: what says, so that no commenter can, which plan was shown of the head commit. */
async function mark(world: World, { words, isGood, digest }: Mark): Promise<void> {
  const { github, inputs, run, trigger } = world;
  if (trigger.event !== "pull-request") return;
  const id = inputs["check-run-id"];
  if (id !== "") {
    const text = digest === undefined ? {} : { text: checkText(inputs["status-context"], digest) };
    await ifPermitted(world, "The check run", () =>
      github.checks.update(Number(id), { title: words, summary: words, ...text }),
    );
    return;
  }
  await ifPermitted(world, "The commit status", () =>
    github.statuses.create(trigger.head, {
      context: inputs["status-context"],
      state: isGood ? "success" : "failure",
      description: statusText(words, digest),
      targetUrl: run.url,
    }),
  );
}

async function label(world: World, issue: number, key: LabelKey | undefined): Promise<void> {
  if (!world.inputs.labels) return;
  const among = Object.values(LABELS).map(({ name }) => name);
  await ifPermitted(world, "The label", () =>
    world.github.labels.put(issue, key === undefined ? undefined : LABELS[key], among),
  );
}

function labelOf({ plan, notLive, later }: Reviewable): LabelKey {
  if (plan.verdict === "blocked") return "blocked";
  if (plan.verdict === "failed" || notLive.length > 0) return "unread";
  return plan.verdict === "empty" && laterWords(later) === "" ? "empty" : "changes";
}
