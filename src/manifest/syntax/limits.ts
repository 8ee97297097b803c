/** What is refused before the YAML library composes a text: what could exhaust it, and what hides from readers. */
import type { CST } from "yaml";
import type { Stretch } from "./place.ts";

/** UTF-16 units that one file may have. */
export const MAX_LENGTH: number = 1024 * 1024;
/** Mappings and lists that may stand inside each other; manifests need eight. */
export const MAX_DEPTH: number = 32;

/** Control characters, half surrogate pairs and characters that turn the direction of text on screen. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/u;

/** The first character that no manifest may hold. */
export function forbiddenCharacter(text: string): Stretch | undefined {
  const start = text.search(FORBIDDEN);
  return start === -1 ? undefined : { start, end: start + 1 };
}

/** What a look at the tokens of a text tells before it is composed. */
export interface Shape {
  /** Where the text nests too deep. The library would exhaust the stack there, which may end the process. */
  readonly tooDeep?: Stretch;
  /** Opening quotes and brackets that nothing closes, in order. */
  readonly unclosed: readonly Stretch[];
}

/** Looks at all tokens without recursion. */
export function shapeOf(tokens: readonly CST.Token[]): Shape {
  const unclosed: Stretch[] = [];
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return { tooDeep: { start: token.offset, end: token.offset + 1 }, unclosed };
    if (isUnclosed(token)) unclosed.push({ start: token.offset, end: token.offset + 1 });
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
  return { unclosed: unclosed.sort((a, b) => a.start - b.start) };
}

function isUnclosed(token: CST.Token): boolean {
  switch (token.type) {
    case "double-quoted-scalar":
      return !/(?<!\\)(?:\\\\)*"$/.test(token.source.slice(-64)) || token.source.length < 2;
    case "single-quoted-scalar":
      return token.source.split("'").length % 2 === 0;
    case "flow-collection":
      return token.end.length === 0;
    default:
      return false;
  }
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") return [];
  return token.items.flatMap(({ key, value }) => [key, value]).filter((child) => child != null);
}
