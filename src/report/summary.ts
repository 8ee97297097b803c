/** The verdict of a plan in words. */
import type { OrganizationPlan, Plan, Verdict } from "../model/contract.ts";
import type { Tone } from "./style.ts";
import { count, listing, planCounts, sideCounts } from "./words.ts";

/** What a verdict is called. */
export interface VerdictWords {
  readonly title: string;
  readonly tone: Tone;
}

/** The verdicts in words. */
export const verdicts: Readonly<Record<Verdict, VerdictWords>> = {
  empty: { title: "Nothing to apply", tone: "good" },
  applicable: { title: "Can be applied", tone: "good" },
  blocked: { title: "Blocked", tone: "danger" },
  failed: { title: "Incomplete", tone: "danger" },
};

const mostNames = 4;

/** A plan in one line of plain text, for a log or a status: `Blocked: 2 to create, 1 to remove · 1 mail`. */
export function planLine(plan: Plan): string {
  const intent = plan.organizations.length > 0 && plan.organizations.every(({ basis }) => basis === "intent");
  const title = intent ? "Not compared with live" : verdicts[plan.verdict].title;
  return `${title}: ${[planCounts(plan), ...sideCounts(plan.counts)].join(" · ")}`;
}

/** How the organizations stand that are not as declared, the worst first: `acme is held by a guard`. */
export function standing({ organizations, guards, verdict }: Plan): string {
  const of = (wanted: Verdict): readonly OrganizationPlan[] =>
    organizations.filter((organization) => organization.verdict === wanted);
  const allHeld = guards.some(({ approved }) => !approved);
  const parts = [
    sentence(of("failed"), "could not be read or planned", "could not be read or planned"),
    allHeld ? "a guard holds the whole plan" : "",
    sentence(of("blocked"), "is held by a guard", "are held by a guard"),
    allHeld || verdict === "applicable" ? "" : sentence(of("applicable"), "can be applied", "can be applied"),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function sentence(organizations: readonly OrganizationPlan[], one: string, many: string): string {
  const names = organizations.map(({ name }) => name);
  if (names.length === 0) return "";
  const subject = names.length <= mostNames ? listing(names) : count(names.length, "organization");
  return `${subject} ${names.length === 1 ? one : many}`;
}
