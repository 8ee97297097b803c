/** The plan as GitHub Markdown, for a comment or a job's summary: what matters most first. */
import type { Effect, OrganizationPlan, Plan } from "../model/contract.ts";
import { type Danger, dangersOf } from "./dangers.ts";
import { organizationDetails } from "./markdown-organization.ts";
import { bullets, details, inline, table } from "./markdown-text.ts";
import { subjectTitle } from "./naming.ts";
import { effectSpans, sharedEffects } from "./phrase.ts";
import { isNotable } from "./plan.ts";
import { type Span, tone } from "./spans.ts";
import { standing, verdicts } from "./summary.ts";
import { count, listing, planCounts, sideCounts } from "./words.ts";

/** What fits into a comment on GitHub, with room for what the Action adds. */
const defaultLimit = 55_000;
const mostDangers = 15;
/** With more rows than these the table opens on a click. */
const mostOpen = 25;
const mostDeclared = 20;

/**
 * The plan in at most about `limit` characters: counts, dangers and the effects on people first, then each
 * organization to open. What does not fit is left out whole and counted.
 */
export function renderPlanMarkdown(plan: Plan, limit: number = defaultLimit): string {
  const notable = plan.organizations.filter(isNotable);
  const quiet = plan.organizations.filter((organization) => !isNotable(organization)).map(({ name }) => name);
  const head = [heading(plan), diagnosticsPart(plan), dangersPart(plan, limit / 3)].filter(
    (part) => part !== "",
  );
  const foot = quiet.length === 0 ? [] : [quietPart(quiet)];
  const used = lengthOf([...head, ...foot]);
  const people = peoplePart(plan, (limit - used) / 2);
  const bodies = fitting(notable.map(organizationDetails), limit - used - people.length);
  const left = notable.length - bodies.length;
  const notice = left === 0 ? [] : [leftOut(count(left, "organization"))];
  return [...head, people, ...bodies, ...notice, ...foot].filter((part) => part !== "").join("\n");
}

function heading(plan: Plan): string {
  const words = standing(plan);
  const counts = [`**${planCounts(plan)}**`, ...sideCounts(plan.counts)].join(" · ");
  const stand = words === "" ? "" : `\n${inline([words])}.\n`;
  return `### Orgwright plan: ${verdicts[plan.verdict].title.toLowerCase()}\n\n${counts}\n${stand}`;
}

function diagnosticsPart({ diagnostics }: Plan): string {
  return bullets(
    diagnostics.map(({ severity, message }) => inline([tone("strong", severity), `: ${message}`])),
  );
}

function dangersPart(plan: Plan, limit: number): string {
  const dangers = dangersOf(plan, mostDangers);
  if (dangers.length === 0) return "";
  const severe = dangers.some(({ level }) => level === "blocked" || level === "unread");
  const texts = dangers.map((danger) => dangerLines(danger).map((text) => `> ${text}\n`));
  const shown = fitting(texts, limit);
  const left = dangers.length - shown.length;
  const notice = left === 0 ? "" : `> - ${leftOut(count(left, "danger"))}`;
  return `> [!${severe ? "CAUTION" : "WARNING"}]\n${shown.flat().join("")}${notice}`;
}

function dangerLines({ label, level, organization, message, fix, holds }: Danger): readonly string[] {
  const where: readonly Span[] = organization === undefined ? [] : [tone("name", organization), ": "];
  return [
    `- ${inline([tone("strong", label), " ", ...where, message])}`,
    ...(holds === undefined ? [] : [`  - ${level === "approved" ? "passes" : "holds"}: ${inline([holds])}`]),
    ...(fix === undefined ? [] : [`  - help: ${inline([fix])}`]),
  ];
}

function peoplePart({ organizations }: Plan, limit: number): string {
  const rows = organizations.flatMap(peopleRows);
  if (rows.length === 0) return "";
  const shown = fitting(rows, limit);
  const left = rows.length - shown.length;
  const notice = left === 0 ? "" : `\n${leftOut(count(left, "row"))}`;
  const title = "What it means for people";
  const text = `${table(["who", "what", "organization"], shown)}${notice}`;
  return rows.length <= mostOpen
    ? `#### ${title}\n\n${text}`
    : details([title, count(rows.length, "row")], text);
}

/** One row per person, those first for whom it is more than a consequence. */
function peopleRows({ name, changes }: OrganizationPlan): readonly (readonly string[])[] {
  const effects = changes.flatMap((change) => change.effects);
  const bySubject = new Map<string, Effect[]>();
  for (const effect of [
    ...effects.filter(({ cascade }) => !cascade),
    ...effects.filter(({ cascade }) => cascade),
  ]) {
    const own = bySubject.get(effect.subject) ?? [];
    own.push(effect);
    bySubject.set(effect.subject, own);
  }
  return [...bySubject].map(([subject, own]) => {
    const words = sharedEffects(own).map((shared) => inline(effectSpans(shared, subject)));
    return [inline([tone("name", subjectTitle(subject))]), words.join("<br>"), inline([tone("name", name)])];
  });
}

function quietPart(names: readonly string[]): string {
  const are = names.length === 1 ? "is" : "are";
  return `${count(names.length, "organization")} ${are} as declared: ${inline([listing(names, mostDeclared)])}\n`;
}

function leftOut(what: string): string {
  return `_${what} left out for length; the plan file has everything._\n`;
}

/** The first parts that fit together; a later one is not taken in the place of an earlier. */
function fitting<Part extends string | readonly string[]>(
  parts: readonly Part[],
  limit: number,
): readonly Part[] {
  let used = 0;
  const end = parts.findIndex((part) => {
    used += lengthOf(typeof part === "string" ? [part] : part);
    return used > limit;
  });
  return end === -1 ? parts : parts.slice(0, end);
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 3, 0);
}
