/** What an apply did, for the terminal, and what to do next. */
import { kindOf } from "../model/address.ts";
import type {
  ChangeOutcome,
  Diagnostic,
  Kind,
  OrganizationOutcome,
  Outcome,
  Plan,
} from "../model/contract.ts";
import { diagnosticLines } from "./diagnostics.ts";
import { hanging, indented, type Line, layOut, line, section } from "./layout.ts";
import { changeTitle, resourceTitle } from "./naming.ts";
import { nextSteps } from "./next-steps.ts";
import { facts, tone } from "./spans.ts";
import type { Style, Tone } from "./style.ts";
import { byKind, count, listing, statuses } from "./words.ts";

type Status = ChangeOutcome["status"];

const statusTones: Readonly<Record<Status, Tone>> = {
  applied: "good",
  failed: "danger",
  skipped: "warning",
  unknown: "warning",
  todo: "warning",
};

/** What became of an organization, in words. */
export const outcomeWords: Readonly<Record<OrganizationOutcome["status"], string>> = {
  unchanged: "nothing to apply",
  complete: "applied",
  partial: "applied in part",
  blocked: "held by a guard",
  stopped: "stopped: it moved since the reviewed plan",
  failed: "could not be read",
};

const mostNames = 12;

/** What was applied, failed, skipped or is unknown in each organization, and what to do next. */
export function renderOutcome(outcome: Outcome, plan: Plan, style: Style): string {
  const { organizations } = outcome;
  const touched = organizations.filter(({ status }) => status !== "unchanged");
  const untouched = organizations.filter(({ status }) => status === "unchanged");
  return layOut(
    [
      headLine(outcome, plan),
      ...touched.flatMap((organization) => section(organizationLines(organization, plan, style.width))),
      ...section(untouchedLines(untouched.map(({ name }) => name))),
      ...section(nextSteps(outcome, plan)),
    ],
    style,
  );
}

function headLine({ counts, organizations }: Outcome, plan: Plan): Line {
  const mails = mailsSent(organizations, plan);
  const texts = [
    [counts.applied > 0 ? "good" : "strong", `${counts.applied} applied`],
    ["danger", counts.failed > 0 ? `${counts.failed} failed` : ""],
    ["warning", counts.skipped > 0 ? `${counts.skipped} skipped` : ""],
    ["warning", counts.unknown > 0 ? `${counts.unknown} unknown` : ""],
    ["warning", counts.todo > 0 ? `${counts.todo} still to do` : ""],
    ["strong", mails > 0 ? `${count(mails, "mail")} sent` : ""],
  ] as const;
  return hanging(9, line(0, tone("strong", "Outcome: "), ...facts(texts)));
}

/** Mails that went out with what was applied. */
export function mailsSent(organizations: readonly OrganizationOutcome[], plan: Plan): number {
  const applied = new Set(
    organizations.flatMap(({ results }) =>
      results.filter(({ status }) => status === "applied").map(({ id }) => id),
    ),
  );
  return plan.organizations
    .flatMap(({ changes }) => changes)
    .filter(({ id }) => applied.has(id))
    .reduce((sum, { mails, secret }) => sum + (secret === undefined ? mails : 0), 0);
}

function organizationLines(
  { name, status, results, diagnostics }: OrganizationOutcome,
  plan: Plan,
  width: number,
): readonly Line[] {
  const good = status === "complete";
  return [
    line(
      0,
      ...facts([
        ["strong", name],
        [good ? "good" : "danger", outcomeWords[status]],
      ]),
    ),
    ...indented(2, diagnosticLines(diagnostics, width - 2)),
    ...(status === "blocked" ? guardLines(name, plan) : []),
    ...byKind(results.map((result) => ({ ...result, kind: kindOf(result.address) }))).flatMap((result) =>
      resultLines(result, width),
    ),
  ];
}

function guardLines(name: string, plan: Plan): readonly Line[] {
  const own = plan.organizations.find((organization) => organization.name === name)?.guards ?? [];
  return [...own, ...plan.guards]
    .filter(({ approved }) => !approved)
    .map(({ guard, message }) => line(2, tone("danger", "held     "), `${message} (${guard})`));
}

function resultLines(result: ChangeOutcome & { readonly kind: Kind }, width: number): readonly Line[] {
  const { status, because, error } = result;
  const title = changeTitle(result);
  const reason = because === undefined ? "" : `because of ${resourceTitle(because)}`;
  return [
    hanging(
      9,
      line(
        2,
        tone(statusTones[status], statuses[status].padEnd(7)),
        "  ",
        title,
        "  ",
        tone("faint", reason || noAnswer(status)),
      ),
    ),
    ...(error === undefined ? [] : indented(11, diagnosticLines([located(error, result)], width - 11))),
  ];
}

/** The error without the address that stands right above it. */
function located({ address, ...error }: Diagnostic, result: ChangeOutcome): Diagnostic {
  return address === undefined || address === result.address ? error : { ...error, address };
}

/** What an unknown result means; empty for others. */
export function noAnswer(status: Status): string {
  return status === "unknown" ? "sent, and no answer came" : "";
}

function untouchedLines(names: readonly string[]): readonly Line[] {
  if (names.length === 0) return [];
  const subject = count(names.length, "organization");
  return [line(0, tone("faint", `${subject} had nothing to apply: ${listing(names, mostNames)}`))];
}
