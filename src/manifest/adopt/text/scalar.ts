/** Values as YAML text: plain where that is safe, else quoted; always on one line. */
import { isScalar, type Node, parseDocument } from "yaml";
import type { Said, SaidFields } from "../step.ts";

/** How a neighbour writes: its quotes, and whether it leaves room inside braces. */
export interface Looks {
  readonly quotes?: "single" | "double";
  readonly padded?: boolean;
}

/** Words that YAML 1.1 takes for something else than text; other tools may read the file. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/iu;
const PLAIN = /^\p{L}(?:[\p{L}\p{M}\p{N}_@.+/'()&-]| (?=[^ ]))*$/u;

/** The value on one line, fit to stand in braces and brackets too. */
export function written(value: Said, looks: Looks = {}): string {
  if (typeof value === "string") return text(value, looks);
  if (isList(value))
    return enclosed(
      "[]",
      value.map((item) => text(item, {})),
      looks,
    );
  if (!isFields(value)) return JSON.stringify(value);
  return enclosed("{}", pairs(value), looks);
}

/** Keys with their values, each on one line. */
export function pairs(fields: SaidFields, looks: Looks = {}): readonly string[] {
  return [...fields].map(([key, value]) => `${text(key, {})}: ${written(value, looks)}`);
}

/** What the looks of a node say. */
export function looksOf(node: Node | null | undefined, source: string): Looks {
  if (isScalar(node) && node.type === "QUOTE_SINGLE") return { quotes: "single" };
  if (isScalar(node) && node.type === "QUOTE_DOUBLE") return { quotes: "double" };
  const start = node?.range?.[0];
  return start === undefined ? {} : { padded: /^[[{] /u.test(source.slice(start, start + 2)) };
}

function enclosed(braces: string, items: readonly string[], { padded = false }: Looks): string {
  const room = padded && items.length > 0 ? " " : "";
  return `${braces[0]}${room}${items.join(", ")}${room}${braces[1]}`;
}

function text(value: string, { quotes }: Looks): string {
  if (quotes === "single" && !/[\p{Cc}\u0085\u2028\u2029]/u.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  if (quotes === undefined && PLAIN.test(value) && !AMBIGUOUS.test(value) && readsBack(value)) return value;
  return JSON.stringify(value);
}

/** The last word on whether quotes are needed is the parser's. */
function readsBack(value: string): boolean {
  const { contents, errors } = parseDocument(`[${value}]`);
  return errors.length === 0 && JSON.stringify(contents) === JSON.stringify([value]);
}

function isList(value: Said): value is readonly string[] {
  return Array.isArray(value);
}

function isFields(value: Said): value is SaidFields {
  return value instanceof Map;
}
