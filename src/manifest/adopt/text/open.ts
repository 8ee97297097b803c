/** A file opened for edits: its documents as nodes with their places, and what to keep of its looks. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  visit,
} from "yaml";
import type { Location } from "../../../model/contract.ts";
import { linesOf } from "../../syntax/lines.ts";
import type { Path, Source } from "../../syntax/source.ts";

/** A text whose last line is ended, without a byte order mark; both are put back. */
export interface Opened {
  readonly file: string;
  readonly text: string;
  readonly mark: string;
  /** Whether the text's last line had no end, so that the one given to it goes again. */
  readonly open: boolean;
  readonly eol: "\n" | "\r\n";
  readonly documents: readonly OpenedDocument[];
}

/** One document of a file. */
export interface OpenedDocument {
  readonly root: ParsedNode;
  /** What it says. */
  value(): unknown;
  /** Where it begins, as locations say it. */
  readonly start: Pick<Location, "line" | "column">;
  /** Anchors that something else in the document stands for. */
  readonly shared: ReadonlySet<string>;
}

/** Opens a text that the project's parser has taken. */
export function open({ file, text: whole }: Source): Opened {
  const mark = whole.startsWith("\ufeff") ? "\ufeff" : "";
  const text = whole.slice(mark.length);
  const eol = /\r\n/u.test(text) ? "\r\n" : "\n";
  const isOpen = !text.endsWith("\n");
  const ended = isOpen ? `${text}${eol}` : text;
  const lines = linesOf(file, ended);
  const all = parseAllDocuments(ended, { uniqueKeys: false, resolveKnownTags: false, logLevel: "silent" });
  const documents = (Array.isArray(all) ? all : []).flatMap(
    (document: Document.Parsed): readonly OpenedDocument[] => {
      const root = document.contents;
      if (root === null) return [];
      const { line, column } = lines.locate({ start: root.range[0], end: root.range[1] });
      return [{ root, value: () => document.toJS(), start: { line, column }, shared: aliased(root) }];
    },
  );
  return { file, text: ended, mark, open: isOpen, eol, documents };
}

/** The text to be written, from one that was edited. */
export function closed(edited: string, { mark, open: wasOpen, eol }: Opened): string {
  return `${mark}${wasOpen && edited.endsWith(eol) ? edited.slice(0, -eol.length) : edited}`;
}

/** Why nothing can be written at the path; undefined where it can. */
export function obstacle({ root, shared }: OpenedDocument, path: Path): string | undefined {
  let node: Node | null | undefined = root;
  for (const step of [...path, undefined]) {
    if (isAlias(node)) return "it is written as an alias (`*`) of another place";
    if (isShared(node, shared)) return "other places of the file stand for it by its anchor (`&`)";
    if (step !== undefined) node = childOf(node, step);
  }
  return holdsShared(node, shared)
    ? "other places of the file stand for part of it by an anchor (`&`)"
    : undefined;
}

/** The pair of a key. */
export function pairOf(node: Node | null | undefined, key: string): Pair<Node, Node | null> | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function childOf(node: Node | null | undefined, step: string | number): Node | null | undefined {
  if (isSeq<Node>(node)) return node.items[Number(step)];
  return pairOf(node, String(step))?.value;
}

function aliased(root: Node): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, {
    Alias: (_, { source }) => {
      names.add(source);
    },
  });
  return names;
}

function isShared(node: Node | null | undefined, shared: ReadonlySet<string>): boolean {
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
  return anchor !== undefined && shared.has(anchor);
}

function holdsShared(node: Node | null | undefined, shared: ReadonlySet<string>): boolean {
  let found = false;
  visit(node ?? null, {
    Node: (_, inner) => {
      found ||= isShared(inner, shared);
    },
  });
  return found;
}
