/** Exit codes, the same for every command; where several apply, the first of this list does. */
import type { Outcome, Plan } from "../../model/contract.ts";
import { isKnown } from "../../report/drift-severity.ts";

/** Worst first: invalid, failed, blocked, changes, done. */
export const exit = {
  /** The project file, a manifest, an option or an argument cannot be used. */
  invalid: 3,
  /** Something could not be read, was refused, or moved since it was reviewed. */
  failed: 1,
  /** A guard holds changes. */
  blocked: 4,
  /** There are changes (`plan --detailed-exitcode`), or live differs (`drift`). */
  changes: 2,
  /** Done, or nothing to do. */
  done: 0,
} as const;

/** What a command ends with. */
export type ExitCode = (typeof exit)[keyof typeof exit];

/** How a plan ends; changes count only where somebody asked for them. */
export function exitOfPlan(plan: Plan, detailed: boolean): ExitCode {
  const verdicts = plan.organizations.map(({ verdict }) => verdict);
  if (verdicts.includes("failed")) return exit.failed;
  if (verdicts.includes("blocked") || plan.guards.some(({ approved }) => !approved)) return exit.blocked;
  return detailed && verdicts.includes("applicable") ? exit.changes : exit.done;
}

/** How a comparison ends. Guards are about applying, and acknowledged differences are known, critical ones where that is said: neither counts here. */
export function exitOfDrift({ organizations }: Plan): ExitCode {
  if (organizations.some(({ verdict }) => verdict === "failed")) return exit.failed;
  const differs = organizations.some(({ changes, forPerson, released, observed }) => {
    const news = changes.filter((change) => !isKnown(change));
    return [news, forPerson, released, observed].some((list) => list.length > 0);
  });
  return differs ? exit.changes : exit.done;
}

/** How an apply ends. */
export function exitOfOutcome({ organizations }: Outcome): ExitCode {
  const statuses = new Set(organizations.map(({ status }) => status));
  if (statuses.has("failed") || statuses.has("partial") || statuses.has("stopped")) return exit.failed;
  return statuses.has("blocked") ? exit.blocked : exit.done;
}
