/** What the command line wants to know of a plan. */
import type { Change, Plan } from "../../model/contract.ts";

/** Whether an apply would write anything. */
export function changesSomething({ organizations }: Plan): boolean {
  return organizations.some(({ verdict }) => verdict === "applicable");
}

/** The changes that would be applied and need a place for a secret. */
export function secretsNeeded({ organizations }: Plan): readonly Change[] {
  return organizations
    .filter(({ verdict }) => verdict === "applicable")
    .flatMap(({ changes }) => changes.filter(({ secret }) => secret?.need === "needed"));
}
