import { ConfigurationError } from "../../model/errors.ts";
import type { ActionFile } from "./action-file.ts";
import type { Context } from "./context.ts";

/** The inputs of a run, and what the runner remarks about them. */
export interface Inputs {
  /** `INPUT_*` variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/**
 * What was given, with the action's defaults for the rest. As on GitHub, an unknown input is a warning and a missing
 * required one is nothing: the action itself has to refuse. A default may hold `${{ github.X }}`; any other expression is a ConfigurationError.
 */
export function inputsOf(
  { inputs: declared }: ActionFile,
  given: Readonly<Record<string, string>>,
  context: Context,
): Inputs {
  const defaults = Object.entries(declared)
    .filter(([name]) => !isAmong(name, given))
    .flatMap(([name, { default: text }]) =>
      text === undefined ? [] : [[name, filled(name, text, context)] as const],
    );
  return {
    variables: Object.fromEntries(
      [...Object.entries(given), ...defaults].map(([name, value]) => [variableOf(name), value]),
    ),
    warnings: [...unexpected(declared, given), ...deprecated(declared, given)],
  };
}

/** Blanks become underscores and letters upper case; a dash stays a dash. */
function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(" ", "_").toUpperCase()}`;
}

function isAmong(name: string, inputs: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(inputs).some((one) => one.toLowerCase() === name.toLowerCase());
}

function filled(input: string, text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const [, name] = /^\s*github\.(\w+)\s*$/.exec(expression) ?? [];
    const value = name === undefined ? undefined : context[name];
    if (value !== undefined) return value;
    throw new ConfigurationError(
      `The default of the input ${input} has an expression that is not known here:${expression}`,
      `Give the input \`${input}\` with the run. Known are github.${Object.keys(context).join(", github.")}.`,
    );
  });
}

function unexpected(
  declared: ActionFile["inputs"],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !isAmong(name, declared));
  if (unknown.length === 0) return [];
  return [`Unexpected input(s) ${quoted(unknown)}, valid inputs are [${quoted(Object.keys(declared))}]`];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}

function deprecated(
  declared: ActionFile["inputs"],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(declared).flatMap(([name, { deprecationMessage: message }]) =>
    message === undefined || !isAmong(name, given)
      ? []
      : [`Input '${name}' has been deprecated with message: ${message}`],
  );
}
