/** What an apply looks like on GitHub: the summary, and a comment on each pull request that it was about. */
import type { Pull } from "../../io/github/index.ts";
import type { Outcome, Plan } from "../../model/contract.ts";
import { renderOutcomeMarkdown, renderPlanMarkdown } from "../../report/index.ts";
import type { Seen } from "./reviewed.ts";
import { BODY_LIMIT, markOf, seriesOn } from "./sticky.ts";
import { ifPermitted, type World } from "./world.ts";

/** Both go into one summary of a megabyte. */
const SUMMARY_LIMIT = 450_000;
/** Characters, of up to three bytes. */
const TEXT_LIMIT = 140_000;

/** What an apply has to show. */
export interface Shown {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** Pull requests that were looked at for what they have shown. */
  readonly seen: readonly Seen[];
  /** The commit that was applied. */
  readonly head: string;
}

/** Says in the log and the summary that there is nothing to apply. */
export async function showNothing({ runner }: World): Promise<void> {
  const words = "Nothing to apply: no organization's manifests have moved since their last complete apply.";
  runner.info(words);
  await runner.summary(`### Orgwright apply\n\n${words}\n`);
}

/** Shows an outcome, and why pull requests did not count. */
export async function showApply(shown: Shown, world: World): Promise<void> {
  const { plan, outcome, seen, head } = shown;
  const { runner, run } = world;
  for (const { doubt } of seen) if (doubt !== undefined) runner.warning("review", doubt);
  const options = { commit: head, runUrl: run.url };
  await runner.summary(renderOutcomeMarkdown(outcome, plan, { ...options, limit: TEXT_LIMIT }));
  await runner.summary(renderPlanMarkdown(plan, { limit: SUMMARY_LIMIT, unit: "bytes" }));
  await writeBack(shown, world);
}

async function writeBack({ plan, outcome, seen, head }: Shown, world: World): Promise<void> {
  const { github, inputs, run } = world;
  if (inputs.comment === "never") return;
  const sticky = { kind: "outcome", folder: inputs["working-directory"] } as const;
  const limit = BODY_LIMIT - markOf(sticky, 1).length - 1;
  const text = renderOutcomeMarkdown(outcome, plan, { limit, commit: head, runUrl: run.url });
  for (const { number } of await concerned(outcome, { seen, head }, world))
    await kindly(world, number, () =>
      ifPermitted(world, `The outcome on #${number}`, async () =>
        (await seriesOn(github, number, sticky)).keep([text]),
      ),
    );
}

/** Pull requests that have shown one of the changes that were tried, and those that the commit itself came with. */
async function concerned(
  { organizations }: Outcome,
  { seen, head }: Pick<Shown, "seen" | "head">,
  { github, trigger }: World,
): Promise<readonly Pull[]> {
  const tried = new Set(organizations.flatMap(({ results }) => results.map(({ id }) => id)));
  const asShown = seen
    .filter(({ shown }) => shown?.some(({ changes }) => changes.some(({ id }) => tried.has(id))))
    .map(({ pull }) => pull);
  const own = trigger.event === "push" ? await github.pulls.ofCommit(head) : [];
  const merged = [...asShown, ...own].filter(({ mergedAt }) => mergedAt !== undefined);
  return [...new Map(merged.map((pull) => [pull.number, pull])).values()];
}

/** The apply is over, whatever becomes of its comment. */
async function kindly({ runner }: World, number: number, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    runner.warning("comment", `The outcome could not be written to #${number}: ${reason}`);
  }
}
