/** How bad a difference is, whether anybody is told, and what of it tells one state of drift from another. */
import canonicalize from "canonicalize";
import type { Cause, Change, Listed, OrganizationPlan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { clipped } from "./escape.ts";
import { count, listing } from "./words.ts";

/** critical: power that nobody declared, or owners lost; warning: access gained or lost; note: names and settings. */
export type DriftSeverity = "critical" | "warning" | "note";

/** The severities, the worst first. */
export const severities: readonly DriftSeverity[] = ["critical", "warning", "note"];

/** Names of roles and levels that mean power on all systems. */
const powerful = /(?:^|[^\p{L}])(?:owners?|admins?|administrators?)$/iu;

/** Names of roles and levels that mean an owner. */
const owning = /(?:^|[^\p{L}])owners?$/iu;

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

/** Whether a difference is known: acknowledged, and as critical where it is. */
export function isKnown(change: Change): boolean {
  const { acknowledged } = change;
  return (
    acknowledged !== undefined && (acknowledged.critical === true || driftSeverity(change) !== "critical")
  );
}

/**
 * Whether a change stands for a difference that somebody must be told of: live moved, or nobody knows who did, and it is
 * not known. What git or time moved counts where an owner would lose that: git may only have moved beside it.
 */
export function isTold(change: Change): boolean {
  return !isKnown(change) && (shownCause(change) === "drift" || change.cause === "unclassified");
}

/** Under which cause a change is told: what takes an owner's power away is told as drift, though git or time moved too. */
export function shownCause(change: Change): Cause {
  const isMoved = change.cause === "intended" || change.cause === "due";
  return isMoved && takesOwnership(change) ? "drift" : change.cause;
}

/** Who else moved where a change is told as drift for its power's sake: `git moved too`; empty for any other. */
export function movedToo(change: Change): string {
  if (shownCause(change) === change.cause) return "";
  return change.cause === "due" ? "time moved too" : "git moved too";
}

/** What tells one difference from another: the change, how bad it is, and what it means for whom. A difference that grows is another one. */
export function driftKey(change: Change): string {
  const effects = sorted(change.effects.map((effect) => canonicalize(effect) ?? ""));
  return JSON.stringify([change.id, driftSeverity(change), effects]);
}

/** What is left alone and holds an owner's power. */
export function powersLeft({
  unmanaged,
  observed,
}: Pick<OrganizationPlan, "unmanaged" | "observed">): readonly Listed[] {
  return [...unmanaged, ...observed].filter(({ danger }) => danger);
}

/**
 * What makes one state of drift another, as canonical text to be hashed: the keys of the differences that are told, the
 * addresses of what is released, and who holds power that is left alone. The order of the input does not matter.
 */
export function driftFingerprint(organizations: readonly OrganizationPlan[]): string {
  const told = organizations.flatMap(({ changes }) => changes).filter(isTold);
  const keys = (cause: Cause): readonly string[] =>
    sorted(told.filter((change) => shownCause(change) === cause).map(driftKey));
  const released = sorted(
    organizations.flatMap((organization) => organization.released.map(({ address }) => address)),
  );
  const power = sorted(
    organizations.flatMap(powersLeft).map(({ address, message }) => JSON.stringify([address, message])),
  );
  return JSON.stringify({ drift: keys("drift"), power, released, unclassified: keys("unclassified") });
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
  const powers = organizations.reduce((sum, organization) => sum + powersLeft(organization).length, 0);
  const unread = organizations.filter(({ verdict }) => verdict === "failed").length;
  const facts = [
    told.length > 0 ? count(told.length, "difference") : "",
    critical > 0 ? `${critical} critical` : "",
    released > 0 ? `${released} released` : "",
    powers > 0 ? `${powers} unmanaged with power` : "",
    unread > 0 ? `${unread} could not be read` : "",
  ].filter((fact) => fact !== "");
  const names = listing(
    organizations.map(({ name }) => clipped(name, 50)),
    mostNames,
  );
  if (facts.length > 0) return clipped(`Drift in ${names}: ${facts.join(", ")}`, longestTitle);
  const waiting = changes.filter((change) => !isKnown(change)).length;
  const words =
    waiting > 0 ? `Not applied in ${names}: ${count(waiting, "change")}` : `Drift in ${names}: none`;
  return clipped(words, longestTitle);
}

/** An owner is removed, demoted or suspended, or somebody loses the owner's level. */
function takesOwnership({ action, risks, effects }: Change): boolean {
  if (action === "create") return false;
  return (
    risks.some(({ code }) => code === "owner-lost") ||
    effects.some(
      ({ verb, what, from }) =>
        (verb === "loses" && isOwning(what)) ||
        (verb === "changes" && from !== undefined && isOwning(from) && !isOwning(what)),
    )
  );
}

function isOwning(role: string): boolean {
  return role.split(", ").some((one) => owning.test(one));
}

function hasPower(role: string): boolean {
  return role.split(", ").some((one) => powerful.test(one));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
