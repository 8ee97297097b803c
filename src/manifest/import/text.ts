/** A manifest's text from plain data: keys in their order, an entry on a line, comments at their place. */
import { forbiddenCharacter } from "../syntax/limits.ts";

/** What stands behind a key. A map keeps the order of its keys. */
export type Data = string | number | boolean | readonly string[] | Fields;

/** The keys of a mapping with what stands behind them. */
export type Fields = ReadonlyMap<string, Data>;

/** A section of a manifest's spec; without entries it is not declared, and only its comments are written. */
export interface Section {
  readonly key: string;
  readonly entries: readonly Fields[];
  readonly comments: readonly string[];
}

/** What the text is made of. */
export interface Outline {
  /** Where the editor finds the schema. */
  readonly schema: string;
  readonly name: string;
  /** The spec's plain keys that stand before its sections, and those behind. */
  readonly before: Fields;
  readonly sections: readonly Section[];
  readonly after: Fields;
}

/** Words that can hardly be taken for anything but text: written plainly at once, which spares `formatManifest` a round. */
const PLAIN = /^(?!(?:y|n|yes|no|on|off|true|false|null|nan|inf)$)[a-z][\w@.+/-]*$/iu;

/** YAML with quotes around all but plain words; `formatManifest` takes away those that are not needed. */
export function manifestText({ schema, name, before, sections, after }: Outline): string {
  return [
    `# yaml-language-server: $schema=${plain(schema)}`,
    "",
    "apiVersion: orgwright/v1",
    "kind: Organization",
    `metadata: {name: ${flow(name)}}`,
    "spec:",
    ...keyLines(before),
    ...sections.flatMap(sectionLines),
    ...keyLines(after),
    "",
  ].join("\n");
}

function keyLines(fields: Fields): readonly string[] {
  return [...fields].map(([key, value]) => `  ${flow(key)}: ${flow(value)}`);
}

function sectionLines({ key, entries, comments }: Section): readonly string[] {
  if (entries.length === 0) return comments.map((comment) => `  # ${key}: ${plain(comment)}`);
  return [
    `  ${key}:`,
    ...comments.map((comment) => `    # ${plain(comment)}`),
    ...entries.map((entry) => `    - ${flow(entry)}`),
  ];
}

function flow(value: Data): string {
  if (typeof value === "string" && PLAIN.test(value)) return value;
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const fields: Fields = value;
  return `{${[...fields].map(([key, inner]) => `${flow(key)}: ${flow(inner)}`).join(", ")}}`;
}

/** Whether a manifest may hold the text where it needs one. */
export function isSayable(text: string): boolean {
  return text !== "" && forbiddenCharacter(text) === undefined;
}

/** One line of a comment, whatever a system answered. */
function plain(text: string): string {
  return [...text]
    .map((character) => (/\s/u.test(character) || isSayable(character) ? character : "·"))
    .join("")
    .replace(/\s+/gu, " ");
}
