/** What a command is: a row of a table that help, arguments and start are all made from. */
import type { ExitCode } from "./exit.ts";
import type { Surroundings } from "./surroundings.ts";

/** An option as it is written in a row. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: true;
  /** What help calls the value, e.g. FILE. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

/** Options by their long names. */
export type Options = Readonly<Record<string, Option>>;

type One<O extends Option> = O["type"] extends "boolean"
  ? true
  : O extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string;

/** The given values of options; what was not given is undefined. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]?:
    | (O[Name] extends { readonly multiple: true } ? readonly One<O[Name]>[] : One<O[Name]>)
    | undefined;
};

/** What a command is given. */
export interface Given<O extends Options> {
  readonly values: Values<O>;
  /** Arguments that belong to no option. */
  readonly rest: readonly string[];
}

/** A command line as it was read, before anybody asks for its types. */
export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly rest: readonly string[];
}

interface Row<O extends Options, Input> {
  readonly summary: string;
  /** What help says beyond the summary. */
  readonly details?: string;
  /** Its arguments as help shows them, e.g. [PATH…]. */
  readonly arguments?: string;
  /** How many it takes; any number when absent. */
  readonly most?: number;
  readonly options: O;
  readonly examples: readonly string[];
  /** Loads what the command needs, and nothing before. */
  readonly start: (given: Input, world: Surroundings) => Promise<ExitCode>;
}

/** A row of any options. */
export type Command = Row<Options, Parsed>;

/** A row whose `start` knows the types of its own options. */
export function command<const O extends Options>(row: Row<O, Given<O>>): Command {
  // Sound: `arguments.ts` makes the values from these very options.
  return { ...row, start: (given, world) => row.start(given as Given<O>, world) };
}
