/** Whether two YAML texts say the same, comments included, however they are laid out. */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, Parser, parseAllDocuments } from "yaml";

/** Whether both are valid YAML with the same data, anchors, tags and comments; the order of keys may differ. */
export function sameText(a: string, b: string): boolean {
  const [meaningA, meaningB] = [meaning(a), meaning(b)];
  return meaningA !== undefined && meaningA === meaningB && comments(a) === comments(b);
}

function meaning(text: string): string | undefined {
  const documents = parseAllDocuments(text, { intAsBigInt: true });
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  const full = documents.filter(({ contents }) => !(isScalar(contents) && contents.source === ""));
  return JSON.stringify(full.map(({ contents }) => shapeOf(contents)));
}

/** What a node says, without the order of its keys and the looks. */
function shapeOf(node: unknown): unknown {
  if (isPair(node)) return [shapeOf(node.key), shapeOf(node.value)];
  if (!isNode(node)) return null;
  if (isAlias(node)) return { alias: node.source };
  const { anchor, tag } = node;
  if (isMap(node))
    return { anchor, tag, map: node.items.map((pair) => JSON.stringify(shapeOf(pair))).sort() };
  if (isSeq(node)) return { anchor, tag, seq: node.items.map(shapeOf) };
  return isScalar(node) ? { anchor, tag, type: typeof node.value, value: String(node.value) } : null;
}

/** Every comment's text, sorted. */
function comments(text: string): string {
  const found = [...new Parser().parse(text)].flatMap(commentsIn);
  return JSON.stringify(found.sort());
}

function commentsIn(token: unknown): readonly string[] {
  if (typeof token !== "object" || token === null) return [];
  if ("type" in token && token.type === "comment" && "source" in token)
    return [String(token.source).trimEnd()];
  return Object.values(token).flatMap(commentsIn);
}
