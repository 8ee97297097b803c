import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { parse } from "yaml";
import { z } from "zod";

export const root: string = join(import.meta.dirname, "../..");

const text = z.union([z.string(), z.number(), z.boolean()]);
const permissions = z.union([z.string(), z.record(z.string(), z.string())]);
const texts = z.record(z.string(), text);

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  with: texts.optional(),
  env: texts.optional(),
});

const job = z.object({
  if: z.string().optional(),
  permissions: permissions.optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  uses: z.string().optional(),
  env: texts.optional(),
  steps: z.array(step).optional(),
});

const shape = z.object({
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  permissions: permissions.optional(),
  concurrency: z
    .object({ group: z.string(), "cancel-in-progress": text.optional(), queue: z.string().optional() })
    .optional(),
  defaults: z.object({ run: z.object({ shell: z.string().optional() }) }).optional(),
  env: texts.optional(),
  jobs: z.record(z.string(), job),
});

/** A step of a job. */
export type Step = z.infer<typeof step>;

/** A workflow, as text and as data. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly data: z.infer<typeof shape>;
}

/** A workflow from its text. */
export function workflowOf(file: string, source: string): Workflow {
  return { file, text: source, data: shape.parse(parse(source)) };
}

/** Every workflow of the repository: its own, and those to copy. */
export const workflows: readonly Workflow[] = globSync(
  [".github/workflows/*.{yml,yaml}", "examples/workflows/**/*.{yml,yaml}"],
  {
    cwd: root,
    dot: true,
  },
)
  .sort()
  .map((file) => workflowOf(file, readFileSync(join(root, file), "utf8")));

/** All steps of a workflow. */
export function stepsOf({ data }: Workflow): readonly Step[] {
  return Object.values(data.jobs).flatMap(({ steps = [] }) => steps);
}

/** The names of its events. */
export function eventsOf({ data: { on } }: Workflow): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on : Object.keys(on);
}
