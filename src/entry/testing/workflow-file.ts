import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../../model/errors.ts";

/** Variables or inputs with their expressions. */
export type Values = Readonly<Record<string, string | number | boolean | null>>;

/** What GitHub lets a token do, by the names of workflows. */
export type PermissionsFile = "read-all" | "write-all" | Readonly<Record<string, "read" | "write" | "none">>;

/** What narrows an event. */
export interface EventFilter {
  readonly branches?: readonly string[] | undefined;
  readonly "branches-ignore"?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>> | null | undefined;
}

/** A step, as far as it matters for calling the Action. */
export interface StepFile {
  readonly uses?: string | undefined;
  readonly if?: string | boolean | undefined;
  readonly with?: Values | undefined;
  readonly env?: Values | undefined;
}

/** A job. */
export interface JobFile {
  readonly if?: string | boolean | undefined;
  readonly permissions?: PermissionsFile | undefined;
  readonly environment?: string | undefined;
  readonly env?: Values | undefined;
  readonly steps?: readonly StepFile[] | undefined;
}

/** A workflow, as far as it says how the Action is called. */
export interface WorkflowFile {
  readonly name?: string | undefined;
  /** By event. */
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: PermissionsFile | undefined;
  readonly env?: Values | undefined;
  readonly jobs: Readonly<Record<string, JobFile>>;
}

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const permissions = z.union([
  z.enum(["read-all", "write-all"]),
  z.record(z.string(), z.enum(["read", "write", "none"])),
]);
const names = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const filter: z.ZodType<EventFilter> = z.object({
  branches: names.optional(),
  "branches-ignore": names.optional(),
  tags: names.optional(),
  types: names.optional(),
  inputs: z.record(z.string(), z.object({ default: z.unknown().optional() }).nullable()).nullish(),
});

const on = z
  .union([names, z.record(z.string(), z.unknown())])
  .transform((given) =>
    Array.isArray(given) ? Object.fromEntries(given.map((name) => [name, null])) : given,
  );

const condition = z.union([z.string(), z.boolean()]).optional();

const job: z.ZodType<JobFile> = z.object({
  if: condition,
  permissions: permissions.optional(),
  environment: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
  env: values.optional(),
  steps: z
    .array(
      z.object({
        uses: z.string().optional(),
        if: condition,
        with: values.optional(),
        env: values.optional(),
      }),
    )
    .optional(),
});

const shape: z.ZodType<WorkflowFile> = z.object({
  name: z.string().optional(),
  on,
  permissions: permissions.optional(),
  env: values.optional(),
  jobs: z.record(z.string(), job),
});

/** Reads a workflow. Throws a ConfigurationError that says what cannot be understood. */
export async function readWorkflowFile(file: string): Promise<WorkflowFile> {
  const read = shape.safeParse(parse(await readFile(file, "utf8")));
  if (read.success) return read.data;
  throw new ConfigurationError(
    `${file} is no workflow: ${z.prettifyError(read.error)}`,
    "Correct it as GitHub documents workflows.",
  );
}

/** What narrows one of its events; undefined when the event starts nothing. */
export function filterOf({ on: events }: WorkflowFile, event: string): EventFilter | undefined {
  if (!Object.hasOwn(events, event)) return undefined;
  const read = filter.safeParse(events[event] ?? {});
  return read.success ? read.data : {};
}
