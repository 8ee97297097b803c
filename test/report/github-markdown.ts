/** What every Markdown report keeps to, judged by a parser of GitHub's Markdown and not by the look of the text. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect } from "vitest";

/** A node of the parsed tree, as far as these checks look. */
export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null;
  readonly children?: readonly Node[];
}

const allowed = new Set([
  "root",
  "paragraph",
  "text",
  "strong",
  "emphasis",
  "inlineCode",
  "code",
  "list",
  "listItem",
  "table",
  "tableRow",
  "tableCell",
  "blockquote",
  "heading",
  "html",
  "break",
  "link",
]);

const ours = /<\/?(?:details|summary|b|br)>|<details open>/gu;

/** The tree of GitHub Markdown. */
export function treeOf(markdown: string): Node {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
}

/** All nodes of a tree, parents first. */
export function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** The text of a node, code included. */
export function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

/** Fails when anything but our own constructs, with our own headings and links, comes out of the parser. */
export function expectSafe(
  markdown: string,
  { headings, links = [] }: { readonly headings: RegExp; readonly links?: readonly string[] },
): void {
  const nodes = nodesOf(treeOf(markdown));
  const of = (type: string): readonly Node[] => nodes.filter((node) => node.type === type);
  for (const { type } of nodes) expect(allowed).toContain(type);
  for (const { url } of of("link")) expect(links).toContain(url);
  for (const node of of("heading")) expect(textOf(node)).toMatch(headings);
  for (const { value = "" } of of("text")) expectQuiet(value);
  for (const { value = "" } of of("html")) expectOurs(value);
  for (const node of of("table")) expectSquare(node);
  expectBalanced(nodes);
  expect(markdown).not.toMatch(/<!--|\r|[\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200B]/u);
}

/** Nothing that GitHub makes a mention, a reference or a link of. */
function expectQuiet(text: string): void {
  expect(text).not.toMatch(/[@#][\p{L}\p{N}_-]|GH-\d|:\/\/|www\.\p{L}|:[a-z\d_+-]+:/iu);
}

function expectOurs(html: string): void {
  const inner = html.replace(ours, "");
  expect(inner).not.toMatch(/[<>]/u);
  expectQuiet(inner.replace(/&#\d+;|&[a-z]+;/gu, "\u200B"));
}

function expectSquare(table: Node): void {
  const [head, ...rows] = (table.children ?? []).map(({ children = [] }) => children.length);
  expect(head).toBeGreaterThan(1);
  for (const cells of rows) expect(cells).toBe(head);
}

function expectBalanced(nodes: readonly Node[]): void {
  let open = 0;
  for (const { type, value = "" } of nodes) {
    if (type !== "html") continue;
    for (const tag of value.match(/<\/?details/gu) ?? []) {
      open += tag === "<details" ? 1 : -1;
      expect(open).toBeGreaterThanOrEqual(0);
    }
  }
  expect(open).toBe(0);
}

/** The types of the tree, nested, without any of the text: what somebody else's text must not change. */
export function skeletonOf({ type, children = [] }: Node): string {
  const inner = children
    .filter((child) => !["text", "inlineCode", "html", "strong", "emphasis"].includes(child.type))
    .map(skeletonOf);
  return inner.length === 0 ? type : `${type}(${inner.join(" ")})`;
}
