/** Edits in block style: an entry has its own lines, and comments above it are its own. */
import { columnOf, type Item, lineEnd, lineStart, type Page, type Slot } from "./page.ts";
import { type Splice, Unwritable } from "./splice.ts";

/** New text of a collection: whole lines without their indentation, behind the item of that position. */
export interface Addition {
  readonly behind: number;
  readonly lines: readonly string[];
}

/** What becomes of a collection in block style. */
export interface BlockEdit {
  readonly items: readonly Item[];
  readonly additions: readonly Addition[];
  readonly slot: Slot | undefined;
  /** What stands there when nothing is left. */
  readonly empty: "[]" | "{}";
}

/** Takes removed items out with their comments, and puts new ones behind those that stay. */
export function editBlock(page: Page, edit: BlockEdit): readonly Splice[] {
  const { items, additions, slot, empty } = edit;
  const gone = items.flatMap((item, index) => (item.removed ? [removal(page, edit, index)] : []));
  const removals = joined(page, gone, additions.length > 0);
  const isEmptied = additions.length === 0 && items.every(({ removed }) => removed);
  if (isEmptied && slot === undefined) throw new Unwritable("nothing would be left where it is written");
  return [
    ...(isEmptied && slot !== undefined ? [{ start: slot.after, end: slot.after, text: ` ${empty}` }] : []),
    ...additions.map((addition) => insertion(page, edit, addition)),
    ...removals,
  ];
}

function insertion(page: Page, edit: BlockEdit, { behind, lines }: Addition): Splice {
  const { items } = edit;
  const column = columnOf(page, items[0]?.head ?? 0);
  const anchor = items.findLastIndex(({ removed }, index) => !removed && index <= behind);
  const at = anchor === -1 ? chunkStart(page, edit, 0) : chunkEnd(page, edit, anchor);
  const apart = anchor > 0 && isBlankAbove(page, chunkStart(page, edit, anchor)) ? page.eol : "";
  const text = lines.map((line) => `${" ".repeat(column)}${line}${page.eol}`).join("");
  return { start: at, end: at, text: `${apart}${text}` };
}

/** The lines of an item; of the blank lines around it, those go that would stand at an edge or beside another. */
function removal(page: Page, edit: BlockEdit, index: number): Splice {
  const start = isHeaded(page, edit, index)
    ? lineStart(page, edit.items[index]?.head ?? 0)
    : chunkStart(page, edit, index);
  const end = chunkEnd(page, edit, index);
  const isBlank = isBlankAbove(page, start);
  const isFirst = index === 0 && edit.items.some(({ removed }) => !removed);
  const next = lineEnd(page, end);
  const goes = (isBlank || isFirst) && page.text.slice(end, next).trim() === "";
  return { start, end: goes ? next : end, text: "" };
}

/** Whether the comment above a list's first entry is about the list, which others stay in: no other entry has one of its own. */
function isHeaded(page: Page, edit: BlockEdit, index: number): boolean {
  const { items, empty } = edit;
  const isOwn = (at: number): boolean => {
    const start = chunkStart(page, edit, at);
    return start < lineStart(page, items[at]?.head ?? 0);
  };
  const isLeft = items.some(({ removed }) => !removed);
  return index === 0 && empty === "[]" && isLeft && !items.some((_, at) => at > 0 && isOwn(at));
}

/** Those that touch as one; what ends the text takes the blank line above along, unless something follows. */
function joined(page: Page, removals: readonly Splice[], isFollowed: boolean): readonly Splice[] {
  const runs: Splice[] = [];
  for (const removed of removals) {
    const last = runs.at(-1);
    if (last !== undefined && last.end === removed.start) runs.splice(-1, 1, { ...last, end: removed.end });
    else runs.push(removed);
  }
  return runs.map((run) => {
    const isLast = !isFollowed && run.end >= page.text.length && isBlankAbove(page, run.start);
    return isLast ? { ...run, start: lineStart(page, run.start - 1) } : run;
  });
}

/** From the first of the comments right above it; what is commented out there is nobody's. */
function chunkStart(page: Page, edit: BlockEdit, index: number): number {
  const { items, slot } = edit;
  const head = items[index]?.head ?? 0;
  let start = lineStart(page, head);
  if (page.text.slice(start, head).trim() !== "")
    throw new Unwritable("it shares its line with something else");
  const floor = floorOf(page, edit, index) ?? (slot === undefined ? start : lineEnd(page, slot.after));
  while (start > floor) {
    const above = lineStart(page, start - 1);
    const line = page.text.slice(above, start);
    if (
      above < floor ||
      !/^[ \t]*#(?![ \t]*-[ \t])/u.test(line) ||
      line.indexOf("#") > head - lineStart(page, head)
    )
      break;
    start = above;
  }
  return start;
}

function floorOf(page: Page, edit: BlockEdit, index: number): number | undefined {
  return index === 0 ? undefined : chunkEnd(page, edit, index - 1);
}

/** To the end of its last line, and of comments further in that follow. */
function chunkEnd(page: Page, { items }: BlockEdit, index: number): number {
  const { head = 0, end = 0 } = items[index] ?? {};
  const column = columnOf(page, head);
  let at = lineEnd(page, end);
  while (at < page.text.length) {
    const next = lineEnd(page, at);
    const line = page.text.slice(at, next);
    if (!/^[ \t]*#/u.test(line) || line.indexOf("#") <= column) break;
    at = next;
  }
  return at;
}

function isBlankAbove(page: Page, start: number): boolean {
  return start > 0 && page.text.slice(lineStart(page, start - 1), start).trim() === "";
}
