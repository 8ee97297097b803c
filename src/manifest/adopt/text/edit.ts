/** Steps on a document's values to splices of its text: everything else stays as it stands, byte for byte. */
import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { inward, type Said, type SaidFields, type Step } from "../step.ts";
import { type Addition, editBlock } from "./block.ts";
import { editFlow } from "./flow.ts";
import { type Opened, type OpenedDocument, pairOf } from "./open.ts";
import { behindColon, columnOf, contentEnd, holdsComment, type Item, type Page, type Slot } from "./page.ts";
import { looksOf, pairs, written } from "./scalar.ts";
import { type Splice, Unwritable } from "./splice.ts";

/** The splices that make a document say what the steps want; an Unwritable where its text does not let us. */
export function edits(
  { text, eol }: Pick<Opened, "text" | "eol">,
  { root }: OpenedDocument,
  steps: readonly Step[],
): readonly Splice[] {
  const page: Page = { text, eol, indent: 0 };
  return editNode({ ...page, indent: listIndent(page, root) }, root, undefined, steps);
}

type Block = { readonly slot: Slot | undefined; readonly empty: "[]" | "{}" };

function editNode(
  page: Page,
  node: Node | null,
  slot: Slot | undefined,
  steps: readonly Step[],
): readonly Splice[] {
  if (steps.length === 0) return [];
  if (isMap<Node, Node | null>(node)) return editMap(page, node, slot, steps);
  if (isSeq<Node>(node)) return editList(page, node, slot, steps);
  throw new Unwritable("its place in the text holds something else");
}

function editMap(
  page: Page,
  node: YAMLMap<Node, Node | null>,
  slot: Slot | undefined,
  steps: readonly Step[],
): readonly Splice[] {
  const here = steps.filter(({ path }) => path.length === 1);
  const removed = new Set(here.flatMap(({ does, path }) => (does === "remove" ? [String(path[0])] : [])));
  const items = node.items.map((pair): Item => {
    const [head = 0, end = 0] = pair.key.range ?? [];
    const isRemoved = isScalar(pair.key) && removed.has(String(pair.key.value));
    return { head, end: contentEnd(page, pair.value, end), node: pair.value, removed: isRemoved };
  });
  const isFlow = node.flow === true;
  const changed = here.flatMap((step) => changedPair(page, node, step));
  const inner = node.items.flatMap((pair) => {
    const own = steps.filter((step) => isInside(step) && isKey(pair, step.path[0]));
    return own.length === 0
      ? []
      : editNode(page, pair.value, isFlow ? undefined : slotOf(page, pair), own.map(inward));
  });
  const fresh = here.flatMap((step) =>
    step.does === "set" && pairOf(node, String(step.path[0])) === undefined ? [step] : [],
  );
  const additions = fresh.map(({ path, value, behind }) => {
    const [text = ""] = pairs(new Map([[String(path[0]), value]]));
    const known = node.items.findLastIndex((pair) => behind?.some((key) => isKey(pair, key)));
    return { behind: known === -1 ? items.length - 1 : known, text };
  });
  if (removed.size === 0 && additions.length === 0) return [...changed, ...inner];
  return [...changed, ...inner, ...editItems(page, node, { items, additions }, { slot, empty: "{}" })];
}

/** An `append` names the list that it goes into. */
function isInside({ does, path }: Step): boolean {
  return path.length > 1 || does === "append";
}

function isKey({ key }: Pair<Node, Node | null>, name: unknown): boolean {
  return isScalar(key) && String(key.value) === String(name);
}

function slotOf(page: Page, pair: Pair<Node, Node | null>): Slot {
  return { after: behindColon(page, pair), column: columnOf(page, pair.key.range?.[0] ?? 0) };
}

function changedPair(page: Page, node: YAMLMap<Node, Node | null>, step: Step): readonly Splice[] {
  const pair = pairOf(node, String(step.path[0]));
  if (pair === undefined || step.does === "remove" || step.does === "append") return [];
  const value = changedValue(page, pair, step.value);
  if (step.does === "set") return [value];
  const [start = 0, end = 0] = pair.key.range ?? [];
  return [{ start, end, text: written(step.key) }, value];
}

/** The value in the place of the one before, in its quotes; blocks give way to one line. */
function changedValue(page: Page, pair: Pair<Node, Node | null>, value: Said): Splice {
  const { value: node } = pair;
  const text = written(value, looksOf(node, page.text));
  const after = behindColon(page, pair);
  const [start = after, behind = after] = node?.range ?? [];
  if (start === behind) return { start: after, end: after, text: ` ${text}` };
  const end = contentEnd(page, node, behind);
  if (!isCollection(node)) return { start, end, text };
  if (holdsComment(page.text.slice(after, end))) throw new Unwritable("there are comments inside it");
  return node.flow === true ? { start, end, text } : { start: after, end, text: ` ${text}` };
}

function editList(
  page: Page,
  node: YAMLSeq<Node>,
  slot: Slot | undefined,
  steps: readonly Step[],
): readonly Splice[] {
  const isFlow = node.flow === true;
  const removed = new Set(
    steps.flatMap(({ does, path }) => (does === "remove" && path.length === 1 ? [path[0]] : [])),
  );
  const items = node.items.map((item, index): Item => {
    const [start = 0, end = 0] = item.range ?? [];
    const isRemoved = removed.has(index);
    return {
      head: isFlow ? start : dashOf(page, start, isRemoved),
      end: contentEnd(page, item, end),
      node: item,
      removed: isRemoved,
    };
  });
  const inner = node.items.flatMap((item, index) => {
    const own = steps.filter((step) => step.path[0] === index && isInside(step));
    return editNode(page, item, undefined, own.map(inward));
  });
  const added = steps.flatMap((step) =>
    step.does === "append" && step.path.length === 0 ? [step.value] : [],
  );
  if (items.length === 0 && slot !== undefined && added.some((value) => value instanceof Map))
    return [...asBlock(page, node, slot, added)];
  const additions = added.map((value) => ({
    behind: items.length - 1,
    value,
    text: entryText(page, items, value),
  }));
  if (removed.size === 0 && additions.length === 0) return inner;
  return [...inner, ...editItems(page, node, { items, additions }, { slot, empty: "[]" })];
}

interface Added {
  readonly behind: number;
  readonly text: string;
  readonly value?: Said;
}

function editItems(
  page: Page,
  node: YAMLMap<Node, Node | null> | YAMLSeq<Node>,
  { items, additions }: { readonly items: readonly Item[]; readonly additions: readonly Added[] },
  block: Block,
): readonly Splice[] {
  const [start = 0, end = 0] = node.range ?? [];
  if (node.flow === true) return editFlow(page, { items, additions, whole: { start, end } });
  const lines = additions.map(
    ({ behind, text, value }): Addition => ({
      behind,
      lines: isMap(node) ? [text] : entryLines(page, items, value ?? text),
    }),
  );
  return editBlock(page, { items, additions: lines, ...block });
}

/** Where an entry's dash is; what stands between it and the entry would be lost. */
function dashOf(page: Page, start: number, isRemoved: boolean): number {
  const dash = page.text.lastIndexOf("-", start - 1);
  if (isRemoved && !/^-[ \t]+$/u.test(page.text.slice(dash, start)))
    throw new Unwritable("it is written in an unusual way behind its dash");
  return dash;
}

/** A new entry as its neighbour is written: on one line, or a line for each key. */
function entryLines(page: Page, items: readonly Item[], value: Said): readonly string[] {
  const neighbour = items.findLast(({ removed }) => !removed) ?? items.at(-1);
  const { node = null, head = 0 } = neighbour ?? {};
  if (!(value instanceof Map) || !isMap(node) || node.flow === true)
    return [`- ${written(value, looksOf(node, page.text))}`];
  const fields: SaidFields = value;
  const dash = /^-[ \t]+/u.exec(page.text.slice(head, node.range?.[0]))?.[0] ?? "- ";
  return pairs(fields).map((pair, index) => `${index === 0 ? dash : " ".repeat(dash.length)}${pair}`);
}

function entryText(page: Page, items: readonly Item[], value: Said): string {
  return written(value, looksOf(items.at(-1)?.node ?? null, page.text));
}

/** `[]` with entries that are to have a line each. */
function asBlock(
  page: Page,
  node: YAMLSeq<Node>,
  { after, column }: Slot,
  added: readonly Said[],
): readonly Splice[] {
  const [start = after, end = after] = node.range ?? [];
  if (holdsComment(page.text.slice(start, end)))
    throw new Unwritable("there are comments between its braces");
  const margin = " ".repeat(column + page.indent);
  const below = page.text.indexOf("\n", end) + 1;
  const text = added.map((value) => `${margin}- ${written(value)}${page.eol}`).join("");
  return [
    { start: after, end, text: "" },
    { start: below, end: below, text },
  ];
}

/** How far lists stand in from their keys, as the first one in the document does. */
function listIndent(page: Page, root: Node): number {
  let indent: number | undefined;
  visit(root, {
    Pair: (_, { key, value }) => {
      if (indent !== undefined || !isSeq(value) || value.flow === true || !isScalar(key)) return undefined;
      indent = columnOf(page, value.range?.[0] ?? 0) - columnOf(page, key.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return indent === undefined || indent < 0 ? 2 : indent;
}
