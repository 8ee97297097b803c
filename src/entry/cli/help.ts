/** Help, made from the table of commands. */
import type { Command, Options } from "./command.ts";
import { commands, globalOptions } from "./commands.ts";

/** The help of the whole program. */
export function generalHelp(version: string): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  return [
    `orgwright ${version}: organizations as code.`,
    "",
    "Usage: orgwright COMMAND [options]",
    "",
    "Commands:",
    ...table(rows),
    "",
    "Every command takes:",
    ...table(optionRows(globalOptions)),
    "",
    "`orgwright --version` shows the version.",
    "",
    "Exit codes, worst first:",
    "  3  invalid: project file, manifest, option or argument",
    "  1  something could not be read or failed",
    "  4  a guard holds changes",
    "  2  changes (plan --detailed-exitcode), or live differs (drift)",
    "  0  done, or nothing to do",
    "",
    "Example: orgwright init my-organizations",
    "",
  ].join("\n");
}

/** The help of one command. */
export function commandHelp(name: string, { summary, details, options, examples, ...row }: Command): string {
  const own = optionRows(options);
  return [
    summary,
    "",
    `Usage: orgwright ${[name, row.arguments, own.length === 0 ? undefined : "[options]"].filter((part) => part !== undefined).join(" ")}`,
    ...(details === undefined ? [] : ["", details]),
    ...(own.length === 0 ? [] : ["", "Options:", ...table(own)]),
    "",
    "Every command takes:",
    ...table(optionRows(globalOptions)),
    "",
    "Example:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

function optionRows(options: Options): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, help }]) => {
    const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return [value === undefined ? names : `${names} ${value}`, help];
  });
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
