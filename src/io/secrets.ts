/** Credentials, looked up where the project file says. The value goes to the HTTP client and nowhere else. */
import type { SecretReference } from "../model/contract.ts";
import { ConfigurationError } from "../model/errors.ts";

/** The credential behind a reference. Throws a ConfigurationError that names the variable when it is not set or empty. */
export function secretOf(
  { env }: SecretReference,
  connection: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = env === undefined ? undefined : environment[env];
  if (value !== undefined && value !== "") return value;
  throw new ConfigurationError(
    `The credential of connection ${connection} is missing: the environment variable ${env} is ${value === "" ? "empty" : "not set"}`,
    `Set ${env} to a token of the system before you run this command; in CI, from the secret store.`,
  );
}
