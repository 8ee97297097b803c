/** One organization of a plan as Markdown that opens on a click. */
import type { Change, Diagnostic, OrganizationPlan } from "../model/contract.ts";
import { sharedCause } from "./changes.ts";
import {
  block,
  leftWords,
  type MarkdownBlock,
  type MarkdownPart,
  type MarkdownRow,
} from "./markdown-parts.ts";
import { bullet, details, inline, tableHead, tableRow } from "./markdown-text.ts";
import { place, places, subjectOf, titleOf } from "./naming.ts";
import { effectSpans, fieldSpans, naming, sends, sharedEffects, untoldFields } from "./phrase.ts";
import { changeRank, ranks } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";
import { actions, byKind, changeCounts, kept, reasons, risks } from "./words.ts";

type Lists = Pick<OrganizationPlan, "name" | "waiting" | "forPerson" | "released" | "observed" | "unmanaged">;

type Entry = Lists["waiting" | "forPerson" | "released"][number];

const mostUnmanaged = 5;
/** Lines, fields and people of one change that are named; the others are counted. */
const mostLines = 12;
const mostPeople = 8;

/** Its changes as a table, then what waits, what is for a person, and what is left alone; `isOpen` without a click. */
export function organizationBlock(organization: OrganizationPlan, isOpen: boolean): MarkdownBlock {
  const { name, key, connection, verdict, changes, classified, counts, diagnostics, basis } = organization;
  const where = key === name ? `on ${connection}` : `${key} on ${connection}`;
  const state = verdict === "failed" ? "could not be read or planned" : changeCounts(counts);
  const marks = [
    ...(verdict === "blocked" ? ["blocked"] : []),
    ...(basis === "intent" ? ["not compared with live"] : []),
  ];
  const showCause = classified && sharedCause(changes, classified) === undefined;
  const parts = [
    block(
      diagnostics.map((diagnostic) => diagnosticRow(diagnostic, name)),
      "\n",
    ),
    changesBlock(organization, showCause),
    ...listBlocks(organization),
  ];
  return {
    ...details([name, where, state, ...marks], isOpen || verdict === "failed"),
    parts,
    rest: (left) => `\n_Left out for length: ${leftWords(left)}._\n`,
  };
}

/** Fields, effects and marks of a change, each as stretches; nothing that its name says already. */
export function meaning(change: Change): readonly (readonly Span[])[] {
  const about = subjectOf(change);
  const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
  return [
    ...(change.account === undefined ? [] : [["live as ", tone("name", change.account)]]),
    ...few(untoldFields(change).map(fieldSpans)),
    ...few(sharedEffects(change.effects).map((shared) => effectSpans(naming(mostPeople, shared), about))),
    ...sends(change).map((words) => [words]),
    ...(change.note === undefined ? [] : [["reason: ", change.note]]),
    ...(labels.length === 0 ? [] : [[tone("strong", "risk:"), ` ${labels.join(", ")}`]]),
    ...(change.blockedBy.length === 0
      ? []
      : [[tone("strong", "held by"), ` ${change.blockedBy.join(", ")}`]]),
  ];
}

/** A diagnostic in one line: how bad, what, why, what to do, where. */
export function diagnosticText({ severity, message, why, fix, location }: Diagnostic): string {
  const spans: readonly Span[] = [
    tone("strong", severity),
    `: ${sentences([message, why, fix])}`,
    ...(location === undefined ? [] : [" ", tone("name", place(location))]),
  ];
  return inline(spans);
}

/** Parts behind one another, each with a full stop where it has no end of its own. */
function sentences(parts: readonly (string | undefined)[]): string {
  const said = parts.filter((part) => part !== undefined && part !== "");
  return said.map((part) => (/[.!?:]$/u.test(part ?? "") ? part : `${part}.`)).join(" ");
}

function diagnosticRow(diagnostic: Diagnostic, organization: string): MarkdownRow {
  const rank = diagnostic.severity === "error" ? ranks.stop : ranks.update;
  return { text: bullet(diagnosticText(diagnostic)), rank, tag: { thing: "entry", organization } };
}

function changesBlock({ name, changes }: OrganizationPlan, showCause: boolean): MarkdownBlock {
  const rows = byKind(changes).map((change): MarkdownRow => {
    const { action } = change;
    const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
    return {
      text: changeRow(change, showCause),
      rank: changeRank(change),
      tag: { thing: "change", organization: name, action, labels },
    };
  });
  return block(rows, tableHead(["change", "what it means", "declared"]));
}

function changeRow(change: Change, showCause: boolean): string {
  return tableRow([
    inline(titleSpans(change)),
    meaning(change).map(inline).join("<br>"),
    inline([tone("name", places(change.origins)), ...causeSpans(change, showCause)]),
  ]);
}

function titleSpans(change: Change): readonly Span[] {
  const { sign } = actions[change.action];
  return [tone("name", sign), ` ${change.verb} ${change.kind} `, tone("name", titleOf(change))];
}

function causeSpans({ reason, cause, origins }: Change, showCause: boolean): readonly Span[] {
  const words = [reasons[reason], showCause ? cause : ""].filter((word) => word !== "").join(", ");
  return [words !== "" && origins.length > 0 ? ", " : "", words];
}

function few(lines: readonly (readonly Span[])[]): readonly (readonly Span[])[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), [`and ${lines.length - mostLines} more`]];
}

function listBlocks(lists: Lists): readonly MarkdownPart[] {
  const { name, waiting, forPerson, released, observed, unmanaged } = lists;
  return [
    list("For a person", forPerson, name, ranks.removal),
    list("Waiting", waiting, name, ranks.list),
    list("Released", released, name, ranks.list),
    list("Observed", observed, name, ranks.list),
    unmanaged.length > mostUnmanaged
      ? unmanagedCounts(lists)
      : list("Unmanaged", unmanaged, name, ranks.unmanaged),
  ];
}

function list(title: string, entries: readonly Entry[], organization: string, rank: number): MarkdownBlock {
  const rows = entries.map((entry): MarkdownRow => {
    const isDanger = "danger" in entry && entry.danger;
    return {
      text: bullet(inline(entrySpans(entry))),
      rank: isDanger ? ranks.held + 2 : rank,
      tag: { thing: "entry", organization },
    };
  });
  return block(rows, `\n**${title}**\n\n`);
}

/** What an entry of a list is, what there is to say of it, and where it is declared. */
export function entrySpans(entry: Entry): readonly Span[] {
  const fields = "fields" in entry ? (entry.fields ?? []) : [];
  const declared = "origins" in entry ? places(entry.origins) : "";
  return [
    `${entry.kind} `,
    tone("name", titleOf(entry)),
    `: ${entry.message}`,
    ...fields.slice(0, mostLines).flatMap((field) => ["; ", ...fieldSpans(field)]),
    ...(declared === "" ? [] : [" ", tone("name", declared)]),
  ];
}

function unmanagedCounts({ name, unmanaged }: Lists): MarkdownBlock {
  const rows = Object.entries(kept)
    .map(([code, words]) => ({ words, number: unmanaged.filter((entry) => entry.code === code).length }))
    .filter(({ number }) => number > 0)
    .map(({ words, number }): MarkdownRow => {
      const tag = { thing: "entry", organization: name } as const;
      return { text: bullet(`${number} ${words}`), rank: ranks.unmanaged, tag };
    });
  return block(rows, "\n**Unmanaged**\n\n");
}
