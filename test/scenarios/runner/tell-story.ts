/** Runs the story in a folder and tells it: the plan that follows from its files, then its further steps. */
import { approvalsFor } from "./approvals.ts";
import { filesOf } from "./files.ts";
import { Invalid, type RunOptions, run, setStage } from "./stage.ts";
import { planned, type Step, take } from "./steps.ts";
import { short } from "./tell.ts";

/** What plan.yaml holds. */
export async function tellStory(folder: string): Promise<unknown> {
  try {
    return await told(folder);
  } catch (error) {
    if (error instanceof Invalid) return { invalid: error.diagnostics.map(short) };
    throw error;
  }
}

async function told(folder: string): Promise<unknown> {
  const files = filesOf(folder);
  const stage = setStage(files);
  const { scope, only, base } = files.value<RunOptions>("run.yaml", {});
  const options = {
    ...(scope === undefined ? {} : { scope }),
    ...(only === undefined ? {} : { only }),
    ...(base === undefined ? {} : { base }),
  };
  const approvals = files.text("approvals.yaml");
  if (approvals !== undefined) {
    const { plan } = await run(stage, options);
    stage.documents = { ...stage.documents, approvals: approvalsFor(approvals, plan) };
  }
  const first = await planned(stage, options);
  const steps: unknown[] = [];
  for (const step of files.value<readonly Step[]>("afterwards.yaml", [])) steps.push(await take(step, stage));
  return steps.length === 0 ? first : { ...(first as object), afterwards: steps };
}
