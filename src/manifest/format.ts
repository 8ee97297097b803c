/**
 * The canonical form of a manifest file: keys in the schema's order, two-space indent, quotes only where needed.
 * In: YAML text. Out: YAML text that means the same and keeps every comment, anchor and blank line, the order of
 * lists, and flow style where it fits a line. It must not throw, or change what the text says.
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { markComments, placeComments, unmarkComments } from "./comment-places.ts";
import { inside, type KeyOrder, namesOf, orderOf } from "./key-order.ts";
import { sameText } from "./same-text.ts";

type YamlDocument = Document.Parsed<ParsedNode>;

const widestFlow = 100;
/** Comments may need another round to come to rest. */
const mostRounds = 8;
const textTag = "tag:yaml.org,2002:str";

/** Words that YAML 1.1 takes for something else than text: their quotes stay, for the sake of other tools. */
const ambiguous = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/iu;

/**
 * The text in canonical form, or undefined when it is no YAML. Formatting twice gives what formatting once does;
 * where a comment or the meaning would be lost, keys stay in their order, and at worst the text stays as it is.
 */
export function formatManifest(text: string): string | undefined {
  if (parse(text) === undefined) return undefined;
  let current = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = better(current);
    if (next === current) return current;
    current = next;
  }
  return text;
}

/** The best form of the text that says the same. */
function better(text: string): string {
  for (const form of forms(text.replace(/^\uFEFF/u, "").replace(/\r\n/gu, "\n"))) {
    if (sameText(ended(form), text)) return ended(form);
    if (sameText(form, text)) return form;
  }
  return text;
}

function* forms(text: string): Generator<string> {
  if (!/^%/mu.test(text)) {
    const marked = markComments(text);
    yield written(parse(marked) ?? [], true);
    yield written(parse(marked) ?? [], false);
  }
  yield text;
}

/** Without blank lines at the end, which mean something only behind a text that keeps them. */
function ended(text: string): string {
  return text.trim() === "" ? "" : `${text.trimEnd()}\n`;
}

function parse(text: string): readonly YamlDocument[] | undefined {
  const documents = parseAllDocuments(text, { intAsBigInt: true, customTags: (tags) => tags.map(refolded) });
  return documents.some(({ errors }) => errors.length > 0) ? undefined : documents;
}

/** Folded paragraphs are folded again at a sensible width; all other text stays on its line. */
function refolded(tag: Tags[number]): Tags[number] {
  if (typeof tag === "string" || tag.collection !== undefined || tag.tag !== textTag) return tag;
  const stringify: ScalarTag["stringify"] = (item, context, onComment, onChompKeep) => {
    const lineWidth = item.type === Scalar.BLOCK_FOLDED ? widestFlow : 0;
    const options = { ...context, options: { ...context.options, lineWidth } };
    return tag.stringify?.(item, options, onComment, onChompKeep) ?? String(item.value);
  };
  return { ...tag, stringify };
}

function written(documents: readonly YamlDocument[], reorder: boolean): string {
  return documents
    .filter(({ contents }) => !isEmpty(contents))
    .map((document) => documentText(document, reorder).replace(/(?<!\n)$/u, "\n"))
    .map(unmarkComments)
    .join("---\n");
}

function documentText(document: YamlDocument, reorder: boolean): string {
  const { contents } = document;
  if (isScalar(contents) && contents.value === null && contents.source === "") {
    return (contents.comment ?? contents.commentBefore ?? "").replace(/^/gmu, "#");
  }
  document.directives.docStart = null;
  document.directives.docEnd = false;
  placeComments(contents);
  if (reorder && !hasAlias(contents)) sortKeys(contents, orderOf(kindOf(contents)), "root");
  visit(document, { Scalar: (_, node) => unquote(node), Collection: (_, node) => settleFlow(node) });
  return document.toString({
    indent: 2,
    lineWidth: 0,
    flowCollectionPadding: false,
    verifyAliasOrder: false,
  });
}

function isEmpty(contents: ParsedNode | null): boolean {
  return isScalar(contents) && contents.source === "" && !contents.comment && !contents.commentBefore;
}

function kindOf(contents: ParsedNode | null): string {
  return isMap(contents) ? String(contents.get("kind")) : "";
}

function hasAlias(root: Node | null): boolean {
  let found = false;
  visit(root, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** `at` says what a comment above the first key belongs to: the document, the list's entry, or that key. */
function sortKeys(node: unknown, order: KeyOrder, at: "root" | "entry" | "value"): void {
  if (isSeq(node)) for (const item of node.items) sortKeys(item, order, "entry");
  if (!isMap(node)) return;
  const names = namesOf(order);
  const rank = ({ key }: Pair): number => {
    const index = names.indexOf(keyText(key));
    return index === -1 ? names.length : index;
  };
  const before = node.items[0]?.key;
  node.items.sort((a, b) => rank(a) - rank(b));
  const now = node.items[0]?.key;
  if (isNode(before) && isNode(now) && now !== before) {
    now.spaceBefore = false;
    if (at === "root") moveComment(before, now);
    if (at === "value") moveComment(node, before);
  }
  for (const { key, value } of node.items) sortKeys(value, inside(order, keyText(key)), "value");
}

function moveComment(from: Node, to: Node): void {
  const both = [from.commentBefore, to.commentBefore].filter((comment) => typeof comment === "string");
  if (both.length > 0) to.commentBefore = both.join("\n");
  from.commentBefore = null;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

/** Quotes go where the text starts with a letter and means the same without. */
function unquote(scalar: Scalar): void {
  const { value, type } = scalar;
  const quoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
  if (!quoted || typeof value !== "string" || value.includes("\n")) return;
  if (/^\p{L}/u.test(value) && !ambiguous.test(value)) delete scalar.type;
  else scalar.type = /["\\]/u.test(value) ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
}

/** Flow style stays where all of it fits a line and no comment is inside. */
function settleFlow(node: YAMLMap | YAMLSeq): void {
  if (node.flow === true && widthInside(node) > widestFlow) node.flow = false;
}

function widthInside({ items }: YAMLMap | YAMLSeq): number {
  return items.reduce<number>((sum, item) => sum + flowWidth(item) + 2, 0);
}

function flowWidth(node: unknown): number {
  if (isPair(node)) return flowWidth(node.key) + 2 + flowWidth(node.value);
  if (!isNode(node)) return 0;
  if (node.comment || node.commentBefore) return Number.POSITIVE_INFINITY;
  if (isAlias(node)) return node.source.length + 1;
  const marks = (node.anchor?.length ?? 0) + (node.tag?.length ?? 0) + 2;
  return marks + (isCollection(node) ? widthInside(node) : String(isScalar(node) ? node.value : "").length);
}
