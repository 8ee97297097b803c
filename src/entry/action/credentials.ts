/** Credentials of the project's connections, as a step has them. */
import { join } from "node:path";
import { type Credentials, credentialsIn } from "../../io/secrets.ts";
import type { Connection } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { World } from "./world.ts";

type Step = Pick<World, "environment" | "inputs" | "runner" | "temporary">;

/** Credentials of one step, masked in the log before anything else is done with them. */
export function stepCredentials(step: Step): Credentials {
  const { environment, runner } = step;
  return credentialsIn({ environment, folder: folderOf(step) }, (value) => runner.mask(value));
}

/**
 * Files and commands of credentials are looked for in the project's folder only where the checkout is of what was merged.
 * A plan is made over a pull request's checkout, so there they have to be absolute or on the PATH: else a pull request
 * could put a script of its own in a command's place.
 */
function folderOf({ environment, inputs, temporary }: Step): string {
  const workspace = environment["GITHUB_WORKSPACE"] ?? "";
  const isMerged = inputs.command === "apply" || inputs.command === "drift";
  return isMerged && workspace !== "" ? join(workspace, inputs["working-directory"]) : temporary;
}

/** Why there is no credential for a connection; undefined where there is one. */
export function credentialGap(
  connection: string,
  token: Connection["token"],
  { environment, credential }: Pick<World, "environment" | "credential">,
): string | undefined {
  const where = "as on pull requests from forks and Dependabot";
  if (token.env !== undefined) {
    const isSet = (environment[token.env] ?? "") !== "";
    return isSet ? undefined : `there is no credential: ${token.env} is not set, ${where}`;
  }
  try {
    credential(connection, token);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return `${error.message}, ${where}`;
  }
}
