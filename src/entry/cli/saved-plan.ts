/** Plans saved by `plan --out`, read again: checked against the schema before anything is done with them. */
import { readFile, stat } from "node:fs/promises";
import { plan as isPlan } from "../../manifest/compiled/validators.js";
import type { Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";

const MAX_BYTES = 256 * 1024 * 1024;
const AGAIN = "Save it again with `orgwright plan --out FILE`.";

/** The plan in a file; `shown` is what messages call it. Throws a ConfigurationError for anything that is no plan. */
export async function readPlan(path: string, shown: string): Promise<Plan> {
  const value = parse(await textOf(path, shown), shown);
  if (isPlan(value)) return value;
  const [first] = isPlan.errors ?? [];
  const where = first?.instancePath ? `at ${first.instancePath} it ${first.message}` : `it ${first?.message}`;
  throw new ConfigurationError(`${shown} is no plan that this version can read: ${where}`, AGAIN);
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

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`${shown} is no plan: it is not JSON`, AGAIN, { cause: error });
  }
}
