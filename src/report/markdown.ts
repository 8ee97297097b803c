/** The plan as GitHub Markdown, for a comment or a job's summary: what matters most first. */
import type { OrganizationPlan, Plan } from "../model/contract.ts";
import { bytes, characters, fitted, rowsOf } from "./budget.ts";
import { type PlanMemory, renderPlanDelta } from "./delta.ts";
import { laterBlock, laterWords, type ShownLater } from "./later.ts";
import { dangersBlock } from "./markdown-dangers.ts";
import { diagnosticText, organizationBlock } from "./markdown-organization.ts";
import { block, leftWords, type MarkdownBlock, type MarkdownPart, text } from "./markdown-parts.ts";
import { peopleBlock } from "./markdown-people.ts";
import { bullet, inline, link } from "./markdown-text.ts";
import { isNotable } from "./plan.ts";
import { priceLine } from "./price.ts";
import { organizationRank, ranks } from "./ranking.ts";
import { tone } from "./spans.ts";
import { standing, verdicts } from "./summary.ts";
import { count, listing, planCounts, sideCounts } from "./words.ts";

/** How a plan is written. Whatever is text is taken for untrusted and escaped; backticks make code of what they hold. */
export interface PlanMarkdownOptions {
  /** How long it may be, `reserved` included. Default 65,536, which is what GitHub takes for a comment. */
  readonly limit?: number;
  /** In what the limit counts: UTF-16 units, of which there are never fewer than characters, or bytes in UTF-8. Default characters. */
  readonly unit?: "characters" | "bytes";
  /** What the caller adds to it, in the same unit. */
  readonly reserved?: number;
  /** What stands before the verdict in the heading. Default `Orgwright plan`. */
  readonly title?: string;
  /** What was compared with what, as one line below the counts. */
  readonly basis?: string;
  /** The plan that was shown last; with it one paragraph tells what moved since. */
  readonly since?: PlanMemory;
  /** What this pull request changes in the project file. */
  readonly takesEffectAfterMerge?: readonly string[];
  /** What it does when only time passes. */
  readonly later?: ShownLater;
  /** Organizations that are compared with other manifests only, and why. */
  readonly notPlannedLive?: readonly { readonly organization: string; readonly reason: string }[];
  /** Where everything is when something is left out: the job's summary, with its address. Default the plan file. */
  readonly fullPlan?: { readonly url?: string };
  /** How many organizations are not touched, and so not in the plan. */
  readonly untouched?: number;
  readonly footer?: readonly string[];
}

const longestComment = 65_536;
const mostDeclared = 20;
const nothingLater: ShownLater = { entries: [], more: 0 };
/** With more changes than these the organizations open on a click. */
const mostOpen = 10;

/**
 * The plan, never longer than the limit: counts, dangers and the effects on people first, then each organization, the
 * riskiest first. What does not fit is chosen by risk, left out whole and counted.
 */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions = {}): string {
  const { limit = longestComment, unit = "characters", reserved = 0 } = options;
  const notable = byRisk(plan.organizations.filter(isNotable));
  const isOpen = notable.reduce((sum, { changes }) => sum + changes.length, 0) <= mostOpen;
  const body = block([
    text(heading(plan, options), ranks.head),
    dangersBlock(plan),
    ...(options.later === undefined ? [] : [laterBlock(options.later)]),
    block(
      plan.diagnostics.map((diagnostic) => text(bullet(diagnosticText(diagnostic)), ranks.stop)),
      "\n",
    ),
    ...termsParts(plan, options),
    peopleBlock(plan),
    ...notable.map((organization) => organizationBlock(organization, isOpen)),
  ]);
  const root = block([counting(body, options), ...footParts(plan, options)]);
  return fitted(root, { limit: limit - reserved, sizeOf: unit === "bytes" ? bytes : characters });
}

function counting(body: MarkdownBlock, { fullPlan }: PlanMarkdownOptions): MarkdownBlock {
  const all = rowsOf(body);
  const whole =
    fullPlan === undefined
      ? "The plan file has everything."
      : `The whole plan is in the ${link("job's summary", fullPlan.url)}.`;
  return { ...body, rest: (left) => `\n_Left out for length: ${leftWords(left, all)}. ${whole}_\n` };
}

function byRisk(organizations: readonly OrganizationPlan[]): readonly OrganizationPlan[] {
  const ranked = organizations.map((organization) => ({
    organization,
    rank: organizationRank(organization),
  }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ organization }) => organization);
}

function heading(plan: Plan, { title, basis, later = nothingLater }: PlanMarkdownOptions): string {
  const words = standing(plan);
  const counts = [`**${countsWithLater(plan, later)}**`, ...sideCounts(plan.counts)].join(" · ");
  const lines = [words === "" ? "" : `${inline([words])}.`, intentWords(plan), inline([basis ?? ""])];
  const paragraphs = lines.filter((line) => line !== "").map((line) => `\n${line}\n`);
  return `### ${headline(plan, title, later)}\n\n${counts}\n${paragraphs.join("")}`;
}

function countsWithLater(plan: Plan, later: ShownLater): string {
  const words = laterWords(later);
  if (words === "") return countsWithWarnings(plan);
  return `${planCounts(plan)}${plan.verdict === "empty" ? " now" : ""}, ${words}`;
}

/** An intent plan that warns does not say that it has nothing: it may be all that there is to see. */
function countsWithWarnings(plan: Plan): string {
  const warnings = plan.organizations
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === "warning").length;
  if (plan.verdict !== "empty" || !isIntent(plan) || warnings === 0) return planCounts(plan);
  return `${count(warnings, "warning")}, and no change that manifests alone can tell`;
}

function headline(plan: Plan, title: string | undefined, later: ShownLater): string {
  if (isIntent(plan))
    return title === undefined ? "Orgwright: what this pull request asks for" : inline([title]);
  const words = laterWords(later);
  const now = plan.verdict === "empty" && words !== "" ? ` now, ${words}` : "";
  return `${inline([title ?? "Orgwright plan"])}: ${verdicts[plan.verdict].title.toLowerCase()}${now}`;
}

function isIntent({ organizations }: Plan): boolean {
  return organizations.length > 0 && organizations.every(({ basis }) => basis === "intent");
}

function intentWords(plan: Plan): string {
  if (!isIntent(plan)) return "";
  return "This compares manifests with manifests: those of the base branch with those of this pull request. It was **not compared with live**, so an apply may do more or less than this.";
}

function termsParts(plan: Plan, options: PlanMarkdownOptions): readonly MarkdownPart[] {
  const { since, takesEffectAfterMerge = [], notPlannedLive = [] } = options;
  return [
    ...(since === undefined ? [] : [text(`\n${renderPlanDelta(since, plan)}`)]),
    block(
      takesEffectAfterMerge.map((line) => text(bullet(inline([line])))),
      "\n#### Takes effect after merge\n\nThe project file is always taken from the base branch; this plan does not know yet:\n\n",
    ),
    block(
      notPlannedLive.map(({ organization, reason }) =>
        text(bullet(inline([tone("name", organization), `: ${reason}`]))),
      ),
      "\n#### Not compared with live\n\n",
    ),
  ];
}

function footParts(plan: Plan, { untouched = 0, footer = [] }: PlanMarkdownOptions): readonly MarkdownPart[] {
  const quiet = plan.organizations.filter((organization) => !isNotable(organization)).map(({ name }) => name);
  const are = (number: number): string => `${count(number, "organization")} ${number === 1 ? "is" : "are"}`;
  const declared = inline([listing(quiet, mostDeclared)]);
  const lines = [
    quiet.length === 0 ? "" : `${are(quiet.length)} as declared: ${declared}`,
    untouched === 0 ? "" : `${are(untouched)} not touched.`,
    inline([priceLine(plan)]),
    ...footer.map((line) => inline([line])),
  ];
  return lines.filter((line) => line !== "").map((line) => text(`\n${line}\n`));
}
