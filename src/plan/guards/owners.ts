/** The last owner, the credential's own account, and whole organizations (laws 5 and 6). */
import type { Guards } from "../../model/contract.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveState } from "../../model/live.ts";
import type { Draft } from "../findings.ts";
import { gainsOwner, losesOwner } from "../handover.ts";
import { isAccount } from "../match/people.ts";
import type { Outline, Outlined } from "../outline.ts";
import { activeOwners, makesOwner } from "../owners.ts";
import { weakensMember } from "../weakened.ts";
import type { Finding } from "./finding.ts";
import { minOwnersOf } from "./limits.ts";

/** An organization keeps its least number of active owners, and never gets fewer when it is below already. */
export function lastOwner({ input, changes }: Outline, guards: Guards): readonly Finding[] {
  const kind = input.kinds.member;
  if (kind === undefined || input.live === undefined) return [];
  const role = changes.filter(({ draft }) => endsOwnerRole(draft, kind));
  const ends = role.length === 0 ? [] : [ownerRoleEnds(role)];
  const losing = changes.filter(({ draft }) => losesOwner(draft, kind));
  const now = activeOwners(input.live, kind).length;
  const least = minOwnersOf(input.organization, guards);
  const left = now - losing.length + changes.filter(({ draft }) => gainsOwner(draft, kind)).length;
  if (losing.length === 0 || left >= least || left >= now) return ends;
  return [
    ...ends,
    {
      guard: "last-owner",
      message: `${left} active ${left === 1 ? "owner" : "owners"} would be left, and ${least} is the least`,
      changes: losing.map(({ change }) => change),
      fix: "Keep an owner, or have another accept first; or have the changes approved with `orgwright approve`.",
    },
  ];
}

function endsOwnerRole({ live, action }: Draft, kind: MemberKind): boolean {
  return action === "delete" && live?.kind === "role" && makesOwner([live.name], kind);
}

function ownerRoleEnds(changes: readonly Outlined[]): Finding {
  return {
    guard: "last-owner",
    message: "the role that makes owners would be deleted",
    changes: changes.map(({ change }) => change),
    fix: "Keep the role in the manifest; or have its deletion approved with `orgwright approve`.",
  };
}

/** The credential's own account is never removed or demoted; where it is unknown, no owner is. */
export function self({ input, changes }: Outline, guards: Guards): readonly Finding[] {
  if (guards.protectSelf === false) return [];
  const touching = changes.filter(({ draft }) => weakensSelf(draft, input.kinds.member?.rank ?? []));
  const own = touching.map(({ change }) => change);
  const findings: Finding[] = [];
  if (own.length > 0) {
    findings.push({
      guard: "self",
      message: `${whoseAccounts(touching)} would be removed or demoted`,
      changes: own,
      fix: "Leave it out of the manifest or as it is; run with another credential; or have the change approved with `orgwright approve`.",
    });
  }
  return [...findings, ...unknownSelf({ input, changes })];
}

/** Where nobody knows which account is the credential's own, any owner may be it. */
function unknownSelf({ input, changes }: Pick<Outline, "input" | "changes">): readonly Finding[] {
  const { kinds, settings, live } = input;
  const kind = kinds.member;
  const isFound = live?.members.some((row) => row.protection === "self" && isAccount(row)) ?? false;
  if (
    kind === undefined ||
    isFound ||
    live?.selfIsNobody === true ||
    (settings.self !== undefined && !kind.selfIsMember)
  )
    return [];
  const losing = changes.filter(({ draft }) => losesOwner(draft, kind) || mayBeSelf(draft, live, kind.rank));
  if (losing.length === 0) return [];
  const why =
    settings.self === undefined
      ? "it is not known which account is the credential's own"
      : `\`self: ${settings.self}\` is no member here, so which account is the credential's own is not known`;
  return [
    {
      guard: "self",
      message: `${why}; nobody who may be it is removed or demoted`,
      changes: losing.map(({ change }) => change),
      fix: `Name the credential's account by \`self:\` (e-mail or id) on connection ${settings.name} in the project file.`,
    },
  ];
}

function whoseAccounts(touching: readonly Outlined[]): string {
  const isService = ({ draft: { live } }: Outlined) =>
    live !== undefined && "protection" in live && live.protection === "service-account";
  const own = touching.some((each) => !isService(each)) ? ["the credential's own account"] : [];
  return [...own, ...(touching.some(isService) ? ["a service account"] : [])].join(" and ");
}

/** Where only the own roles are told, whoever holds one of them may be the credential's account. */
function mayBeSelf(draft: Draft, state: LiveState | undefined, rank: readonly string[]): boolean {
  const { live } = draft;
  if (live?.kind !== "member" || !isAccount(live)) return false;
  const isLike = live.roles.some((role) => state?.selfRoles?.includes(role));
  return isLike && weakensSelf({ ...draft, live: { ...live, protection: "self" } }, rank);
}

/** Whether the own account, or a service account, is removed, suspended, or left with less. */
function weakensSelf(draft: Draft, rank: readonly string[]): boolean {
  const { live } = draft;
  if (live?.kind === "access" && live.protection === "service-account") return true;
  if (live?.kind !== "member" || (live.protection !== "self" && live.protection !== "service-account"))
    return false;
  return weakensMember(draft, live, rank);
}

/** A whole organization ends only with an approval. */
export function deletion({ changes }: Outline): readonly Finding[] {
  const ends = changes.filter(({ change }) => change.kind === "organization" && change.action === "delete");
  if (ends.length === 0) return [];
  return [
    {
      guard: "delete-organization",
      message: "the whole organization would be deleted",
      changes: ends.map(({ change }) => change),
      fix: "If that is meant, have it approved with `orgwright approve`.",
    },
  ];
}
