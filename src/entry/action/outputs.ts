/** The step's outputs, and the plan as a file. */
import { resolve } from "node:path";
import { writeWhole } from "../../io/files.ts";
import type { Outcome, Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { planJson } from "../../report/index.ts";
import type { World } from "./world.ts";

/** Sets what is known of a plan, and writes it to its file. Throws a ConfigurationError where that cannot be written. */
export async function tellPlan(plan: Plan, world: World): Promise<void> {
  const { counts, organizations } = plan;
  const having = (verdict: string) => organizations.filter((each) => each.verdict === verdict).length;
  const file = resolve(world.inputs["plan-file"] || `${world.temporary}/orgwright-plan-${world.run.id}.json`);
  await writePlan(file, planJson(plan));
  await tell(world, {
    verdict: plan.verdict,
    changes: organizations.some(({ changes }) => changes.length > 0),
    create: counts.create,
    update: counts.update,
    replace: counts.replace,
    delete: counts.delete,
    waiting: counts.waiting,
    "for-person": counts.forPerson,
    released: counts.released,
    mails: counts.mails,
    organizations: organizations.length,
    blocked: having("blocked"),
    unread: having("failed"),
    digest: plan.digest,
    "plan-file": file,
  });
}

async function writePlan(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `The plan cannot be written to ${file}: ${why}`,
      "Give `plan-file` a path that the step may write to, or leave it empty.",
      { cause },
    );
  }
}

/** Sets the numbers of an apply. */
export async function tellOutcome({ counts }: Outcome, world: World): Promise<void> {
  await tell(world, { ...counts });
}

/** Sets outputs by name. */
export async function tell(
  { runner }: Pick<World, "runner">,
  outputs: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) await runner.output(name, String(value));
}
