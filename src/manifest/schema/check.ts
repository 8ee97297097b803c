/** A document against its schema: the validator's many errors to one diagnostic for each mistake. */
import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../../model/contract.ts";
import type { RawDocument } from "../syntax/read.ts";
import { at } from "../words/problem.ts";
import { type Mistake, mistakeOf } from "./mistake.ts";

/** A compiled validator. */
export interface Validate<T> {
  (value: unknown): value is T;
  errors?: ErrorObject[] | null;
}

/** What alternatives report of each branch; the words stand at the rule itself. */
const BRANCH = /\/(?:oneOf|anyOf|not|propertyNames)\//;

/** A document before anybody checked what it says, wherever it comes from. */
export type UncheckedDocument = Omit<RawDocument, "place">;

/** A document's value when it fits its schema, else what is wrong. */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a document; gives one diagnostic for each mistake, at its key or value. */
export function check<T>(document: UncheckedDocument, validate: Validate<T>): Checked<T> {
  const { value } = document;
  if (validate(value)) return { value, diagnostics: [] };
  const mistakes = (validate.errors ?? [])
    .filter(({ schemaPath }) => !BRANCH.test(schemaPath))
    .sort((a, b) => Number(b.keyword === "type") - Number(a.keyword === "type"))
    .map((error) => mistakeOf(error, document));
  const diagnostics = onePerPlace(withoutEchoes(mistakes)).map(({ problem, path, part }) =>
    at(problem, document.locate(path, part)),
  );
  return { diagnostics };
}

/** A misspelt key is not missing too. */
function withoutEchoes(mistakes: readonly Mistake[]): readonly Mistake[] {
  const meant = new Set(
    mistakes.flatMap(({ object, meant }) => (meant === undefined ? [] : [`${object}/${meant}`])),
  );
  return mistakes.filter(({ object, lacks }) => !lacks.some((key) => meant.has(`${object}/${key}`)));
}

/** A value that breaks several rules is one mistake; the first rule is the most basic. */
function onePerPlace(mistakes: readonly Mistake[]): readonly Mistake[] {
  const seen = new Map<string, Mistake>();
  for (const mistake of mistakes) {
    const key = JSON.stringify([mistake.path, mistake.lacks, mistake.part === "key" && mistake.problem.code]);
    if (!seen.has(key)) seen.set(key, mistake);
  }
  return [...seen.values()];
}
