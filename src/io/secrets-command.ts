/** Credentials that a program prints, such as the command line of a password manager. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ConfigurationError } from "../model/errors.ts";
import { codeOf } from "./files.ts";
import { MAX_SECRET_BYTES } from "./secrets-file.ts";

/** Where and how a command is run. */
export interface CommandWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** For tests. Default 30 000: somebody may have to unlock a store. */
  readonly timeoutMs?: number;
}

/**
 * What a program prints on stdout. It is run without a shell, gets the environment and no input; what it says on stderr is
 * dropped, since it may be the credential. Throws a ConfigurationError that names the program, and neither its arguments
 * nor anything that it said. Blocks: the first request waits for it.
 */
export function textOfCommand(
  [program = "", ...args]: readonly string[],
  connection: string,
  { environment, folder, timeoutMs = 30_000 }: CommandWorld,
): string {
  try {
    return execFileSync(program, args, {
      cwd: folder,
      env: { ...environment },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: MAX_SECRET_BYTES,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
  } catch (error) {
    // Without a cause: the error that Node throws has the command line and the output in it.
    throw new ConfigurationError(
      `The credential of connection ${connection} is missing: ${failureOf(error, { program, folder, timeoutMs })}`,
      "Run the command yourself in the project file's folder: on stdout it prints the credential in one line, and nothing else.",
    );
  }
}

function failureOf(
  error: unknown,
  {
    program,
    folder,
    timeoutMs,
  }: { readonly program: string; readonly folder: string; readonly timeoutMs: number },
): string {
  const code = codeOf(error);
  if (code === "ENOENT" && !existsSync(folder))
    return `the folder ${folder} that ${program} is run in is not there`;
  if (code === "ENOENT") return `there is no program ${program}`;
  if (code === "ETIMEDOUT") return `${program} did not end within ${timeoutMs / 1000} seconds`;
  if (code === "ENOBUFS") return `${program} printed more than 64 KiB`;
  if (code !== undefined) return `${program} could not be run (${code})`;
  return `${program} ${endOf(error)}`;
}

function endOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "failed";
  if ("status" in error && typeof error.status === "number") return `ended with exit code ${error.status}`;
  return "signal" in error && typeof error.signal === "string" ? `was ended by ${error.signal}` : "failed";
}
