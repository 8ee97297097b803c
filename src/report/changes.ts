/** The changes of one organization, each with what it means. */
import type { Cause, Change } from "../model/contract.ts";
import { hanging, type Line, line } from "./layout.ts";
import { changeTitle, places, subjectOf, titleOf } from "./naming.ts";
import { effectSpans, fieldSpans, sends, sharedEffects, untoldFields } from "./phrase.ts";
import { columns, facts, padding, type Span, tone } from "./spans.ts";
import type { Tone } from "./style.ts";
import { actions, byKind, reasons, risks } from "./words.ts";

const tones: Readonly<Record<Change["action"], Tone>> = {
  create: "add",
  update: "change",
  replace: "change",
  delete: "remove",
};

const widestTitle = 44;

/** All changes, the organization's own first, then roles, workspaces, members and access; what follows is aligned. */
export function changeLines(changes: readonly Change[], classified: boolean): readonly Line[] {
  const sorted = byKind(changes);
  const width = Math.min(widestTitle, Math.max(0, ...sorted.map((change) => columns(changeTitle(change)))));
  const shared = sharedCause(changes, classified);
  return sorted.flatMap((change) => [
    head(change, width, shared === undefined && classified),
    ...detail(change).map((spans) => line(6, ...spans)),
  ]);
}

/** The one cause of all changes; undefined when there are several, none, or nobody knows. */
export function sharedCause(changes: readonly Change[], classified: boolean): Cause | undefined {
  const causes = new Set(changes.map(({ cause }) => cause));
  return classified && causes.size === 1 ? changes[0]?.cause : undefined;
}

function head(change: Change, width: number, showCause: boolean): Line {
  const { action, verb, kind, origins, reason, cause } = change;
  const { sign } = actions[action];
  const tail = facts([
    ["faint", places(origins)],
    ["faint", reasons[reason]],
    [cause === "intended" ? "faint" : "warning", showCause ? cause : ""],
  ]);
  return hanging(
    4,
    line(
      2,
      tone(tones[action], `${sign} ${verb}`),
      ` ${kind} `,
      tone("strong", titleOf(change)),
      ...(tail.length === 0 ? [] : [`${padding(changeTitle(change), width)}  `, ...tail]),
    ),
  );
}

function detail(change: Change): readonly (readonly Span[])[] {
  const { effects, note, blockedBy } = change;
  const about = subjectOf(change);
  const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
  return [
    ...(change.account === undefined ? [] : [["live as ", tone("name", change.account)]]),
    ...untoldFields(change).map(fieldSpans),
    ...sharedEffects(effects).map((shared) => effectSpans(shared, about)),
    ...sends(change).map((words) => [words]),
    ...(note === undefined ? [] : [["reason: ", tone("name", note)]]),
    ...(labels.length === 0 ? [] : [[tone("warning", "risk: "), labels.join(", ")]]),
    ...(blockedBy.length === 0 ? [] : [[tone("danger", "held by "), blockedBy.join(", ")]]),
  ];
}
