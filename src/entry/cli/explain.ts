/** What is said when a command cannot go on. */
import { ConfigurationError } from "../../model/errors.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Surroundings } from "./surroundings.ts";

/** Says on stderr what went wrong and what to do. Our own bugs are called so. */
export function explain(
  error: unknown,
  { err, environment, version }: Pick<Surroundings, "err" | "environment" | "version">,
): ExitCode {
  if (error instanceof ConfigurationError) {
    err.write(`error: ${sentence(error.message)}\n  help: ${error.fix}\n`);
    return exit.invalid;
  }
  if (isRefusal(error)) {
    err.write(
      `error: ${sentence(error.message)}\n  help: Look at the path, its rights and the space on the disk.\n`,
    );
    return exit.failed;
  }
  const [name, message] = error instanceof Error ? [error.name, error.message] : ["Error", String(error)];
  const stack = error instanceof Error && environment["ORGWRIGHT_DEBUG"] === "1" ? `${error.stack}\n` : "";
  err.write(
    `error: This is a bug in orgwright ${version}, not in your files. ${name}: ${sentence(message)}\n` +
      `${stack}  help: Report it with the command that you ran; ORGWRIGHT_DEBUG=1 adds where it happened.\n`,
  );
  return exit.failed;
}

/** Whether the operating system refused something, as it does for a full disk. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && "syscall" in error;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
