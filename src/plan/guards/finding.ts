/** What a guard finds: the changes that it holds, and what to do. */
import type { Change } from "../../model/contract.ts";

/** The guards that may hold a plan; an approval names one of them. */
export type GuardName =
  | "last-owner"
  | "self"
  | "max-removals"
  | "total-removals"
  | "delete-organization"
  | "protected"
  | "gains";

/** Changes that a guard holds. */
export interface Finding {
  readonly guard: GuardName;
  readonly message: string;
  readonly changes: readonly Change[];
  readonly fix: string;
}

/** What is not approved yet of what a guard holds; all of it where all is. */
export function unapproved<Held extends { readonly change: Change }>(
  held: readonly Held[],
  approved: ReadonlySet<string>,
): readonly Held[] {
  const open = held.filter(({ change }) => !approved.has(change.id));
  return open.length > 0 ? open : held;
}
