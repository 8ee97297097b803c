/** One organization of a plan as Markdown that opens on a click. */
import type { Change, Diagnostic, OrganizationPlan } from "../model/contract.ts";
import { sharedCause } from "./changes.ts";
import { bullets, details, inline, table } from "./markdown-text.ts";
import { place, places, subjectOf, titleOf } from "./naming.ts";
import { effectSpans, fieldSpans, sends, sharedEffects, untoldFields } from "./phrase.ts";
import { type Span, tone } from "./spans.ts";
import { actions, byKind, changeCounts, kept, reasons, risks } from "./words.ts";

type Lists = Pick<OrganizationPlan, "waiting" | "forPerson" | "released" | "observed" | "unmanaged">;

const mostUnmanaged = 5;

/** Its changes as a table, then what waits, what is for a person, and what is left alone. */
export function organizationDetails(organization: OrganizationPlan): string {
  const { name, key, connection, verdict, changes, classified, counts, diagnostics } = organization;
  const where = key === name ? `on ${connection}` : `${key} on ${connection}`;
  const state = verdict === "failed" ? "could not be read or planned" : changeCounts(counts);
  const body = [
    bullets(diagnostics.map(diagnosticText)),
    changesTable(changes, classified && sharedCause(changes, classified) === undefined),
    listsText(organization),
  ];
  const shown = body.filter((part) => part !== "").join("\n");
  return details([name, where, state, ...(verdict === "blocked" ? ["blocked"] : [])], shown);
}

function diagnosticText({ severity, message, why, fix, location }: Diagnostic): string {
  const spans: readonly Span[] = [
    tone("strong", severity),
    `: ${[message, why, fix].filter((part) => part !== undefined).join(" ")}`,
    ...(location === undefined ? [] : [" ", tone("name", place(location))]),
  ];
  return inline(spans);
}

function changesTable(changes: readonly Change[], showCause: boolean): string {
  return table(
    ["change", "what it means", "declared"],
    byKind(changes).map((change) => [
      inline(titleSpans(change)),
      meaning(change).map(inline).join("<br>"),
      inline([tone("name", places(change.origins)), ...causeSpans(change, showCause)]),
    ]),
  );
}

function titleSpans(change: Change): readonly Span[] {
  const { sign } = actions[change.action];
  return [tone("name", sign), ` ${change.verb} ${change.kind} `, tone("name", titleOf(change))];
}

function causeSpans({ reason, cause, origins }: Change, showCause: boolean): readonly Span[] {
  const words = [reasons[reason], showCause ? cause : ""].filter((word) => word !== "").join(", ");
  return [words !== "" && origins.length > 0 ? ", " : "", words];
}

function meaning(change: Change): readonly (readonly Span[])[] {
  const about = subjectOf(change);
  const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
  return [
    ...(change.account === undefined ? [] : [["live as ", tone("name", change.account)]]),
    ...untoldFields(change).map(fieldSpans),
    ...sharedEffects(change.effects).map((shared) => effectSpans(shared, about)),
    ...sends(change).map((words) => [words]),
    ...(change.note === undefined ? [] : [["reason: ", change.note]]),
    ...(labels.length === 0 ? [] : [[tone("strong", "risk:"), ` ${labels.join(", ")}`]]),
    ...(change.blockedBy.length === 0
      ? []
      : [[tone("strong", "held by"), ` ${change.blockedBy.join(", ")}`]]),
  ];
}

function listsText(lists: Lists): string {
  const { waiting, forPerson, released, observed, unmanaged } = lists;
  const parts = [
    list("Waiting", waiting),
    list("For a person", forPerson),
    list("Released", released),
    list("Observed", observed),
    unmanaged.length > mostUnmanaged ? unmanagedCounts(lists) : list("Unmanaged", unmanaged),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

type Entry = Lists["waiting" | "forPerson" | "released"][number];

function list(title: string, entries: readonly Entry[]): string {
  if (entries.length === 0) return "";
  const lines = entries.map((entry) => {
    const fields = "fields" in entry ? (entry.fields ?? []) : [];
    const declared = "origins" in entry ? places(entry.origins) : "";
    return inline([
      `${entry.kind} `,
      tone("name", titleOf(entry)),
      `: ${entry.message}`,
      ...fields.flatMap((field) => ["; ", ...fieldSpans(field)]),
      ...(declared === "" ? [] : [" ", tone("name", declared)]),
    ]);
  });
  return `**${title}**\n\n${bullets(lines)}`;
}

function unmanagedCounts({ unmanaged }: Lists): string {
  const lines = Object.entries(kept)
    .map(([code, words]) => ({ words, number: unmanaged.filter((entry) => entry.code === code).length }))
    .filter(({ number }) => number > 0)
    .map(({ words, number }) => `${number} ${words}`);
  return `**Unmanaged**\n\n${bullets(lines)}`;
}
