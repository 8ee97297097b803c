/** A ready Acknowledgement of the differences of an issue: YAML to be copied into git. */
import type { Change, OrganizationPlan } from "../model/contract.ts";
import { differences } from "./drift.ts";
import { driftSeverity, isTold, movedToo, severities } from "./drift-severity.ts";
import { clipped, codeText, fenced } from "./escape.ts";
import { block, type MarkdownBlock, type MarkdownRow } from "./markdown-parts.ts";
import { details, inline } from "./markdown-text.ts";
import { resourceTitle } from "./naming.ts";
import { ranks } from "./ranking.ts";

const day = 86_400_000;
const days = 30;
const longestComment = 160;

/**
 * A fold with one document per organization that has differences to tell of; empty without any. The reason is left
 * out on purpose, so that it has to be given; it expires 30 days after `now` unless somebody chooses otherwise.
 */
export function acknowledgeBlock(
  organizations: readonly OrganizationPlan[],
  how: string,
  now: string,
): MarkdownBlock {
  const documents = organizations.map((organization, index) => documentBlock(organization, index, now));
  const rows = documents.flatMap(({ parts }) => parts).flatMap((part) => ("text" in part ? [part.text] : []));
  const [fence = ""] = fenced(rows, "yaml").split("yaml", 1);
  const frame = details(["Acknowledge instead: it is known, and nobody is told again for a time"]);
  return block(documents, `${frame.open}\n${inline([how])}\n\n${fence}yaml\n`, `${fence}\n${frame.close}`);
}

function documentBlock({ name, changes }: OrganizationPlan, index: number, now: string): MarkdownBlock {
  const today = dateOf(now, 0);
  const slug = name.replace(/[^A-Za-z0-9._-]/gu, "-").slice(0, 60);
  const open = [
    ...(index === 0 ? [] : ["---"]),
    "apiVersion: orgwright/v1",
    "kind: Acknowledgement",
    `metadata: {name: "drift-${slug}-${today}"}`,
    "spec:",
    `  organization: ${JSON.stringify(codeText(clipped(name, longestComment)))}`,
    "  changes:",
  ];
  const told = changes.filter(isAcknowledgeable).sort((a, b) => severityOf(a) - severityOf(b));
  const isCritical = told.some((change) => driftSeverity(change) === "critical");
  const close = [
    ...(isCritical ? ["  critical: true # at least one of them is critical, and may stay all the same"] : []),
    "  reason: # why this may stay for now",
    `  expires: ${dateOf(now, days)} # ${days} days from now; choose your own`,
  ];
  return block(
    told.map((change) => idRow(change, name)),
    lines(open),
    lines(close),
  );
}

function idRow(change: Change, organization: string): MarkdownRow {
  const { id, address, action } = change;
  const words = `${driftSeverity(change)}, ${differences[action]}: ${resourceTitle(address)}`;
  return {
    text: `    - ${codeText(id)} # ${codeText(clipped(words, longestComment))}\n`,
    rank: ranks.unmanaged,
    tag: { thing: "copy", organization },
  };
}

/** What git or time moved cannot be acknowledged: it is applied, or taken back in git. */
function isAcknowledgeable(change: Change): boolean {
  return isTold(change) && movedToo(change) === "";
}

function severityOf(change: Change): number {
  return severities.indexOf(driftSeverity(change));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

/** The day so many days after an instant; a placeholder where that is none. */
function dateOf(now: string, later: number): string {
  const instant = Date.parse(now);
  return Number.isNaN(instant) ? "YYYY-MM-DD" : new Date(instant + later * day).toISOString().slice(0, 10);
}
