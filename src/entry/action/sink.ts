/** Where one-time secrets go in a workflow: encrypted into an output, or nowhere. */
import { memorySecrets } from "../../io/secrets-out.ts";
import type { Project } from "../../model/contract.ts";
import type { SecretSink } from "../../model/secret.ts";
import type { World } from "./world.ts";

/**
 * A sink for the project's recipients: what is told is in the output `secrets` before its write counts as done. Without
 * recipients, or without a file for outputs, there is none, and what needs one is refused before it is sent.
 */
export async function openSink(
  { secrets }: Project,
  { runner, environment }: Pick<World, "runner" | "environment">,
): Promise<SecretSink | undefined> {
  if (secrets === undefined || (environment["GITHUB_OUTPUT"] ?? "") === "") return undefined;
  const memory = await memorySecrets(secrets.recipients);
  return {
    put: async (secret) => {
      runner.mask(secret.value);
      await memory.sink.put(secret);
      await runner.output("secrets", memory.text());
    },
  };
}
