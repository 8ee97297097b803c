/** One difference in an issue: what live has, since when, who did it, and the ways out of it. */
import type { Change, OrganizationPlan } from "../model/contract.ts";
import { differences, knownSpans } from "./drift.ts";
import { entriesAbout, entrySpansOf } from "./drift-history.ts";
import { type DriftSeverity, driftSeverity, movedToo } from "./drift-severity.ts";
import type { MarkdownRow } from "./markdown-parts.ts";
import { inline } from "./markdown-text.ts";
import { places, subjectOf, titleOf } from "./naming.ts";
import {
  effectSpans,
  fieldSpans,
  liveEffectSpans,
  liveFieldSpans,
  naming,
  sharedEffects,
  untoldFields,
  valueText,
} from "./phrase.ts";
import { ranks } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";

/** What an item needs to know beside its change. */
export interface DriftTerms {
  /** When each difference was seen first, by change id. */
  readonly firstSeen: Readonly<Record<string, string>>;
  readonly now: string;
  /** Why something cannot be adopted by itself, by address. */
  readonly notPossible: ReadonlyMap<string, string>;
  /** Whether the organization's name stands before each item. */
  readonly named: boolean;
}

const severityRanks: Readonly<Record<DriftSeverity, number>> = {
  critical: ranks.stop,
  warning: ranks.danger,
  note: ranks.update,
};

const mostLines = 6;
const mostPeople = 6;
const day = 86_400_000;

/** A difference with both ways out: what an apply would do, and what the manifest would say. */
export function driftRow(change: Change, organization: OrganizationPlan, terms: DriftTerms): MarkdownRow {
  const severity = driftSeverity(change);
  const reason = terms.notPossible.get(change.address);
  const adopt: readonly Span[] =
    reason === undefined ? adoptSpans(change) : [`not possible by itself: ${reason}`];
  const people = entriesAbout(change, organization).map((entry) => inline(["by ", ...entrySpansOf(entry)]));
  const { acknowledged } = change;
  const lines = [
    ...people,
    ...(movedToo(change) === "" ? [] : [movedToo(change)]),
    ...(acknowledged === undefined ? [] : [inline(knownSpans(change, acknowledged))]),
    `**revert** (apply): ${inline(revertSpans(change))}`,
    `**adopt** (manifest): ${inline(adopt)}`,
  ];
  const age = ageText(terms.firstSeen[change.id], terms.now);
  return row(organization, {
    label: severity,
    head: inline([tone("strong", severity), " ", ...liveSpans(change, organization, terms.named), age]),
    lines,
    rank: severityRanks[severity],
  });
}

/** A difference that asks for no decision here: intended, due or acknowledged. */
export function plainRow(change: Change, organization: OrganizationPlan, terms: DriftTerms): MarkdownRow {
  const { acknowledged } = change;
  return row(organization, {
    label: acknowledged === undefined ? change.cause : "acknowledged",
    head: inline(liveSpans(change, organization, terms.named)),
    lines: acknowledged === undefined ? [] : [inline(knownSpans(change, acknowledged))],
    rank: ranks.creation,
  });
}

interface Words {
  readonly label: string;
  readonly head: string;
  readonly lines: readonly string[];
  readonly rank: number;
}

function row({ name }: OrganizationPlan, { label, head, lines, rank }: Words): MarkdownRow {
  const text = [`- ${head}\n`, ...lines.map((line) => `  - ${line}\n`)].join("");
  return { text, rank, tag: { thing: "difference", organization: name, labels: [label] } };
}

/** What live has, as against what is declared. */
function liveSpans(change: Change, { name }: OrganizationPlan, named: boolean): readonly Span[] {
  const about = subjectOf(change);
  const said = [
    ...untoldFields(change)
      .filter(() => change.action === "update" || change.action === "replace")
      .map(liveFieldSpans),
    ...sharedEffects(change.effects).map((shared) => liveEffectSpans(naming(mostPeople, shared), about)),
  ].slice(0, mostLines);
  const declared = places(change.origins);
  return [
    ...(named ? [tone("name", name), ": "] : []),
    `${change.kind} `,
    tone("name", titleOf(change)),
    ` ${states[differences[change.action]] ?? ""}`,
    ...said.flatMap((spans, index) => [index === 0 ? ": " : "; ", ...spans]),
    ...(declared === "" ? [] : [" · ", tone("name", declared)]),
  ];
}

const states: Readonly<Record<string, string>> = {
  "not live": "is not live",
  differs: "differs",
  "not declared": "is not declared",
};

function revertSpans(change: Change): readonly Span[] {
  const about = subjectOf(change);
  const effects = [
    ...untoldFields(change).map(fieldSpans),
    ...sharedEffects(change.effects).map((shared) => effectSpans(naming(mostPeople, shared), about)),
  ].slice(0, mostLines);
  return [
    `${change.verb} ${change.kind} `,
    tone("name", titleOf(change)),
    ...effects.flatMap((spans, index) => [index === 0 ? ": " : "; ", ...spans]),
  ];
}

function adoptSpans(change: Change): readonly Span[] {
  const { action, before, fields, kind } = change;
  if (action === "create") return [`the ${kind} is no longer declared`];
  const pairs =
    action === "delete"
      ? Object.entries(before ?? {})
      : fields.map((field) => [field.path, field.before] as const);
  const said = pairs
    .slice(0, mostLines)
    .flatMap(([path, value], index): readonly Span[] => [
      index === 0 ? "" : ", ",
      `${path}: `,
      tone("name", valueText(value)),
    ]);
  if (action === "delete")
    return [`the ${kind} is declared`, ...(said.length === 0 ? [] : [" with ", ...said])];
  return [`the ${kind} has `, ...said];
}

/** ` · new`, ` · seen for 3 days, since 2026-11-19`; nothing where nobody knows. */
function ageText(first: string | undefined, now: string): string {
  if (first === undefined) return " · new";
  const days = Math.floor((Date.parse(now) - Date.parse(first)) / day);
  if (Number.isNaN(days)) return "";
  const since = new Date(Date.parse(first)).toISOString().slice(0, 10);
  if (days <= 0) return ` · seen since ${since}`;
  return ` · seen for ${days === 1 ? "1 day" : `${days} days`}, since ${since}`;
}
