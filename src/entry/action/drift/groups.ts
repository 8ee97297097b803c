/** What gets an issue of its own, and what is worth one. Pure. */
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import type { OrganizationRecord } from "../../../model/record.ts";
import { isTold } from "../../../report/drift-severity.ts";
import type { AttemptedApply } from "../../../report/index.ts";

/** What issues are kept for. */
export type GroupKind = "organization" | "connection";

/** Organizations that share an issue. */
export interface Group {
  readonly kind: GroupKind;
  readonly name: string;
  /** Sorted by name. */
  readonly organizations: readonly OrganizationPlan[];
}

/** The last applies that did not come to their end, by organization. */
export type Attempts = Readonly<Record<string, AttemptedApply>>;

/** The organizations of a plan by issue, sorted by name. */
export function groupsOf(organizations: readonly OrganizationPlan[], kind: GroupKind): readonly Group[] {
  const groups = new Map<string, OrganizationPlan[]>();
  for (const organization of [...organizations].sort((a, b) => compareText(a.name, b.name))) {
    const name = kind === "organization" ? organization.name : organization.connection;
    groups.set(name, [...(groups.get(name) ?? []), organization]);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, own]) => ({ kind, name, organizations: own }));
}

/** What records remember of applies that stopped on the way. */
export function attemptsOf(records: readonly OrganizationRecord[]): Attempts {
  return Object.fromEntries(
    records.flatMap(({ organization, attempted }) =>
      attempted === undefined ? [] : [[organization, attempted] as const],
    ),
  );
}

/**
 * Whether somebody must be told: live moved, git moved and nothing was applied, an apply stopped and something is left of
 * it, or something dangerous was released. What is due, waits, is observed or acknowledged is no reason by itself.
 */
export function isNoteworthy({ organizations }: Group, attempts: Attempts): boolean {
  return organizations.some(({ name, changes, released }) => {
    const open = changes.filter(({ acknowledged }) => acknowledged === undefined);
    return (
      open.some((change) => isTold(change) || change.cause === "intended") ||
      (Object.hasOwn(attempts, name) && open.length > 0) ||
      released.some(({ danger }) => danger)
    );
  });
}

/** Whether nothing is known of the organization as it is now. */
export function isUnread({ verdict }: OrganizationPlan): boolean {
  return verdict === "failed";
}
