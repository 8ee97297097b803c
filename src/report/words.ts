/** The fixed words of all reports: one place, so that the same thing is called the same everywhere. */
import type { Action, Change, ChangeOutcome, Counts, Kind, Listed, Plan, Risk } from "../model/contract.ts";

/** How an action is written: a sign for the eye, and words that do without it. */
export interface ActionWords {
  readonly sign: string;
  readonly verb: string;
  readonly done: string;
}

/** Signs and words of the actions. */
export const actions: Readonly<Record<Action, ActionWords>> = {
  create: { sign: "+", verb: "create", done: "created" },
  update: { sign: "~", verb: "update", done: "updated" },
  replace: { sign: "±", verb: "replace", done: "replaced" },
  delete: { sign: "-", verb: "remove", done: "removed" },
};

const kinds: readonly Kind[] = ["organization", "role", "workspace", "member", "access"];

/** The organization's own first, then roles, workspaces, members and access; within a kind as they were. */
export function byKind<Item extends { readonly kind: Kind }>(items: readonly Item[]): readonly Item[] {
  return kinds.flatMap((kind) => items.filter((item) => item.kind === kind));
}

/** What a risk is called in a list of dangers. */
export const risks: Readonly<Record<Risk["code"], string>> = {
  "owner-gained": "owner gained",
  "admin-gained": "admin gained",
  "owner-lost": "owner lost",
  "last-but-one-owner": "one owner left",
  "security-setting": "security",
  "access-by-cascade": "access follows",
  "organization-deleted": "deletion",
};

/** Why a change is made, where its action does not say it already. */
export const reasons: Readonly<Record<Change["reason"], string>> = {
  "not-live": "",
  differs: "",
  "immutable-differs": "cannot be changed in place",
  "not-declared": "not declared",
  "declared-absent": "declared absent",
  "invitation-expired": "invitation expired",
  "invitation-stale": "invitation stale",
  renamed: "renamed",
};

/** Why live things are left alone, behind a number of them. */
export const kept: Readonly<Record<Listed["code"], string>> = {
  "section-undeclared": "in sections that are not declared",
  additive: "in additive sections",
  observed: "only observed",
  system: "of the system itself",
  self: "of the credential's own account",
  "service-account": "of service accounts",
  inherited: "inherited",
  "hidden-email": "whose e-mail is hidden",
  outsider: "of people who are no members",
  irrevocable: "that could not be given back",
  "own-workspace": "that the connection calls from",
  protected: "that the project file protects",
  released: "released",
};

/** What became of a change. */
export const statuses: Readonly<Record<ChangeOutcome["status"], string>> = {
  applied: "applied",
  failed: "failed",
  skipped: "skipped",
  unknown: "unknown",
  todo: "to do",
};

/** A number with its noun: `1 mail`, `2 mails`; `many` where an s is not enough. */
export function count(number: number, one: string, many?: string): string {
  return `${number} ${number === 1 ? one : (many ?? `${one}s`)}`;
}

/** Names in a row, the most that are wanted; behind them how many more there are. */
export function listing(names: readonly string[], most: number = names.length): string {
  const rest = names.length - most;
  const shown = names.slice(0, most).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** The changes of a whole plan; nobody knows of none while something is unread. */
export function planCounts({ counts, verdict }: Pick<Plan, "counts" | "verdict">): string {
  const words = changeCounts(counts);
  return verdict === "failed" && words === NO_CHANGES ? "no changes known" : words;
}

const NO_CHANGES = "no changes";

/** The changes of counts: `4 to create, 2 to remove`; `no changes` when there are none. */
export function changeCounts(counts: Counts): string {
  const parts = (["create", "update", "replace", "delete"] as const)
    .filter((action) => counts[action] > 0)
    .map((action) => `${counts[action]} to ${actions[action].verb}`);
  return parts.length === 0 ? NO_CHANGES : parts.join(", ");
}

/** What comes with the changes, in the order of importance; only what is not zero. */
export function sideCounts(counts: Counts): readonly string[] {
  return [
    counts.mails > 0 ? count(counts.mails, "mail") : "",
    counts.waiting > 0 ? `${counts.waiting} waiting` : "",
    counts.forPerson > 0 ? `${counts.forPerson} for a person` : "",
    counts.released > 0 ? `${counts.released} released` : "",
  ].filter((part) => part !== "");
}
