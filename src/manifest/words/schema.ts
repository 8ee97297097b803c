/** The catalogue: what is wrong with a document's shape. */
import { didYouMean, error, listed, type Problem, pathText, shown, warning } from "./problem.ts";

type Path = readonly (string | number)[];

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  null: "`null`",
  array: "a list",
  object: "a mapping",
};

/** A file in which a document was needed. */
export function emptyProject(): Problem {
  return error("empty", [
    "The project file is empty.",
    "It says which manifests belong to the project and which systems they speak to.",
    "Run `orgwright init` for an example.",
  ]);
}

/** A project file with more than one document. */
export function severalProjects(): Problem {
  return error("several-documents", [
    "The project file holds more than one document.",
    "A project has one file with one document.",
    "Remove the other documents; manifests live in files of their own.",
  ]);
}

/** A document that is no mapping. */
export function notMapping(value: unknown): Problem {
  return error("not-a-mapping", [
    `The document is ${described(value)}, not a mapping.`,
    "A manifest begins with `apiVersion:` and `kind:`.",
    "Begin it with `apiVersion: orgwright/v1` and `kind:`, or check the indentation.",
  ]);
}

/** A document of another version of the format, or of another tool. */
export function wrongVersion(version: unknown): Problem {
  const found =
    version === undefined
      ? "`apiVersion` is missing."
      : `\`apiVersion\` is ${shown(version)}, which is not known.`;
  return error("api-version", [
    found,
    "It says which version of the format the document is written in.",
    "Write `apiVersion: orgwright/v1`.",
  ]);
}

/** A document of a kind that is not known here. */
export function unknownKind(kind: unknown, kinds: readonly string[]): Problem {
  const found = kind === undefined ? "`kind` is missing." : `\`kind\` is ${shown(kind)}, which is not known.`;
  return error("unknown-kind", [
    found,
    "It says what the document describes.",
    didYouMean(String(kind), kinds, `Write ${listed(kinds)}.`),
  ]);
}

/** A document that belongs in another file. */
export function misplacedKind(kind: string, where: string): Problem {
  return error("misplaced-kind", [
    `A document of kind ${shown(kind)} cannot stand in this file.`,
    "The project file is trusted, manifests are reviewed, approvals and acknowledgements have owners of their own: each has its files.",
    `Move it to ${where}.`,
  ]);
}

/** A key that the format does not know. */
export function unknownKey(key: string, path: Path, known: readonly string[]): Problem {
  const otherwise = known.length === 0 ? "Remove it." : `Remove it, or use one of ${listed(known)}.`;
  return error("unknown-key", [
    `${pathText(path)} has a key that is not known: ${shown(key)}.`,
    "Unknown keys are refused, so that a slip of the pen never goes unnoticed.",
    didYouMean(key, known, otherwise),
  ]);
}

/** `{key:value}` or `{key value}`, which is a key without a value in YAML. */
export function joinedKey(head: string, key: string): Problem {
  return error("unknown-key", [
    `The key ${shown(key)} is not known.`,
    "Without a colon and a space behind the key, YAML reads key and value as one.",
    `Write ${shown(`${head}: …`)}.`,
  ]);
}

/** A key that must be there. */
export function missingKey(key: string, path: Path): Problem {
  return error("missing-key", [
    `${pathText(path)} lacks ${shown(key)}.`,
    "It is required.",
    `Add ${shown(`${key}:`)}.`,
  ]);
}

/** A value of the wrong type; `source` is how it stands in the file. */
export function wrongType(path: Path, value: unknown, wanted: readonly string[], source: string): Problem {
  const types = wanted.map((type) => TYPES[type] ?? type).join(" or ");
  return error("wrong-type", [
    `${pathText(path)} must be ${types}, but is ${described(value)}.`,
    "Each key takes values of one type only.",
    typeFix(value, wanted, source),
  ]);
}

function typeFix(value: unknown, wanted: readonly string[], source: string): string {
  const isPlain = typeof value === "number" || typeof value === "boolean";
  if (isPlain && wanted.includes("string")) return `Quote it: ${shown(`"${source}"`)}.`;
  if (value === null) return "Give it a value, or remove the key.";
  if (wanted.includes("array") && (isPlain || typeof value === "string"))
    return `Write it as a list: ${told(`[${source}]`)}.`;
  return "Correct the value; `orgwright schema` tells what each key takes.";
}

function described(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text ${told(value)}`;
  return shown(value);
}

/** The secret half of an age key, which stands right beside the other in what `age-keygen` writes, is never repeated (law 11). */
function told(value: unknown): string {
  if (typeof value !== "string") return shown(value);
  return shown(value.replace(/AGE-SECRET-KEY-\S*/gi, "AGE-SECRET-KEY-…"));
}

/** A value that is not one of a closed list. */
export function notOneOf(path: Path, value: unknown, allowed: readonly unknown[]): Problem {
  const names = allowed.map(String);
  return error("wrong-value", [
    `${pathText(path)} cannot be ${shown(value)}.`,
    `It can be ${listed(names)}.`,
    didYouMean(String(value), names, `Write ${listed(names)}.`),
  ]);
}

/** A number or a length outside its limits: `limit` in words. */
export function outOfLimits(path: Path, limit: string): Problem {
  return error("wrong-value", [
    `${pathText(path)} must ${limit}.`,
    "Other values have no meaning here.",
    "Correct the value, or remove the key.",
  ]);
}

/** An item that occurs twice in a list. */
export function duplicateItem(path: Path): Problem {
  return error("duplicate-item", [
    `${pathText(path)} is in the list already.`,
    "Each item counts once, so one of the two is a slip of the pen.",
    "Remove one of them.",
  ]);
}

/** A value that breaks a rule which the schema has words for: why, and as the last sentence what to do. */
export function otherwise(path: Path, value: unknown, words: string): Problem {
  const [why, fix] = whyAndFix(words);
  return error("wrong-value", [`${pathText(path)} cannot be ${told(value)}.`, why, fix]);
}

/** None of several keys that exclude each other, or more than one of them. */
export function alternatives(
  path: Path,
  keys: { readonly all: readonly string[]; readonly present: readonly string[] },
  words: string,
): Problem {
  const [why, fix] = whyAndFix(words);
  const conflict = `${pathText(path)} has ${listed(keys.present, "and")} at once.`;
  if (keys.present.length > 1) return error("conflicting-keys", [conflict, why, fix]);
  return error("missing-key", [`${pathText(path)} needs ${listed(keys.all)}.`, why, fix]);
}

/** A key whose name breaks a rule which the schema has words for. */
export function badKey(key: string, path: Path, words: string): Problem {
  const [why, fix] = whyAndFix(words);
  return error("wrong-value", [`${pathText(path)} cannot have the key ${shown(key)}.`, why, fix]);
}

function whyAndFix(words: string): readonly [why: string, fix: string] {
  const [, why = words, fix = words] = /^(.*[.])\s+([^.]*(?:\.[^\s.][^.]*)*\.)$/s.exec(words) ?? [];
  return [why, fix];
}

/** An endpoint that cannot be used; `why` says which rule it breaks. */
export function badEndpoint(why: string, fix: string): Problem {
  return error("endpoint", ["This endpoint cannot be used.", why, fix]);
}

/** A time zone that nobody knows. */
export function unknownTimezone(timezone: string): Problem {
  return error("timezone", [
    `The time zone ${shown(timezone)} is not known.`,
    "Dates in manifests mean whole days in it.",
    "Write an IANA name like `Europe/Berlin`, or `UTC`.",
  ]);
}

/** A credential's value where only the name of a variable may stand. The value is never part of the words. */
export function literalSecret(): Problem {
  return error("literal-secret", [
    "The credential stands in the file itself.",
    "Whoever can read the repository could use it. It is not shown here.",
    "Write `token: {env: NAME}`, set that variable where Orgwright runs, and replace the credential, which must count as known.",
  ]);
}

/** A user or password in an endpoint. The value is never part of the words. */
export function secretInEndpoint(): Problem {
  return error("literal-secret", [
    "The endpoint holds a user or a password.",
    "Whoever can read the repository could use it. It is not shown here.",
    "Remove what stands before the `@`, give the credential as `token: {env: NAME}`, and replace it, since it must count as known.",
  ]);
}

/** A setting that the system of the connection does not have. */
export function settingOfOtherSystem(key: string, title: string): Problem {
  return error("unsupported-setting", [
    `A connection to ${title} has no ${shown(key)}.`,
    "The key belongs to another system.",
    "Remove it.",
  ]);
}

/** A dialect that the system does not have. */
export function unknownDialect(dialect: string, title: string, known: readonly string[]): Problem {
  return error("unknown-dialect", [
    `${title} has no dialect ${shown(dialect)}.`,
    "A dialect is one of the published forms of the system's API.",
    didYouMean(dialect, known, known.length === 0 ? "Remove the key." : `Write ${listed(known)}.`),
  ]);
}

/** The same glob among manifests and approvals: an approval could then stand among what it approves. */
export function sharedGlob(glob: string): Problem {
  return warning("shared-glob", [
    `${shown(glob)} stands under both \`manifests\` and \`approvals\`.`,
    "Approvals are files of their own, so that other people can own them.",
    "Keep approvals in a folder of their own.",
  ]);
}
