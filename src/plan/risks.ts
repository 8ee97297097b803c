/** Marks on changes that deserve a second look: gains of power, losses of owners, switches that hit everybody. */
import { parseAddress, parseSubject } from "../model/address.ts";
import type { Change, Effect, Risk } from "../model/contract.ts";
import type { Kinds } from "../model/kinds.ts";
import type { LiveAccess, LiveMember } from "../model/live.ts";
import { subjectOf } from "./effects.ts";
import type { Draft } from "./findings.ts";
import { losesOwner } from "./handover.ts";
import type { OrganizationInput } from "./input.ts";
import { isLowered } from "./rank.ts";

/** The risk marks of one change; `ownersLeft` is how many owners the organization has after the plan. */
export function risksOf(
  draft: Draft,
  effects: readonly Effect[],
  kinds: Kinds,
  ownersLeft: number,
): readonly Risk[] {
  const power = powerOf(draft.kind, kinds);
  const gains = effects.flatMap((effect) => gained(effect, power));
  return [
    ...(gains.length === 0 ? regained(draft, effects, power) : gains),
    ...ownerLost(draft, kinds, ownersLeft),
    ...securitySettings(draft, kinds),
    ...cascades(draft, effects, kinds),
    ...(draft.kind === "organization" && draft.action === "delete"
      ? [
          {
            code: "organization-deleted" as const,
            message: `the organization is deleted: ${kinds.organization.cascade.words}`,
          },
        ]
      : []),
  ];
}

/** Names that mean power, of roles and of levels, and the order that tells a gain from a loss. */
interface Power {
  readonly owner: readonly string[];
  readonly admin: readonly string[];
  readonly rank: readonly string[];
}

function powerOf(kind: Draft["kind"], { member, access }: Kinds): Power {
  const level = access?.ownerLevel === undefined ? [] : [access.ownerLevel];
  const { ownerRoles = [], adminRoles = [], rank = [] } = member ?? {};
  const own = kind === "access" ? access?.rank : undefined;
  return { owner: [...ownerRoles, ...level], admin: adminRoles, rank: own ?? rank };
}

function gained({ subject, verb, what, from, on }: Effect, { owner, admin, rank }: Power): readonly Risk[] {
  if (verb !== "gains" && verb !== "changes") return [];
  if (from !== undefined && isLowered([from], [what], rank)) return [];
  const names = what.split(", ");
  const owns = owner.find((role) => names.includes(role));
  if (owns !== undefined) return [{ code: "owner-gained", message: `${subject} becomes ${owns} of ${on}` }];
  const rules = admin.find((role) => names.includes(role));
  return rules === undefined
    ? []
    : [{ code: "admin-gained", message: `${subject} becomes ${rules} of ${on}` }];
}

/** Somebody who was suspended has their power again. */
function regained({ live, after }: Draft, effects: readonly Effect[], power: Power): readonly Risk[] {
  if (live?.kind !== "member" || live.status !== "suspended" || after?.["status"] !== "active") return [];
  const roles = Array.isArray(after["roles"]) ? after["roles"] : live.roles;
  return effects
    .slice(0, 1)
    .flatMap(({ subject, on }) =>
      gained({ subject, verb: "gains", what: roles.join(", "), on, cascade: false }, power),
    );
}

function ownerLost(draft: Draft, { member }: Kinds, ownersLeft: number): readonly Risk[] {
  if (member === undefined || !losesOwner(draft, member)) return [];
  const lost: Risk = { code: "owner-lost", message: "an owner is removed, demoted or suspended" };
  const last: Risk = { code: "last-but-one-owner", message: "one active owner is left after this" };
  return ownersLeft === 1 ? [lost, last] : [lost];
}

function securitySettings(
  { kind, fields, after }: Pick<Change, "kind" | "fields" | "after">,
  kinds: Kinds,
): readonly Risk[] {
  const specs = kinds[kind]?.attributes ?? {};
  const touched = fields.length > 0 ? fields.map(({ path }) => path) : Object.keys(after ?? {});
  return touched.flatMap((path) => {
    const words = specs[path]?.risk;
    const value = after?.[path];
    return words === undefined || !value ? [] : [{ code: "security-setting" as const, message: words }];
  });
}

function cascades({ kind, action }: Draft, effects: readonly Effect[], kinds: Kinds): readonly Risk[] {
  const people = new Set(
    effects.filter(({ verb, cascade }) => cascade && verb === "loses").map(({ subject }) => subject),
  );
  if (action !== "delete" || kind === "member" || kind === "organization" || people.size === 0) return [];
  const words = kinds[kind]?.cascade.words ?? "";
  return [
    {
      code: "access-by-cascade",
      message: `${people.size} ${people.size === 1 ? "person loses" : "people lose"} access: ${words}`,
    },
  ];
}

/** What a role gives on a workspace; the workspace's id, where it is live. */
interface RoleGrant {
  readonly role: string;
  readonly level: string;
  readonly on: string;
  readonly workspace?: string;
}

/**
 * Finds the power that a member's change brings by way of a role: what the role gives on workspaces now, or by another
 * change of the same plan. It counts although the plan takes it from the role as well: that may come later, or fail.
 */
export function gainsByRole(
  input: OrganizationInput,
  drafts: readonly Draft[],
): (draft: Draft) => readonly Risk[] {
  const power = powerOf("access", input.kinds);
  const grants = [...liveGrants(input), ...drafts.flatMap(plannedGrant)];
  return (draft) => {
    const roles = newRoles(draft);
    return grants
      .filter(({ role }) => roles.includes(role))
      .filter((grant) => !isHeldAlready(grant, draft, input, power))
      .flatMap(({ role, level, on }) =>
        gained({ subject: subjectOf(draft), verb: "gains", what: level, on, cascade: false }, power).map(
          ({ code, message }) => ({ code, message: `${message} by role ${role}` }),
        ),
      );
  };
}

function liveGrants({ live }: OrganizationInput): readonly RoleGrant[] {
  const names = new Map(live?.workspaces.map(({ id, name }) => [id, name]));
  return (live?.access ?? []).flatMap(({ subject, level, workspace }) =>
    subject.type === "role"
      ? [{ role: subject.role, level, workspace, on: names.get(workspace) ?? workspace }]
      : [],
  );
}

function plannedGrant({ kind, action, address, after }: Draft): readonly RoleGrant[] {
  const parsed = parseAddress(address);
  const level = after?.["level"];
  if (kind !== "access" || action === "delete" || parsed.kind !== "access" || typeof level !== "string")
    return [];
  const subject = parseSubject(parsed.subject);
  return "role" in subject ? [{ role: subject.role, level, on: parsed.workspace }] : [];
}

/** The roles that a member's change brings; all of them for who is invited, or is suspended no longer. */
function newRoles({ kind, action, live, after }: Draft): readonly string[] {
  if (kind !== "member" || action === "delete") return [];
  const member = live?.kind === "member" ? live : undefined;
  const roles = Array.isArray(after?.["roles"]) ? after["roles"] : (member?.roles ?? []);
  const isBack = member?.status === "suspended" && after?.["status"] === "active";
  if (isBack || action === "create" || after?.["email"] !== undefined) return roles;
  return roles.filter((role) => !member?.roles.includes(role));
}

/** Whether an active member has as much on the workspace, of their own or by a role. */
function isHeldAlready(
  { level, workspace }: RoleGrant,
  { live: member }: Draft,
  { live }: OrganizationInput,
  { rank }: Power,
): boolean {
  if (member?.kind !== "member" || member.status !== "active") return false;
  return (live?.access ?? []).some(
    (grant) =>
      grant.workspace === workspace &&
      grant.pending !== true &&
      isTheirs(grant, member) &&
      (grant.level === level || isLowered([grant.level], [level], rank)),
  );
}

function isTheirs({ subject }: LiveAccess, { id, roles }: LiveMember): boolean {
  return subject.type === "role" ? roles.includes(subject.role) : subject.id === id;
}
