/** Credentials, taken from where the project file says. The value goes to the HTTP client and nowhere else (law 11). */
import type { SecretReference } from "../model/contract.ts";
import { ConfigurationError } from "../model/errors.ts";
import { textOfCommand } from "./secrets-command.ts";
import { textOfFile } from "./secrets-file.ts";

/** What credentials are taken from. */
export interface SecretWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The project file's folder: paths of files are relative to it, and commands are run in it. */
  readonly folder: string;
}

/** Gives a connection's credential, which is taken once. Throws a ConfigurationError, the same each time, where it cannot be had. */
export type Credentials = (connection: string, reference: SecretReference) => string;

/** Credentials of one run. `onSecret` is told of each before anybody else has it, so that nothing shows it. */
export function credentialsIn(world: SecretWorld, onSecret: (value: string) => void): Credentials {
  const taken = new Map<string, () => string>();
  return (connection, reference) => {
    const key = JSON.stringify([connection, reference]);
    const known = taken.get(key);
    if (known !== undefined) return known();
    const answer = answerOf(() => secretOf(reference, connection, world));
    taken.set(key, answer);
    const value = answer();
    onSecret(value);
    return value;
  };
}

/** What was asked once: a value, or the failure. A command that fails is not run again for the next organization. */
function answerOf(ask: () => string): () => string {
  try {
    const value = ask();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/**
 * The credential behind a reference: what a variable holds, or the one line of a file or of what a command prints. Throws
 * a ConfigurationError that says where it was looked for, and never what was found there.
 */
export function secretOf(
  { env, file, command }: SecretReference,
  connection: string,
  world: SecretWorld,
): string {
  if (env !== undefined) return ofVariable(env, connection, world);
  if (file !== undefined) return usable(textOfFile(file, connection, world), `file ${file}`, connection);
  if (command !== undefined) {
    return usable(textOfCommand(command, connection, world), `output of ${command[0]}`, connection);
  }
  throw new ConfigurationError(
    `The credential of connection ${connection} is missing: \`token\` does not say where it is`,
    "Name an environment variable, a file or a command: `token: {env: NAME}`.",
  );
}

function ofVariable(name: string, connection: string, { environment }: SecretWorld): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return sendable(value, `environment variable ${name}`, connection);
  throw new ConfigurationError(
    `The credential of connection ${connection} is missing: the environment variable ${name} is ${value === "" ? "empty" : "not set"}`,
    `Set ${name} to a token of the system before you run this command; in CI, from the secret store.`,
  );
}

/** The one line of a text; the line break at its end is the editor's or the program's. */
function usable(text: string, place: string, connection: string): string {
  const line = text.replace(/\r?\n$/, "");
  if (line === "") {
    throw new ConfigurationError(
      `The credential of connection ${connection} is missing: the ${place} is empty`,
      "It holds the credential in one line, and nothing else.",
    );
  }
  if (/[\r\n]/.test(line)) {
    throw new ConfigurationError(
      `The credential of connection ${connection} cannot be told: the ${place} has several lines`,
      "It holds the credential in one line, and nothing else.",
    );
  }
  return sendable(line, place, connection);
}

function sendable(value: string, place: string, connection: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError(
    `The credential of connection ${connection} cannot be sent: the ${place} has characters that no HTTP header can carry`,
    "Look for a space, a line break or typographic quotation marks in it.",
  );
}
