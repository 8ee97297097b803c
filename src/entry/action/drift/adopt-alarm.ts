/** What of an adoption somebody has to see before it is merged: who gets power by it, and who loses it. Pure. */
import type { Change } from "../../../model/contract.ts";
import { type DriftSeverity, driftSeverity } from "../../../report/drift-severity.ts";
import { inline } from "../../../report/markdown-text.ts";
import { resourceTitle, subjectTitle } from "../../../report/naming.ts";
import { naming, type SharedEffect, sharedEffects } from "../../../report/phrase.ts";
import { type Span, tone } from "../../../report/spans.ts";
import { count } from "../../../report/words.ts";
import { severityCount, worstFirst } from "./severity-count.ts";

/** Characters of the list; what does not fit is counted. */
const MOST_CHARACTERS = 16_000;
const MOST_PEOPLE = 6;
const MOST_EFFECTS = 8;

/** A difference that is adopted. */
export interface AdoptedItem {
  /** The id of its change. */
  readonly id: string;
  readonly address: string;
  readonly words: string;
}

/** An adopted difference with how bad it is. */
export interface Judged extends AdoptedItem {
  readonly severity: DriftSeverity;
  readonly change?: Change;
}

/** The adopted differences, the worst first; one whose change is not known counts as a warning. */
export function judged(adopted: readonly AdoptedItem[], changes: readonly Change[]): readonly Judged[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return worstFirst(
    adopted.map((item): Judged => {
      const change = byId.get(item.id);
      return change === undefined
        ? { ...item, severity: "warning" }
        : { ...item, severity: driftSeverity(change), change };
    }),
  );
}

/** The blocks that stand before everything else: escalations, emptied sections, and what nobody knows the cause of. */
export function alarm(items: readonly Judged[], emptied: readonly string[]): string {
  const critical = items.filter(({ severity }) => severity === "critical");
  const lines = [
    ...critical.map((item) => inline(escalation(item))),
    ...emptied.map((section) => inline(["empties ", tone("name", section), ": nobody and nothing is left"])),
  ];
  return `${caution(lines)}${unclear(items)}`;
}

function caution(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const { shown, left } = fitting(
    lines.map((line) => `> - ${line}\n`),
    MOST_CHARACTERS,
  );
  const rest = left === 0 ? "" : `> - and ${left} more of this kind\n`;
  return `> [!CAUTION]\n> **Whoever merges this agrees to it:**\n${shown.join("")}${rest}\n`;
}

/** The first lines that have room together: none behind one that has none. */
export function fitting(
  lines: readonly string[],
  room: number,
): { readonly shown: readonly string[]; readonly left: number } {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length;
    return used > room;
  });
  const shown = end < 0 ? lines : lines.slice(0, end);
  return { shown, left: lines.length - shown.length };
}

function unclear(items: readonly Judged[]): string {
  const unknown = items.filter(({ change }) => change?.cause === "unclassified");
  if (unknown.length === 0) return "";
  const number = `${count(unknown.length, "difference")} (${severityCount(unknown.map(({ severity }) => severity))})`;
  return `> [!WARNING]\n> Of ${number} nobody knows whether git or live moved, for there is no record of an apply. If git moved, this takes back what was reviewed.\n\n`;
}

function escalation({ change, address, words }: Judged): readonly Span[] {
  const title = tone("name", resourceTitle(address));
  if (change === undefined) return [title, ": ", words];
  const said = [
    ...(change.action === "create" ? [["takes out ", title]] : []),
    ...(change.action === "delete" ? [["declares ", title]] : []),
    ...sharedEffects(change.effects)
      .slice(0, MOST_EFFECTS)
      .map((shared) => adoptedSpans(naming(MOST_PEOPLE, shared))),
  ];
  if (said.length === 0) return [title, ": ", words];
  return said.flatMap((spans, index) => (index === 0 ? spans : ["; ", ...spans]));
}

/** The inverse of what the change would do: the manifests get what live has. */
function adoptedSpans({ effect, subjects, more = 0 }: SharedEffect): readonly Span[] {
  const { verb, what, from, on } = effect;
  const names = subjects.flatMap((subject, index) => [
    index === 0 ? "" : ", ",
    tone("name", subjectTitle(subject)),
  ]);
  const who: readonly Span[] = more === 0 ? names : [...names, ` and ${more} more`];
  const where: readonly Span[] = [" on ", tone("name", on)];
  if (verb === "gains") return ["takes ", tone("name", what), ...where, " from ", ...who];
  const has = verb === "changes" ? (from ?? "another role") : what;
  const instead: readonly Span[] = verb === "changes" ? [" in place of ", tone("name", what)] : [];
  return ["makes ", ...who, " ", tone("name", has), ...where, ...instead];
}
