/** What a reader must see before other things: lower numbers first, in every report that may not hold everything. */
import type { Change, OrganizationPlan } from "../model/contract.ts";
import type { Danger } from "./dangers.ts";

/** The ranks of what is no change. */
export const ranks = {
  head: 0,
  /** Nothing goes on, or nothing is known. */
  stop: 1,
  /** Power gained, owners lost, organizations deleted. */
  power: 2,
  danger: 3,
  /** What was compared, and with what. */
  terms: 4,
  /** Changes begin here, see changeRank. */
  held: 5,
  removal: 8,
  update: 9,
  creation: 10,
  list: 11,
  unmanaged: 12,
} as const;

const power: ReadonlySet<string> = new Set([
  "owner-gained",
  "admin-gained",
  "owner-lost",
  "last-but-one-owner",
  "organization-deleted",
]);

/** Held ones, then those that move power, then others with a risk, removals, updates, creations. */
export function changeRank({ blockedBy, risks, action }: Change): number {
  if (blockedBy.length > 0) return ranks.held;
  if (risks.some(({ code }) => power.has(code))) return ranks.held + 1;
  if (risks.length > 0) return ranks.held + 2;
  if (action === "delete" || action === "replace") return ranks.removal;
  return action === "update" ? ranks.update : ranks.creation;
}

/** Where an organization stands among others: as the worst of it does. */
export function organizationRank({ verdict, changes, released, ...rest }: OrganizationPlan): number {
  if (verdict === "failed" || verdict === "blocked") return ranks.stop;
  const listed = rest.forPerson.length > 0 ? ranks.removal : ranks.list;
  const danger = released.some((entry) => entry.danger) ? ranks.held + 2 : listed;
  return changes.reduce((worst, change) => Math.min(worst, changeRank(change)), danger);
}

/** Where a danger stands. */
export function dangerRank({ level, code }: Danger): number {
  if (level === "blocked" || level === "unread") return ranks.stop;
  return code !== undefined && power.has(code) ? ranks.power : ranks.danger;
}
