/** Whether an event starts a workflow. */
import picomatch from "picomatch";
import { z } from "zod";
import type { ActionEvent } from "./action-run.ts";
import { type EventFilter, filterOf, type WorkflowFile } from "./workflow-file.ts";

const payloadShape = z.object({
  action: z.string().optional(),
  ref: z.string().optional(),
  pull_request: z.object({ base: z.object({ ref: z.string() }) }).optional(),
});

/** The activities that start a workflow whose `types` are left out. */
const USUAL_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["opened", "synchronize", "reopened"],
};

/** Whether GitHub would start the workflow for an event; filters by paths are not judged. */
export function starts(workflow: WorkflowFile, { name, payload }: ActionEvent): boolean {
  const filter = filterOf(workflow, name);
  if (filter === undefined) return false;
  const { action, ref, pull_request: pull } = payloadShape.parse(payload);
  const types = filter.types ?? USUAL_TYPES[name];
  if (types !== undefined && action !== undefined && !types.includes(action)) return false;
  if (pull !== undefined) return letsBranch(filter, pull.base.ref);
  return name !== "push" || letsPush(filter, ref ?? "");
}

function letsPush(filter: EventFilter, ref: string): boolean {
  const narrowedTo = (kind: "branches" | "branches-ignore" | "tags") => filter[kind] !== undefined;
  const [, tag] = /^refs\/tags\/(.*)$/.exec(ref) ?? [];
  if (tag !== undefined) {
    if (filter.tags !== undefined) return fits(tag, filter.tags);
    return !narrowedTo("branches") && !narrowedTo("branches-ignore");
  }
  // A filter for tags alone leaves branches out.
  if (narrowedTo("tags") && !narrowedTo("branches") && !narrowedTo("branches-ignore")) return false;
  return letsBranch(filter, ref.replace(/^refs\/heads\//, ""));
}

function letsBranch({ branches, "branches-ignore": ignored }: EventFilter, branch: string): boolean {
  if (branches !== undefined) return fits(branch, branches);
  return ignored === undefined || !fits(branch, ignored);
}

/** The last pattern that fits decides; one with `!` takes out. */
function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.reduce((isIn, pattern) => {
    const takesOut = pattern.startsWith("!");
    const isMatch = picomatch.isMatch(name, takesOut ? pattern.slice(1) : pattern);
    return isMatch ? !takesOut : isIn;
  }, false);
}
