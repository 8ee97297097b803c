/** Edits in flow style: entries between braces or brackets, with commas between them. */
import type { Stretch } from "../../syntax/place.ts";
import { holdsComment, type Item, type Page } from "./page.ts";
import { type Splice, Unwritable } from "./splice.ts";

/** What becomes of a collection in flow style: `new` behind the item of that position. */
export interface FlowEdit {
  readonly items: readonly Item[];
  readonly additions: readonly { readonly behind: number; readonly text: string }[];
  /** From the opening to behind the closing brace. */
  readonly whole: Stretch;
}

/** Takes items out with a comma, and puts new ones behind those that stay. Refuses where comments are between them. */
export function editFlow(page: Page, edit: FlowEdit): readonly Splice[] {
  const { items, additions, whole } = edit;
  refuseComments(page, edit);
  const survivors = items.filter(({ removed }) => !removed);
  const [first] = survivors;
  if (first === undefined) return [refilled(page, additions, whole)];
  const separator = separatorOf(page, items);
  const inserted = additions.map(({ behind, text }): Splice => {
    const at = items.findLast(({ removed }, index) => !removed && index <= behind) ?? first;
    return { start: at.end, end: at.end, text: `${separator}${text}` };
  });
  return [...inserted, ...removals(items)];
}

/** Each run of removed items goes with the comma before it; one at the beginning with the comma behind it. */
function removals(items: readonly Item[]): readonly Splice[] {
  return items.flatMap((item, index): readonly Splice[] => {
    if (!item.removed) return [];
    const before = items[index - 1];
    const isLeading = items.slice(0, index).every(({ removed }) => removed);
    const next = items[index + 1];
    if (!isLeading && before !== undefined) return [{ start: before.end, end: item.end, text: "" }];
    return next === undefined ? [] : [{ start: item.head, end: next.head, text: "" }];
  });
}

function refilled({ text }: Page, additions: FlowEdit["additions"], { start, end }: Stretch): Splice {
  const inside = text.slice(start + 1, end - 1);
  const room = additions.length > 0 && inside.startsWith(" ") && inside.trim() !== "" ? " " : "";
  const added = additions.map((addition) => addition.text).join(", ");
  return { start: start + 1, end: end - 1, text: `${room}${added}${room}` };
}

/** What stands between the last two, so that a list with a line for each goes on like that. */
function separatorOf({ text }: Page, items: readonly Item[]): string {
  const [before, last] = items.slice(-2);
  return before === undefined || last === undefined ? ", " : text.slice(before.end, last.head);
}

function refuseComments({ text }: Page, { items, whole }: FlowEdit): void {
  const edges = [whole.start + 1, ...items.flatMap(({ head, end }) => [head, end]), whole.end - 1];
  for (let index = 0; index < edges.length; index += 2) {
    if (holdsComment(text.slice(edges[index], edges[index + 1])))
      throw new Unwritable("there are comments between its braces");
  }
}
