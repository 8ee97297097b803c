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
