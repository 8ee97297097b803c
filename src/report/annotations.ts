/** The changes of a plan at the manifest lines that cause them, for GitHub to show in the files of a pull request. */
import type { Change, GuardFinding, Location, OrganizationPlan, Plan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { clipped, commandMessage, commandProperty } from "./escape.ts";
import { changeTitle, place, subjectOf } from "./naming.ts";
import { effectSpans, fieldSpans, naming, sends, sharedEffects, untoldFields } from "./phrase.ts";
import { changeRank } from "./ranking.ts";
import { type Span, textOf } from "./spans.ts";
import { listing, risks } from "./words.ts";

/** How loud an annotation is. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** A few words at lines of a file; raw text, escaped only when it is written. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

/** Workflow commands, and how many annotations of each level found no room. */
export interface AnnotationCommands {
  /** One command per line. */
  readonly commands: string;
  readonly left: number;
  readonly leftByLevel: Readonly<Record<AnnotationLevel, number>>;
}

const levels: readonly AnnotationLevel[] = ["error", "warning", "notice"];
const longestTitle = 200;
const longestMessage = 2000;
const mostNamed = 6;

/**
 * One annotation per change that some line declares, those held by a guard first as errors, then those with a risk as
 * warnings, the others as notices. What no line declares, as a removal, has no place to stand at.
 */
export function planAnnotations(plan: Plan): readonly Annotation[] {
  const placed = plan.organizations.flatMap((organization) => {
    const findings = [...organization.guards, ...plan.guards];
    return organization.changes.flatMap((change) => {
      const [first, ...others] = change.origins;
      if (first === undefined) return [];
      const words = annotationWords(change, findings, others);
      return [{ rank: changeRank(change), annotation: annotation(organization, change, first, words) }];
    });
  });
  return placed
    .sort((a, b) => a.rank - b.rank || comparePlaces(a.annotation, b.annotation))
    .map(({ annotation: one }) => one);
}

/** The annotations as workflow commands, at most so many of a level, which is all that GitHub shows of a step. */
export function annotationCommands(
  annotations: readonly Annotation[],
  { perLevel }: { readonly perLevel: number },
): AnnotationCommands {
  const byLevel = levels.map((level) => ({
    level,
    all: annotations.filter((annotation) => annotation.level === level),
  }));
  const left = byLevel.map(({ level, all }) => [level, Math.max(0, all.length - perLevel)] as const);
  return {
    commands: byLevel.flatMap(({ all }) => all.slice(0, perLevel).map(command)).join(""),
    left: left.reduce((sum, [, number]) => sum + number, 0),
    leftByLevel: { error: 0, warning: 0, notice: 0, ...Object.fromEntries(left) },
  };
}

function annotation(
  { name }: OrganizationPlan,
  change: Change,
  { file, line, column }: Location,
  words: readonly string[],
): Annotation {
  const risky = change.risks.length > 0 ? "warning" : "notice";
  return {
    level: change.blockedBy.length > 0 ? "error" : risky,
    file,
    line,
    endLine: line,
    column,
    title: `${name}: ${changeTitle(change)}`,
    message: words.join("\n"),
  };
}

function annotationWords(
  change: Change,
  findings: readonly GuardFinding[],
  others: readonly Location[],
): readonly string[] {
  const about = subjectOf(change);
  const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
  const holding = findings.filter(({ approved, changes }) => !approved && changes.includes(change.id));
  const lines = [
    ...holding.map(({ guard, message, fix }) => `Held by ${guard}: ${message}. ${fix}`),
    ...(holding.length === 0 && change.blockedBy.length > 0 ? [`Held by ${listing(change.blockedBy)}.`] : []),
    ...(labels.length === 0 ? [] : [`Risk: ${labels.join(", ")}.`]),
    ...untoldFields(change).map((field) => textIn(fieldSpans(field))),
    ...sharedEffects(change.effects).map((shared) => textIn(effectSpans(naming(mostNamed, shared), about))),
    ...sends(change),
    ...(others.length === 0 ? [] : [`also ${listing([...new Set(others.map(place))], mostNamed)}`]),
  ];
  return lines.length === 0 ? [changeTitle(change)] : lines;
}

function textIn(spans: readonly Span[]): string {
  return spans.map(textOf).join("");
}

function comparePlaces(a: Annotation, b: Annotation): number {
  return compareText(a.file, b.file) || a.line - b.line || compareText(a.title, b.title);
}

function command({ level, file, line, endLine, column, title, message }: Annotation): string {
  const properties = [
    ["file", file],
    ["line", String(line)],
    ["endLine", String(endLine)],
    ...(column === undefined ? [] : [["col", String(column)]]),
    ["title", clipped(title, longestTitle)],
  ];
  const written = properties.map(([name, value = ""]) => `${name}=${commandProperty(value)}`).join(",");
  const lines = message.split("\n").map((text) => commandMessage(clipped(text, longestMessage)));
  return `::${level} ${written}::${lines.join("%0A")}\n`;
}
