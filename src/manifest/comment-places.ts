/**
 * Comments above a key stay with that key. The YAML library gives a comment to the section before it when that
 * section ends with a comment of its own (an entry that is commented out, say): here it is told apart again.
 */
import { isCollection, isMap, isNode, isPair, isSeq, type Node, Parser, visit } from "yaml";

/** Stands behind the `#` of a comment that belongs to what follows it; private, so that no text holds it by chance. */
const mark = "\uE00F";

interface Comment {
  readonly offset: number;
  readonly column: number;
  /** Whether nothing but comments and blank lines is between it and the one before. */
  readonly joined: boolean;
}

/** The text with marks at comments that belong to what follows; as it is when it holds the mark already. */
export function markComments(text: string): string {
  if (text.includes(mark)) return text;
  const marked = groups(fullLines(text)).flatMap((group) => belonging(group, text));
  return marked.reduceRight((result, at) => `${result.slice(0, at + 1)}${mark}${result.slice(at + 1)}`, text);
}

/** Moves marked comments to the key or entry that they stand above. Changes the nodes. */
export function placeComments(root: Node | null): void {
  visit(root, {
    Collection: (_, node) => {
      for (const [index, item] of node.items.entries()) {
        const next = node.items[index + 1];
        const target = isPair(next) ? next.key : next;
        if (isNode(target)) handOver(isPair(item) ? item.value : item, target);
      }
    },
  });
}

/** The text without the marks. */
export function unmarkComments(text: string): string {
  return text.replaceAll(`#${mark}`, "#");
}

/** All tokens of comments with the column where they start, those behind something else on the line left out. */
function fullLines(text: string): readonly Comment[] {
  const offsets = [...new Parser().parse(text)].flatMap(commentOffsets).sort((a, b) => a - b);
  return offsets.flatMap((offset, index) => {
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    const previous = offsets[index - 1];
    const between = previous === undefined ? "x" : text.slice(text.indexOf("\n", previous), start);
    const alone = text.slice(start, offset).trim() === "";
    return alone ? [{ offset, column: offset - start, joined: between.trim() === "" }] : [];
  });
}

function commentOffsets(token: unknown): readonly number[] {
  if (typeof token !== "object" || token === null) return [];
  if ("type" in token && token.type === "comment" && "offset" in token) return [Number(token.offset)];
  return Object.values(token).flatMap(commentOffsets);
}

function groups(comments: readonly Comment[]): readonly (readonly Comment[])[] {
  const result: Comment[][] = [];
  for (const comment of comments) {
    if (comment.joined && result.length > 0) result.at(-1)?.push(comment);
    else result.push([comment]);
  }
  return result;
}

/** Of comments in a row, the last ones that stand exactly above what follows, where deeper ones come before. */
function belonging(group: readonly Comment[], text: string): readonly number[] {
  const end = text.indexOf("\n", group.at(-1)?.offset ?? 0);
  const following = /^(?:[ \t]*\n)*( *)[^ \n]/u.exec(end === -1 ? "" : text.slice(end + 1));
  const column = following?.[1]?.length ?? -1;
  const first = group.findLastIndex((comment) => comment.column !== column) + 1;
  const deeper = group.slice(0, first).some((comment) => comment.column > column);
  return deeper ? group.slice(first).map(({ offset }) => offset) : [];
}

/** Takes marked lines from the comments at the end of a node and puts them before the next. */
function handOver(from: unknown, target: Node): void {
  if (!isCollection(from)) return;
  const { comment } = from;
  const at = comment?.indexOf(mark) ?? -1;
  if (comment && at !== -1) {
    const own = comment.slice(0, at);
    from.comment = own.trimEnd() === "" ? null : own.replace(/\n+$/u, "");
    target.commentBefore = [comment.slice(at), target.commentBefore].filter(Boolean).join("\n");
    if (/\n\s*\n$/u.test(own)) target.spaceBefore = true;
  }
  const last = isMap(from) || isSeq(from) ? from.items.at(-1) : undefined;
  handOver(isPair(last) ? last.value : last, target);
}
