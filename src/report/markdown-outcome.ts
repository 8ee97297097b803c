/** What an apply did, as GitHub Markdown for the pull requests that it belongs to. */
import { kindOf } from "../model/address.ts";
import type { ChangeOutcome, Diagnostic, OrganizationOutcome, Outcome, Plan } from "../model/contract.ts";
import { characters, fitted } from "./budget.ts";
import { diagnosticText } from "./markdown-organization.ts";
import {
  block,
  leftWords,
  type MarkdownBlock,
  type MarkdownPart,
  type MarkdownRow,
  text,
} from "./markdown-parts.ts";
import { bullet, details, inline, link } from "./markdown-text.ts";
import { resourceTitle, titleOf } from "./naming.ts";
import { type StepWords, stepTexts } from "./next-steps.ts";
import { mailsSent, noAnswer, outcomeWords } from "./outcome.ts";
import { ranks } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";
import { byKind, count, listing, statuses } from "./words.ts";

/** How an outcome is written. */
export interface OutcomeMarkdownOptions {
  /** UTF-16 units that it may have at most. */
  readonly limit: number;
  /** The commit that was applied. */
  readonly commit: string;
  /** The workflow's run. */
  readonly runUrl?: string;
}

type Status = ChangeOutcome["status"];

const order: readonly Status[] = ["failed", "unknown", "skipped", "todo", "applied"];

const rankOf: Readonly<Record<Status, number>> = {
  failed: ranks.stop,
  unknown: ranks.power,
  skipped: ranks.danger,
  todo: ranks.danger,
  applied: ranks.creation,
};

const mostNames = 12;
const shortCommit = 10;

/** The steps that somebody takes on GitHub. */
const words: StepWords = {
  again: (mended) => `${mended} the workflow again`,
  unread: "run the workflow again once the system answers",
  moved: "see what moved, and have it reviewed in a new pull request",
  held: "change the manifests, or let the changes pass with an approval in git (`orgwright approve`)",
  list: "the next plan lists what to do",
};

/** Per organization what was applied, failed, was skipped or stopped and why, then what is next; never over the limit. */
export function renderOutcomeMarkdown(outcome: Outcome, plan: Plan, options: OutcomeMarkdownOptions): string {
  const touched = outcome.organizations.filter(({ status }) => status !== "unchanged");
  const quiet = outcome.organizations.filter(({ status }) => status === "unchanged").map(({ name }) => name);
  const worst = [...touched].sort((a, b) => standing(a) - standing(b));
  const body = block([
    text(heading(outcome, plan, options), ranks.head),
    nextBlock(outcome, plan),
    ...worst.map((organization) => organizationBlock(organization, plan)),
  ]);
  const counted: MarkdownBlock = {
    ...body,
    rest: (left) =>
      `\n_Left out for length: ${leftWords(left)}. ${link("The run", options.runUrl)} has everything._\n`,
  };
  const none = `\n${count(quiet.length, "organization")} had nothing to apply: ${inline([listing(quiet, mostNames)])}\n`;
  const root = block([counted, ...(quiet.length === 0 ? [] : [text(none)])]);
  return fitted(root, { limit: options.limit, sizeOf: characters });
}

function standing({ status }: OrganizationOutcome): number {
  return ["failed", "partial", "stopped", "blocked", "complete", "unchanged"].indexOf(status);
}

function heading(outcome: Outcome, plan: Plan, { commit, runUrl }: OutcomeMarkdownOptions): string {
  const { counts, complete, organizations } = outcome;
  const mails = mailsSent(organizations, plan);
  const applied = counts.applied === 0 ? "nothing was to be applied" : "applied";
  const facts = [
    `**${counts.applied} applied**`,
    counts.failed > 0 ? `**${counts.failed} failed**` : "",
    counts.skipped > 0 ? `${counts.skipped} skipped` : "",
    counts.unknown > 0 ? `${counts.unknown} unknown` : "",
    counts.todo > 0 ? `${counts.todo} still to do` : "",
    mails > 0 ? `${count(mails, "mail")} sent` : "",
    `commit ${inline([tone("name", commit.slice(0, shortCommit))])}`,
    runUrl === undefined ? "" : link("the run", runUrl),
  ].filter((fact) => fact !== "");
  return `### Orgwright apply: ${complete ? applied : "not complete"}\n\n${facts.join(" · ")}\n`;
}

function nextBlock(outcome: Outcome, plan: Plan): MarkdownBlock {
  const steps = stepTexts(outcome, plan, words);
  const rows = steps.map((step) => text(`> - ${inline([step])}\n`, ranks.stop));
  const alert = outcome.complete ? "NOTE" : "WARNING";
  return block(rows, `\n> [!${alert}]\n> **Next**\n`);
}

function organizationBlock(organization: OrganizationOutcome, plan: Plan): MarkdownBlock {
  const { name, status, results, diagnostics } = organization;
  const counts = order
    .map((one) => ({ one, number: results.filter((result) => result.status === one).length }))
    .filter(({ number }) => number > 0)
    .map(({ one, number }) => `${number} ${statuses[one]}`);
  const held = status === "blocked" ? heldTexts(name, plan) : [];
  const said = [...diagnostics.map(diagnosticText), ...held];
  const sorted = byKind(results.map((result) => ({ ...result, kind: kindOf(result.address) })));
  const parts: readonly MarkdownPart[] = [
    block(
      said.map((line) => row(bullet(line), ranks.stop, name)),
      "\n",
    ),
    block(
      order.flatMap((one) =>
        sorted.filter((result) => result.status === one).map((result) => resultRow(result, name)),
      ),
      "\n",
    ),
  ];
  return {
    ...details([name, outcomeWords[status], ...counts], status !== "complete"),
    parts,
    rest: (left) => `\n_Left out for length: ${leftWords(left)}._\n`,
  };
}

function heldTexts(name: string, plan: Plan): readonly string[] {
  const own = plan.organizations.find((organization) => organization.name === name)?.guards ?? [];
  return [...own, ...plan.guards]
    .filter(({ approved }) => !approved)
    .map(({ guard, message, fix }) => inline([tone("strong", "held"), `: ${message} (${guard}). ${fix}`]));
}

function resultRow(
  result: ChangeOutcome & { readonly kind: ReturnType<typeof kindOf> },
  name: string,
): MarkdownRow {
  const { status, verb, kind, because, error, action } = result;
  const reason: readonly Span[] =
    because === undefined ? [noAnswer(status)] : ["because of ", tone("name", resourceTitle(because))];
  const spans: readonly Span[] = [
    tone("strong", statuses[status]),
    ` ${verb} ${kind} `,
    tone("name", titleOf(result)),
  ];
  const why = because === undefined && noAnswer(status) === "" ? [] : [": ", ...reason];
  const lines = [
    bullet(inline([...spans, ...why])),
    ...(error === undefined ? [] : [`  - ${errorText(error, result)}\n`]),
  ];
  return { text: lines.join(""), rank: rankOf[status], tag: { thing: "change", organization: name, action } };
}

/** The error without the address that stands right above it. */
function errorText({ address, ...error }: Diagnostic, result: ChangeOutcome): string {
  const other =
    address === undefined || address === result.address ? "" : ` ${inline([tone("name", address)])}`;
  return diagnosticText(error) + other;
}

function row(line: string, rank: number, organization: string): MarkdownRow {
  return { text: line, rank, tag: { thing: "entry", organization } };
}
