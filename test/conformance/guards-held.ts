/** What it means that a guard holds a wish: nothing is written before it is approved, and then exactly that. */
import { expect } from "vitest";
import { approvables, approvalText } from "../../src/entry/cli/approvals.ts";
import type { ApprovalSpec, Guards, Plan } from "../../src/model/contract.ts";
import { acme, expectComplete, outcomeOf, type Stage, stageOn } from "./stage.ts";
import type { Subject } from "./subject.ts";

/** The guards' names. */
export type GuardName = ApprovalSpec["guard"];

interface Held {
  readonly guard: GuardName;
  readonly guards: Guards;
  readonly manifest: string;
}

/** A day that does not come. */
export const FAR = "2999-12-31";
const OVER = "2020-01-01";

/** Held without approval, with one that is over, and in part with one for a part; done with the one that `approve` writes. */
export async function expectHeld(
  subject: Subject,
  stage: Stage,
  { guard, guards, manifest }: Held,
): Promise<void> {
  const guarded = stageOn(subject, stage.world, { guards });
  const plan = await expectBlocked(guarded, { guard, manifest });
  const over = approvalOf(plan, OVER);
  await expectBlocked(guarded, { guard, manifest, approvals: over });

  const held = idsOf(plan);
  const [one, ...others] = held;
  const part = approvalText(
    approvables(plan).map((each) => ({ ...each, changes: each.changes.filter(({ id }) => id === one) })),
    { reason: "one of them", expires: FAR },
  );
  const inPart = acme(await guarded.project.plan(manifest, { approvals: part }));
  expect(inPart.changes.filter(({ blockedBy }) => blockedBy.length > 0).map(({ id }) => id)).toEqual(others);

  const approvals = approvalOf(plan, FAR);
  const done = await guarded.project.apply(manifest, { approvals });
  expectComplete(done.outcome);
  expect(idsOf(done.plan)).toEqual(held);
}

interface Blocked {
  readonly guard: GuardName;
  readonly manifest: string;
  readonly approvals?: string;
}

/** An apply that the guard, and no other, holds; nothing goes over the wire. */
export async function expectBlocked(
  { project, world }: Stage,
  { guard, manifest, approvals }: Blocked,
): Promise<Plan> {
  const before = world.writes();
  const { plan, outcome } = await project.apply(manifest, approvals === undefined ? {} : { approvals });
  expect({
    verdict: plan.verdict,
    status: outcomeOf(outcome).status,
    guards: [...new Set(approvables(plan).map((each) => each.guard))],
    writes: world.writes() - before,
  }).toEqual({ verdict: "blocked", status: "blocked", guards: [guard], writes: 0 });
  return plan;
}

/** What `approve` writes for a plan. */
export function approvalOf(plan: Plan, expires: string): string {
  return approvalText(approvables(plan), { reason: "tried", expires });
}

/** Ids of all changes of the story's organization. */
export function idsOf(plan: Plan): readonly string[] {
  return acme(plan).changes.map(({ id }) => id);
}
