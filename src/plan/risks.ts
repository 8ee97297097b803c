/** Marks on changes that deserve a second look: gains of power, losses of owners, switches that hit everybody. */
import type { Change, Effect, Risk } from "../model/contract.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Draft } from "./findings.ts";
import { losesOwner } from "./handover.ts";
import { isLowered } from "./rank.ts";

/** The risk marks of one change; `ownersLeft` is how many owners the organization has after the plan. */
export function risksOf(
  draft: Draft,
  effects: readonly Effect[],
  kinds: Kinds,
  ownersLeft: number,
): readonly Risk[] {
  return [
    ...effects.flatMap((effect) => gained(effect, kinds)),
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

function gained({ subject, verb, what, from, on }: Effect, { member }: Kinds): readonly Risk[] {
  if (member === undefined || (verb !== "gains" && verb !== "changes")) return [];
  if (from !== undefined && isLowered([from], [what], member.rank)) return [];
  const owner = member.ownerRoles.find((role) => what.split(", ").includes(role));
  if (owner !== undefined) return [{ code: "owner-gained", message: `${subject} becomes ${owner} of ${on}` }];
  const admin = member.adminRoles.find((role) => what.split(", ").includes(role));
  return admin === undefined
    ? []
    : [{ code: "admin-gained", message: `${subject} becomes ${admin} of ${on}` }];
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
