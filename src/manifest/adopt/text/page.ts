/** Looking at a text by lines and nodes. */
import { isCollection, isPair, isScalar, type Node, type Pair } from "yaml";
import { Unwritable } from "./splice.ts";

/** A text on which edits are placed, and how it sets its lists. */
export interface Page {
  readonly text: string;
  readonly eol: string;
  /** Columns by which a list stands further in than its key. */
  readonly indent: number;
}

/** The place of a collection's own value: behind the colon of its key, in block style. */
export interface Slot {
  readonly after: number;
  /** Where the key begins in its line. */
  readonly column: number;
}

/** An entry of a collection, from its dash or key to the end of what it says. */
export interface Item {
  readonly head: number;
  readonly end: number;
  readonly node: Node | null;
  readonly removed: boolean;
}

/** Where the line of an offset begins. */
export function lineStart({ text }: Page, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line behind that of an offset begins. */
export function lineEnd({ text }: Page, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** Columns before an offset in its line. */
export function columnOf(page: Page, offset: number): number {
  return offset - lineStart(page, offset);
}

/** The end of what a node says: without the comment and the line break behind it. */
export function contentEnd({ text }: Page, node: Node | null, otherwise: number): number {
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  const inner = isPair(last) ? (last.value ?? last.key) : last;
  if (inner !== undefined)
    return contentEnd({ text, eol: "", indent: 0 }, inner as Node, keyEnd(last, otherwise));
  const [start, end] = node?.range ?? [otherwise, otherwise];
  if (start === end) return otherwise;
  const trailing = /[\r\n]+$/u.exec(text.slice(start, end))?.[0].length ?? 0;
  return end - trailing;
}

function keyEnd(item: unknown, otherwise: number): number {
  return isPair<Node>(item) ? (item.key.range?.[1] ?? otherwise) : otherwise;
}

/** Where the value of a key may begin: right behind its colon. */
export function behindColon({ text }: Page, { key }: Pair<Node, Node | null>): number {
  const colon = /\s*:/uy;
  colon.lastIndex = key.range?.[1] ?? 0;
  if (!isScalar(key) || !colon.test(text)) throw new Unwritable("its key is written in an unusual way");
  return colon.lastIndex;
}

/** Whether a stretch holds a comment, or what looks like one. */
export function holdsComment(text: string): boolean {
  return /(?:^|\s)#/u.test(text);
}
