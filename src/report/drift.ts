/** The plan seen as drift: not what an apply would do, but how live differs from what is desired, and who moved. */
import type { Acknowledged, Cause, Change, OrganizationPlan, Plan } from "../model/contract.ts";
import { diagnosticLines } from "./diagnostics.ts";
import { driftSeverity, isKnown, movedToo, powersLeft, shownCause } from "./drift-severity.ts";
import { hanging, indented, type Line, layOut, line, section } from "./layout.ts";
import { type Entry, entryLines } from "./lists.ts";
import { places, subjectOf, titleOf } from "./naming.ts";
import { liveEffectSpans, liveFieldSpans, sharedEffects, untoldFields } from "./phrase.ts";
import { columns, facts, padding, type Span, tone, whole } from "./spans.ts";
import type { Style } from "./style.ts";
import { byKind, count, listing } from "./words.ts";

interface CauseWords {
  readonly title: string;
  readonly why: string;
}

/** The causes as headings. */
export const causes: Readonly<Record<Cause, CauseWords>> = {
  drift: { title: "Drift", why: "live moved" },
  intended: { title: "Merged, not applied", why: "git moved" },
  due: { title: "Due", why: "only time moved" },
  unclassified: { title: "Unclassified", why: "there is no record that tells who moved" },
};

/** Differences that are known. */
export const acknowledgedWords: CauseWords = {
  title: "Acknowledged",
  why: "known for a time; an apply would still undo it",
};

/** How live differs where a change would mend it. */
export const differences: Readonly<Record<Change["action"], string>> = {
  create: "not live",
  update: "differs",
  replace: "differs",
  delete: "not declared",
};

/** How live differs from the manifests, by who moved, what is acknowledged apart; says that there is no drift only when all was read. */
export function renderDrift(plan: Plan, style: Style): string {
  const { organizations } = plan;
  const groups = (["drift", "intended", "due", "unclassified"] as const).flatMap((cause) =>
    section(
      differenceGroup(
        causes[cause],
        organizations,
        (change) => shownCause(change) === cause && !isKnown(change),
      ),
    ),
  );
  return layOut(
    [
      ...headLines(plan),
      ...section(diagnosticLines(plan.diagnostics, style.width)),
      ...groups,
      ...section(differenceGroup(acknowledgedWords, organizations, isKnown)),
      ...section(listed("Unmanaged, with power", "no manifest gives it", organizations, powersLeft)),
      ...section(listed("Released", "declared once, live keeps it", organizations, (one) => one.released)),
      ...section(listed("Observed", "differs, and is only watched", organizations, (one) => one.observed)),
      ...section(listed("For a person", "not possible by API", organizations, (one) => one.forPerson)),
      ...section(listed("Waiting", "not possible yet", organizations, (one) => one.waiting)),
      ...section(unreadLines(organizations, style.width)),
    ],
    style,
  );
}

function headLines({ organizations }: Plan): readonly Line[] {
  const unread = organizations.filter(({ verdict }) => verdict === "failed");
  const read = count(organizations.length - unread.length, "organization");
  const counts = differenceCounts(organizations);
  const known = organizations.flatMap(({ changes }) => changes.filter(isKnown)).length;
  const warning = `${listing(unread.map(({ name }) => name))} could not be read: nothing is known of the difference.`;
  const head =
    counts.length > 0
      ? line(0, tone("strong", "Live differs: "), ...facts(counts.map((text) => ["strong", text] as const)))
      : quietHead(unread.length === 0, read, known);
  return [
    hanging(2, head),
    ...(unread.length === 0 ? [] : [hanging(2, line(0, tone("danger", "Unread: "), warning))]),
  ];
}

function quietHead(complete: boolean, read: string, known: number): Line {
  if (known > 0) {
    const words = ` Nothing else differs in what was read: ${read}.`;
    return line(
      0,
      tone("strong", `${count(known, "difference is", "differences are")} acknowledged.`),
      words,
    );
  }
  return complete
    ? line(0, tone("good", "No drift."), ` ${read} as declared.`)
    : line(0, tone("strong", `Nothing differs in what was read: ${read}.`));
}

function differenceCounts(organizations: readonly OrganizationPlan[]): readonly string[] {
  const all = organizations.flatMap((organization) => organization.changes);
  const changes = all.filter((change) => !isKnown(change));
  const of = (cause: Cause): number => changes.filter((change) => shownCause(change) === cause).length;
  const sum = (list: "released" | "observed" | "forPerson"): number =>
    organizations.reduce((total, organization) => total + organization[list].length, 0);
  const counts = [
    [of("drift"), "by drift"],
    [of("intended"), "merged and not applied"],
    [of("due"), "due"],
    [of("unclassified"), "unclassified"],
    [sum("released"), "released"],
    [sum("observed"), "observed"],
    [sum("forPerson"), "for a person"],
  ] as const;
  return counts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
}

function differenceGroup(
  { title, why }: CauseWords,
  organizations: readonly OrganizationPlan[],
  isMeant: (change: Change) => boolean,
): readonly Line[] {
  const lines = organizations.flatMap(({ name, changes }) => {
    const meant = byKind(changes.filter(isMeant));
    const width = Math.max(0, ...meant.map((change) => columns(titleText(change))));
    return meant.length === 0
      ? []
      : [line(2, tone("strong", name)), ...meant.flatMap((change) => differenceLines(change, width))];
  });
  return lines.length === 0 ? [] : [groupHead(title, why), ...lines];
}

function differenceLines(change: Change, width: number): readonly Line[] {
  const about = subjectOf(change);
  const byHand = change.cause === "drift" && change.risks.some(({ code }) => code === "owner-lost");
  const details: readonly (readonly Span[])[] = [
    ...untoldFields(change).map(liveFieldSpans),
    ...sharedEffects(change.effects).map((shared) => liveEffectSpans(shared, about)),
    ...(byHand ? [[tone("danger", "owner"), " rights that nobody declared"]] : []),
    ...(movedToo(change) === "" ? [] : [[movedToo(change)]]),
    ...(change.acknowledged === undefined ? [] : [knownSpans(change, change.acknowledged)]),
  ];
  const title = titleText(change);
  const head = line(
    4,
    tone("change", title.slice(0, 12)),
    "  ",
    `${change.kind} `,
    tone("strong", titleOf(change)),
    `${padding(title, width)}  `,
    whole("faint", places(change.origins)),
  );
  return [hanging(4, head), ...details.map((spans) => line(8, ...spans))];
}

/** Until when and why a difference is known, or why its acknowledgement does not count. */
export function knownSpans(change: Change, acknowledged: Acknowledged): readonly Span[] {
  if (isKnown(change)) return acknowledgedSpans(acknowledged);
  const severity = driftSeverity(change);
  return [`${severity}, and acknowledged (`, tone("name", acknowledged.name), ") without `critical: true`"];
}

/** `known until 2026-12-31: under review (mallory)`. */
function acknowledgedSpans({ name, reason, expires }: Acknowledged): readonly Span[] {
  return ["known until ", tone("name", expires), `: ${reason} (`, tone("name", name), ")"];
}

function titleText(change: Change): string {
  return `${differences[change.action].padEnd(12)}  ${change.kind} ${titleOf(change)}`;
}

function listed(
  title: string,
  why: string,
  organizations: readonly OrganizationPlan[],
  entriesOf: (organization: OrganizationPlan) => readonly Entry[],
): readonly Line[] {
  const lines = organizations.flatMap((organization) => {
    const entries = entriesOf(organization);
    return entries.length === 0 ? [] : [line(2, tone("strong", organization.name)), ...entryLines(entries)];
  });
  return lines.length === 0 ? [] : [groupHead(title, why), ...lines];
}

function unreadLines(organizations: readonly OrganizationPlan[], width: number): readonly Line[] {
  const unread = organizations.filter(({ verdict }) => verdict === "failed");
  if (unread.length === 0) return [];
  return [
    groupHead("Unread", "nothing is known"),
    ...unread.flatMap(({ name, diagnostics }) => [
      line(2, tone("strong", name)),
      ...indented(4, diagnosticLines(diagnostics, width - 4)),
    ]),
  ];
}

function groupHead(title: string, why: string): Line {
  return line(0, tone("strong", title), tone("faint", `  ${why}`));
}
