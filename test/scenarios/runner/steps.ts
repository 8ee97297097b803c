/** afterwards.yaml: what happens after the first plan, told step by step. */
import { accepted } from "../../../src/connectors/memory/index.ts";
import type { Outcome, Plan } from "../../../src/model/contract.ts";
import { shownOf } from "../../../src/model/review.ts";
import { clockOf } from "./files.ts";
import { documentsOf, type RunOptions, run, type Stage, writingOf } from "./stage.ts";
import { short, tellPlan } from "./tell.ts";
import { worldOf } from "./world.ts";

interface ApplyOptions extends RunOptions {
  /** Held to the plan that was told last (law 9). */
  readonly reviewed?: boolean;
  /** Addresses whose write the system refuses. */
  readonly refused?: readonly string[];
}

/** One thing that happens; each step has one of these keys. */
export interface Step {
  /** The clock moves on. */
  readonly now?: string;
  /** The invited person accepts. */
  readonly accepts?: string;
  /** Somebody changes the system by hand: it holds what this file says. */
  readonly live?: string;
  /** Git moves: the manifests are those of this file. */
  readonly manifests?: string;
  readonly plan?: RunOptions | null;
  readonly apply?: ApplyOptions | null;
}

/** Takes one step and tells it. */
export async function take(step: Step, stage: Stage): Promise<unknown> {
  if (step.plan !== undefined) return { plan: await planned(stage, step.plan ?? {}) };
  if (step.apply !== undefined) return { apply: await applied(stage, step.apply ?? {}) };
  if (step.now !== undefined) stage.now = Date.parse(step.now);
  const { accepts, live, manifests } = step;
  if (accepts !== undefined) stage.memory.edit((world) => accepted(world, accepts));
  if (live !== undefined) stage.memory.edit(() => worldOf(stage.files.value(live, {})));
  if (manifests !== undefined) {
    stage.documents = documentsOf(stage.files, manifests);
    stage.now = Math.max(stage.now, clockOf(stage.files.text(manifests) ?? ""));
  }
  return step;
}

/** Plans and tells it. */
export async function planned(stage: Stage, options: RunOptions): Promise<unknown> {
  const { plan } = await run(stage, options);
  stage.shown = plan;
  return tellPlan(plan);
}

async function applied(stage: Stage, { reviewed, refused = [], ...options }: ApplyOptions): Promise<unknown> {
  for (const address of refused) stage.memory.fail(address);
  const held = reviewed && stage.shown !== undefined ? asReviewed(stage.shown) : {};
  const { outcome } = await run(stage, options, { ...held, writing: writingOf(stage) });
  if (outcome === undefined) throw new TypeError("nothing was applied");
  return tellOutcome(outcome);
}

function asReviewed(plan: Plan) {
  return {
    only: plan.organizations.map(({ name }) => name),
    review: () => Promise.resolve({ shown: shownOf(plan) }),
  };
}

function tellOutcome({ organizations }: Outcome): unknown {
  return Object.fromEntries(
    organizations.map(({ name, status, results, diagnostics }) => [
      name,
      {
        status,
        ...Object.fromEntries(
          results.map((each) => [
            `${each.action} ${each.address}`,
            each.because === undefined ? each.status : `${each.status} because of ${each.because}`,
          ]),
        ),
        ...(diagnostics.length === 0 ? {} : { says: diagnostics.map(short) }),
      },
    ]),
  );
}
