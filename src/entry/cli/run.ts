/** One command line, from words to exit code. */
import { resolve } from "node:path";
import type { Scrub } from "../../io/http-scrub.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { parseArguments, splitCommand } from "./arguments.ts";
import { commands, globalOptions } from "./commands.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import { explain } from "./explain.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { hiding } from "./hiding.ts";
import type { Output, Process, Stream, Surroundings } from "./surroundings.ts";

/** The values of `globalOptions`. */
interface Globals {
  readonly directory?: string;
  readonly color?: "auto" | "always" | "never";
  readonly log?: "json";
  readonly help?: true;
}

/** Columns where there is no terminal to ask. */
const PLAIN_WIDTH = 100;

/** Runs a command line. Never throws: whatever goes wrong is said on stderr. */
export async function run(args: readonly string[], process: Process): Promise<ExitCode> {
  const secrets = new Set<string>();
  let world = surroundings(process, {}, secrets);
  try {
    const { name, others } = splitCommand(args, globalOptions);
    if (name === undefined || name === "help") return general(name === "help" ? others : args, process);
    const command = commandNamed(name);
    const { values, rest } = parseArguments(others, {
      ...command,
      options: { ...command.options, ...globalOptions },
    });
    // Sound: made from `globalOptions`, choices checked.
    const globals = values as Globals;
    world = surroundings(process, globals, secrets);
    if (globals.help === true) {
      process.out.write(commandHelp(name, command));
      return exit.done;
    }
    return await command.start({ values, rest }, world);
  } catch (error) {
    return explain(error, world);
  }
}

function general(args: readonly string[], { out, version }: Process): ExitCode {
  const { values, rest } = parseArguments(args, {
    options: { ...globalOptions, version: { type: "boolean", short: "v", help: "" } },
    most: 1,
  });
  const [name] = rest;
  if (values["version"] === true) out.write(`${version}\n`);
  else out.write(name === undefined ? generalHelp(version) : commandHelp(name, commandNamed(name)));
  return exit.done;
}

function commandNamed(name: string) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command;
  const fix = didYouMean(name, Object.keys(commands), "`orgwright --help` lists the commands.");
  throw new ConfigurationError(`There is no command ${name}`, fix);
}

function surroundings(process: Process, globals: Globals, secrets: Set<string>): Surroundings {
  const { directory, color = "auto", log } = globals;
  const { environment } = process;
  const hide = hiding(secrets);
  return {
    ...process,
    now: () => instant(process.environment["ORGWRIGHT_NOW"]),
    folder: directory === undefined ? process.folder : resolve(process.folder, directory),
    out: output(process.out, color, { environment, hide }),
    err: output(process.err, color, { environment, hide }),
    logsRequests: log === "json",
    secrets,
  };
}

/** The clock, or the instant that a test or a demonstration has set. */
function instant(given: string | undefined): number {
  if (given === undefined) return Date.now();
  const parsed = Date.parse(given);
  if (!Number.isNaN(parsed)) return parsed;
  throw new ConfigurationError(
    `ORGWRIGHT_NOW is no instant: ${given}`,
    "Write it like 2026-01-31T12:00:00Z, or unset it.",
  );
}

function output(
  { isTerminal, width, write }: Stream,
  color: "auto" | "always" | "never",
  { environment, hide }: Pick<Process, "environment"> & { readonly hide: Scrub },
): Output {
  const plain = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  return {
    isTerminal,
    style: {
      color: color === "always" || (color === "auto" && isTerminal && !plain),
      width: isTerminal ? (width ?? PLAIN_WIDTH) : PLAIN_WIDTH,
    },
    write: (text) => write(hide(text)),
  };
}
