/** The plan for the terminal: counts and verdict, dangers, then what happens in each organization. */
import type { OrganizationPlan, Plan } from "../model/contract.ts";
import { changeLines, sharedCause } from "./changes.ts";
import { type Danger, dangersOf } from "./dangers.ts";
import { diagnosticLines } from "./diagnostics.ts";
import { hanging, indented, type Line, layOut, line, section } from "./layout.ts";
import { listLines } from "./lists.ts";
import { priceLine } from "./price.ts";
import { facts, tone } from "./spans.ts";
import type { Style, Tone } from "./style.ts";
import { standing, verdicts } from "./summary.ts";
import { changeCounts, count, listing, planCounts, sideCounts } from "./words.ts";

const mostDangers = 10;
const mostDeclared = 12;

const dangerTones: Readonly<Record<Danger["level"], Tone>> = {
  blocked: "danger",
  unread: "danger",
  risk: "warning",
  released: "warning",
  approved: "good",
};

/** The whole plan in words, nothing left out but what only repeats: counts, dangers, then each organization. */
export function renderPlan(plan: Plan, style: Style): string {
  const notable = plan.organizations.filter(isNotable);
  const quiet = plan.organizations.filter((organization) => !isNotable(organization));
  return layOut(
    [
      ...headLines(plan),
      ...section(diagnosticLines(plan.diagnostics, style.width)),
      ...section(dangerLines(plan)),
      ...notable.flatMap((organization) => section(organizationLines(organization, style.width))),
      ...section(quietLines(quiet)),
    ],
    style,
  );
}

/** Whether there is more to say of an organization than that it is as declared. */
export function isNotable({ verdict, ...organization }: OrganizationPlan): boolean {
  const { changes, waiting, forPerson, released, observed, guards, diagnostics } = organization;
  const said = [changes, waiting, forPerson, released, observed, guards, diagnostics];
  return verdict === "failed" || said.some((list) => list.length > 0);
}

/** What to look at first, the worst on top, under a name. */
export function dangerLines(plan: Plan): readonly Line[] {
  const dangers = dangersOf(plan, mostDangers);
  if (dangers.length === 0) return [];
  const width = Math.max(...dangers.map(({ label }) => label.length));
  return [
    line(0, tone("strong", "Look at this first")),
    ...dangers.flatMap((danger) => oneDanger(danger, width)),
  ];
}

/** One line for organizations of which there is nothing to say. */
export function quietLines(organizations: readonly OrganizationPlan[]): readonly Line[] {
  if (organizations.length === 0) return [];
  const names = listing(
    organizations.map(({ name }) => name),
    mostDeclared,
  );
  const are = organizations.length === 1 ? "is" : "are";
  const unmanaged = organizations.reduce((sum, { counts }) => sum + counts.unmanaged, 0);
  const left =
    unmanaged === 0 ? "" : ` (${count(unmanaged, "unmanaged entry", "unmanaged entries")} left alone)`;
  return [
    line(
      0,
      tone("faint", `${count(organizations.length, "organization")} ${are} as declared: ${names}${left}`),
    ),
  ];
}

/** The name of an organization, where it lives, and how it stands. */
export function organizationHead(
  { name, key, connection }: OrganizationPlan,
  ...more: readonly string[]
): Line {
  const where = key === name ? `on ${connection}` : `${key} on ${connection}`;
  return line(0, ...facts([["strong", name], ...[where, ...more].map((fact) => ["faint", fact] as const)]));
}

function headLines(plan: Plan): readonly Line[] {
  const { title, tone: verdictTone } = verdicts[plan.verdict];
  const words = standing(plan);
  const counts = [planCounts(plan), ...sideCounts(plan.counts)];
  return [
    hanging(6, line(0, tone("strong", "Plan: "), ...facts(counts.map((fact) => ["strong", fact] as const)))),
    hanging(2, line(0, tone(verdictTone, `${title}.`), words === "" ? "" : ` ${words}.`)),
    ...(plan.price === undefined ? [] : [hanging(2, line(0, tone("faint", priceLine(plan))))]),
  ];
}

function oneDanger(
  { level, label, organization, message, fix, holds }: Danger,
  width: number,
): readonly Line[] {
  const inner = 4 + width;
  return [
    hanging(
      width + 2,
      line(
        2,
        tone(dangerTones[level], label.padEnd(width)),
        "  ",
        ...(organization === undefined ? [] : [tone("strong", organization), ": "]),
        message,
      ),
    ),
    ...(holds === undefined
      ? []
      : [line(inner, tone("faint", `${level === "approved" ? "passes" : "holds"}: ${holds}`))]),
    ...(fix === undefined ? [] : [hanging(6, line(inner, tone("strong", "help: "), fix))]),
  ];
}

function organizationLines(organization: OrganizationPlan, width: number): readonly Line[] {
  const { verdict, changes, classified, diagnostics, counts } = organization;
  const cause = sharedCause(changes, classified);
  const state = verdict === "failed" ? "could not be read or planned" : changeCounts(counts);
  const held = verdict === "blocked" ? "blocked" : "";
  return [
    organizationHead(organization, state, cause === undefined ? "" : allOf(changes.length, cause), held),
    ...indented(2, diagnosticLines(diagnostics, width - 2)),
    ...changeLines(changes, classified),
    ...listLines(organization),
    ...(counts.unchanged === 0 ? [] : [line(2, tone("faint", `${counts.unchanged} unchanged`))]),
  ];
}

function allOf(number: number, cause: string): string {
  return number === 1 ? cause : `all ${cause}`;
}
