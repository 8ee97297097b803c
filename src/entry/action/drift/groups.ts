/** What gets an issue of its own, and what is worth one. Pure. */
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import type { OrganizationRecord } from "../../../model/record.ts";
import { isKnown, isTold, powersLeft } from "../../../report/drift-severity.ts";
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
 * it, something dangerous was released, somebody whom no manifest manages has power, or live cannot be compared with the
 * manifests at all. What is due, waits, is observed or acknowledged is no reason by itself.
 */
export function isNoteworthy({ organizations }: Group, attempts: Attempts): boolean {
  return organizations.some((organization) => {
    const { name, changes, released } = organization;
    const open = changes.filter((change) => !isKnown(change));
    return (
      open.some((change) => isTold(change) || change.cause === "intended") ||
      (Object.hasOwn(attempts, name) && open.length > 0) ||
      released.some(({ danger }) => danger) ||
      powersLeft(organization).length > 0 ||
      isUnplanned(organization)
    );
  });
}

/** Whether nothing is known of the organization as it is now. */
export function isUnread({ verdict }: OrganizationPlan): boolean {
  return verdict === "failed";
}

/** Whether the organization was read, and what is live cannot be compared with the manifests: nobody knows what drifts. */
export function isUnplanned(organization: OrganizationPlan): boolean {
  return isUnread(organization) && planErrors(organization).length > 0;
}

/** The codes of what kept an organization from being planned, sorted, each once. */
export function planErrors({ diagnostics }: OrganizationPlan): readonly string[] {
  const errors = diagnostics.filter(({ severity, code }) => severity === "error" && code.startsWith("plan/"));
  return [...new Set(errors.map(({ code }) => code))].sort(compareText);
}

/**
 * Whether an issue may be about something that could not be read now: an organization that it remembers, or, for one that
 * the plan does not know any more, any that may be its successor.
 */
export function mayBeUnread(
  remembered: readonly string[],
  organizations: readonly OrganizationPlan[],
): boolean {
  const byName = new Map(organizations.map((each) => [each.name, each]));
  return remembered.some((name) => {
    const known = byName.get(name);
    return known === undefined ? organizations.some(isUnread) : isUnread(known);
  });
}
