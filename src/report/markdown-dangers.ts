/** What to look at first, as an alert box of GitHub Markdown. */
import type { Plan } from "../model/contract.ts";
import { type Danger, dangersOf } from "./dangers.ts";
import { leftWords, type MarkdownBlock, type MarkdownRow } from "./markdown-parts.ts";
import { inline } from "./markdown-text.ts";
import { dangerRank } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";

const mostOfALabel = 15;

/** Every danger of the plan, the worst first; empty without any. What does not fit is counted by what it is. */
export function dangersBlock(plan: Plan): MarkdownBlock {
  const dangers = dangersOf(plan, mostOfALabel);
  const severe = dangers.some(({ level }) => level === "blocked" || level === "unread");
  const passed = dangers.every(({ level }) => level === "approved");
  const alert = severe ? "CAUTION" : "WARNING";
  return {
    open: `\n> [!${passed ? "NOTE" : alert}]\n`,
    close: "",
    parts: dangers.map(dangerRow),
    share: 0.4,
    rest: (left) => `> - _Left out for length: ${leftWords(left)}._\n`,
  };
}

function dangerRow(danger: Danger): MarkdownRow {
  const { label, organization, stands } = danger;
  return {
    text: dangerLines(danger)
      .map((line) => `> ${line}\n`)
      .join(""),
    rank: dangerRank(danger),
    tag: {
      thing: "danger",
      labels: [label],
      ...(organization === undefined ? {} : { organization }),
      ...(stands === undefined ? {} : { stands }),
    },
  };
}

function dangerLines({ label, level, organization, message, fix, holds }: Danger): readonly string[] {
  const where: readonly Span[] = organization === undefined ? [] : [tone("name", organization), ": "];
  return [
    `- ${inline([tone("strong", label), " ", ...where, message])}`,
    ...(holds === undefined ? [] : [`  - ${level === "approved" ? "passes" : "holds"}: ${inline([holds])}`]),
    ...(fix === undefined ? [] : [`  - help: ${inline([fix])}`]),
  ];
}
