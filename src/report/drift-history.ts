/** Who did it: the entries of an audit log that concern one difference, as far as words can tell. */
import type { Change, HistoryEntry, OrganizationPlan } from "../model/contract.ts";
import { subjectOf, subjectTitle, titleOf } from "./naming.ts";
import { type Span, tone } from "./spans.ts";

const mostPerItem = 2;
const mostLatest = 8;
/** Shorter words stand in too many entries to mean anybody. */
const shortest = 3;

/** The latest entries that name the subject of a change, its account or its id, newest first. */
export function entriesAbout(change: Change, { history = [] }: OrganizationPlan): readonly HistoryEntry[] {
  const terms = termsOf(change);
  return history
    .filter(({ target, actor }) =>
      terms.some((term) => [target, actor].some((text) => text !== undefined && mentions(text, term))),
    )
    .slice(-mostPerItem)
    .reverse();
}

/** The latest entries that are about none of the changes, newest first. */
export function otherEntries(
  changes: readonly Change[],
  organization: OrganizationPlan,
): readonly HistoryEntry[] {
  const told = new Set(changes.flatMap((change) => entriesAbout(change, organization)));
  return (organization.history ?? [])
    .filter((entry) => !told.has(entry))
    .slice(-mostLatest)
    .reverse();
}

/** `bob@acme.test on 2026-11-20 09:30 UTC: member.updated mallory@acme.test`. */
export function entrySpansOf({ at, actor, action, target }: HistoryEntry): readonly Span[] {
  return [
    ...(actor === undefined ? ["somebody"] : [tone("name", actor)]),
    ` on ${instantText(at)}: `,
    tone("name", target === undefined ? action : `${action} ${target}`),
  ];
}

/** An instant to the minute, as UTC; what is none stays as it is. */
export function instantText(at: string): string {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return at;
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function termsOf(change: Change): readonly string[] {
  const subject = subjectOf(change);
  const named = subject === undefined ? keyOf(change) : subjectTitle(subject.replace(/^(?:id|role):/u, ""));
  return [named, change.account, change.nativeId].flatMap((term) =>
    term === undefined || term.length < shortest ? [] : [term.toLowerCase()],
  );
}

/** The name of a role or workspace; an organization's stands in every entry. */
function keyOf(change: Change): string | undefined {
  return change.kind === "organization" ? undefined : titleOf(change);
}

/** Whether text names the term as a whole, not as a part of a longer name. */
function mentions(text: string, term: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(term); at !== -1; at = lower.indexOf(term, at + 1)) {
    const before = lower.slice(Math.max(0, at - 1), at);
    const after = lower.slice(at + term.length, at + term.length + 2);
    if (!(/[\p{L}\p{N}_.@+-]$/u.test(before) || /^(?:[\p{L}\p{N}_@+-]|\.[\p{L}\p{N}])/u.test(after)))
      return true;
  }
  return false;
}
