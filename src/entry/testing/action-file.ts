import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../../model/errors.ts";

const input = z.object({
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  required: z.boolean().optional(),
  deprecationMessage: z.string().optional(),
});

const shape = z.object({
  inputs: z.record(z.string(), input.nullable()).nullish(),
  runs: z.object({ using: z.string(), main: z.string().optional() }),
});

/** What an action's file says that matters for running it. */
export interface ActionFile {
  readonly inputs: Readonly<Record<string, ActionInput>>;
  /** Path of the bundle. */
  readonly main: string;
}

/** An input that an action declares. */
export interface ActionInput {
  /** Unfilled, as the file has it. */
  readonly default: string | undefined;
  readonly deprecationMessage: string | undefined;
}

/** Reads action.yml (or action.yaml) in a folder; a ConfigurationError says why it is no JavaScript action. */
export async function readActionFile(folder: string): Promise<ActionFile> {
  const { file, text } = await textOf(folder);
  const read = shape.safeParse(parsed(text, file));
  if (!read.success) {
    throw new ConfigurationError(
      `${file} is not an action's file: ${z.prettifyError(read.error)}`,
      "Give the folder of a JavaScript action; its file has `runs.using` and `runs.main`.",
    );
  }
  const { inputs, runs } = read.data;
  if (!/^node\d+$/.test(runs.using) || runs.main === undefined) {
    throw new ConfigurationError(
      `${file} has \`using: ${runs.using}\`${runs.main === undefined ? " and no `main`" : ""}`,
      "Only JavaScript actions can be run here, those with `using: node24` and a `main`.",
    );
  }
  return {
    main: join(folder, runs.main),
    inputs: Object.fromEntries(
      Object.entries(inputs ?? {}).map(([name, value]) => [
        name,
        {
          default: value?.default === undefined ? undefined : String(value.default),
          deprecationMessage: value?.deprecationMessage,
        },
      ]),
    ),
  };
}

async function textOf(folder: string): Promise<{ readonly file: string; readonly text: string }> {
  for (const file of [join(folder, "action.yml"), join(folder, "action.yaml")]) {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return { file, text };
  }
  throw new ConfigurationError(
    `There is no action.yml in ${folder}`,
    "Give the folder that holds it as `action`.",
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`${file} is not YAML: ${why}`, "Mend the file.", { cause });
  }
}
