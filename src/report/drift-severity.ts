/** How bad a difference is, and what of it tells one state of drift from another. */
import type { Cause, Change, OrganizationPlan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { clipped } from "./escape.ts";
import { count, listing } from "./words.ts";

/** critical: power that nobody declared, or owners lost; warning: access gained or lost; note: names and settings. */
export type DriftSeverity = "critical" | "warning" | "note";

/** The severities, the worst first. */
export const severities: readonly DriftSeverity[] = ["critical", "warning", "note"];

/** Names of roles and levels that mean power on all systems. */
const powerful = /(?:^|[^\p{L}])(?:owners?|admins?|administrators?)$/iu;

const mostNames = 3;
const longestTitle = 200;

/** How bad the difference is that this change would mend: an owner's removal means that live has one whom nobody declared. */
export function driftSeverity(change: Change): DriftSeverity {
  const { kind, action, risks, effects } = change;
  const owners = risks.some(({ code }) => code === "owner-lost" || code === "owner-gained");
  const power = effects.some(
    ({ verb, what, from }) =>
      (verb === "loses" && hasPower(what)) ||
      (verb === "changes" && from !== undefined && hasPower(from) && !hasPower(what)),
  );
  if (owners || power || (kind === "organization" && action === "create")) return "critical";
  const personal = kind === "member" || kind === "access" || effects.length > 0;
  const present = action === "create" || action === "delete";
  return personal || present || risks.length > 0 ? "warning" : "note";
}

/** Whether a change stands for a difference that somebody must be told of: not intended, not due, not acknowledged. */
export function isTold({ cause, acknowledged }: Change): boolean {
  return acknowledged === undefined && (cause === "drift" || cause === "unclassified");
}

/**
 * What makes one state of drift another, as canonical text to be hashed: the ids of differences that drifted or have no
 * known cause, without the acknowledged, and the addresses of what is released. The order of the input does not matter.
 */
export function driftFingerprint(organizations: readonly OrganizationPlan[]): string {
  const told = organizations.flatMap(({ changes }) => changes).filter(isTold);
  const ids = (cause: Cause): readonly string[] =>
    sorted(told.filter((change) => change.cause === cause).map(({ id }) => id));
  const released = sorted(
    organizations.flatMap((organization) => organization.released.map(({ address }) => address)),
  );
  return JSON.stringify({ drift: ids("drift"), released, unclassified: ids("unclassified") });
}

/**
 * The title of an issue, as plain text on one line: `Drift in acme: 3 differences, 1 critical`; where live has not moved at
 * all, `Not applied in acme: 2 changes`.
 */
export function driftTitle(organizations: readonly OrganizationPlan[]): string {
  const changes = organizations.flatMap((organization) => organization.changes);
  const told = changes.filter(isTold);
  const critical = told.filter((change) => driftSeverity(change) === "critical").length;
  const released = organizations.reduce((sum, organization) => sum + organization.released.length, 0);
  const unread = organizations.filter(({ verdict }) => verdict === "failed").length;
  const facts = [
    told.length > 0 ? count(told.length, "difference") : "",
    critical > 0 ? `${critical} critical` : "",
    released > 0 ? `${released} released` : "",
    unread > 0 ? `${unread} could not be read` : "",
  ].filter((fact) => fact !== "");
  const names = listing(
    organizations.map(({ name }) => clipped(name, 50)),
    mostNames,
  );
  if (facts.length > 0) return clipped(`Drift in ${names}: ${facts.join(", ")}`, longestTitle);
  const waiting = changes.filter(({ acknowledged }) => acknowledged === undefined).length;
  const words =
    waiting > 0 ? `Not applied in ${names}: ${count(waiting, "change")}` : `Drift in ${names}: none`;
  return clipped(words, longestTitle);
}

function hasPower(role: string): boolean {
  return role.split(", ").some((one) => powerful.test(one));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
