/** The words of a command line to a command and its values. */
import { parseArgs } from "node:util";
import { ConfigurationError } from "../../model/errors.ts";
import type { Command, Option, Options, Parsed } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";

type Value = string | boolean | readonly string[];

/** The first argument that is neither an option nor an option's value, with the others. */
export function splitCommand(
  args: readonly string[],
  options: Options,
): { readonly name: string | undefined; readonly others: readonly string[] } {
  const tokens = tokensOf(args, options);
  const first = tokens.find(({ kind }) => kind === "positional");
  if (first === undefined) return { name: undefined, others: args };
  for (const token of tokens.slice(0, tokens.indexOf(first))) {
    if (token.kind !== "option" || Object.hasOwn(options, token.name)) continue;
    throw unknownOption(token.rawName, options, "Options of a command stand behind its name.");
  }
  return { name: args[first.index], others: args.filter((_, index) => index !== first.index) };
}

/** Values and arguments of a command; a ConfigurationError for anything that it does not take. */
export function parseArguments(
  args: readonly string[],
  { options, most = Number.POSITIVE_INFINITY }: Pick<Command, "options" | "most">,
): Parsed {
  const tokens = tokensOf(args, options);
  const rest = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const [surplus] = rest.slice(most);
  if (surplus !== undefined) throw usage(`The argument ${surplus} is one too many`, "Leave it out.");
  const values = new Map<string, Value>();
  for (const token of tokens) {
    if (token.kind === "option") take(token, options, values);
  }
  return { values: Object.fromEntries(values), rest };
}

function take(token: OptionToken, options: Options, values: Map<string, Value>): void {
  const { name, rawName } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) throw unknownOption(rawName, options);
  const value = checked(token, option);
  const before = values.get(name);
  if (option.multiple === true) {
    values.set(name, [before ?? [], value].flat().map(String));
    return;
  }
  if (before !== undefined) throw usage(`${rawName} is given twice`, "Give it once.");
  values.set(name, value);
}

function tokensOf(args: readonly string[], options: Options) {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short === undefined ? {} : { short }) },
    ]),
  );
  return parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checked({ rawName, value, inlineValue }: OptionToken, { type, choices, ...option }: Option) {
  if (type === "boolean") {
    if (value !== undefined) throw usage(`${rawName} takes no value`, `Write it as ${rawName} alone.`);
    return true;
  }
  const missing = value === undefined || value === "" || (value.startsWith("-") && inlineValue !== true);
  if (missing)
    throw usage(`${rawName} needs a value`, `Write it as \`${rawName} ${option.value ?? "VALUE"}\`.`);
  if (choices !== undefined && !choices.includes(value)) {
    throw usage(
      `${rawName} cannot be ${value}`,
      didYouMean(value, choices, `It is ${choices.join(" or ")}.`),
    );
  }
  return value;
}

function unknownOption(
  rawName: string,
  options: Options,
  otherwise = "`--help` lists the options.",
): ConfigurationError {
  const known = Object.entries(options).flatMap(([name, { short }]) => [
    `--${name}`,
    ...(short === undefined ? [] : [`-${short}`]),
  ]);
  return usage(`There is no option ${rawName} here`, didYouMean(rawName, known, otherwise));
}

function usage(message: string, fix: string): ConfigurationError {
  return new ConfigurationError(message, fix);
}
