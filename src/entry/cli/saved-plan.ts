/** Plans saved by `plan --out`, read again: checked against the schema before anything is done with them. */
import { readFile, stat } from "node:fs/promises";
import { parsePlan } from "../../index.ts";
import type { Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";

const MAX_BYTES = 256 * 1024 * 1024;
const AGAIN = "Save it again with `orgwright plan --out FILE`.";

/** The plan in a file; `shown` is what messages call it. Throws a ConfigurationError for anything that is no plan. */
export async function readPlan(path: string, shown: string): Promise<Plan> {
  const parsed = parsePlan(await textOf(path, shown));
  if ("plan" in parsed) return parsed.plan;
  throw new ConfigurationError(`${shown} is no plan that this version can read: ${parsed.problem}`, AGAIN);
}

async function textOf(path: string, shown: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new ConfigurationError(`${shown} is too large for a plan`, AGAIN);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`The plan ${shown} cannot be read`, AGAIN, { cause: error });
  }
}
