/** The numbers that hold for one organization: the project's, its own, and under an earlier name no laxer ones. */
import type { Guards, MaxRemovals, RemovalLimit } from "../../model/contract.ts";
import type { Organization } from "../../model/organization.ts";

type Named = Pick<Organization, "name" | "previousNames">;

/** The least number of owners that an organization keeps: of several names the highest. */
export function minOwnersOf(organization: Named, guards: Guards): number {
  const own = overrides(organization, guards).flatMap(({ minOwners }) => minOwners ?? []);
  return own.length === 0 ? (guards.minOwners ?? 1) : Math.max(...own);
}

/** The limits of removals of one kind, of which any one blocks; a manifest that is renamed keeps the limits of its old name. */
export function removalLimits(
  organization: Named,
  kind: keyof NonNullable<MaxRemovals["kinds"]>,
  guards: Guards,
): readonly RemovalLimit[] {
  const defaults = { count: 10, percent: 25 };
  const own = overrides(organization, guards).map(({ maxRemovals }) => maxRemovals);
  return (own.length === 0 ? [undefined] : own).map((limits) => ({
    ...defaults,
    ...numbers(guards.maxRemovals),
    ...guards.maxRemovals?.kinds?.[kind],
    ...numbers(limits),
    ...limits?.kinds?.[kind],
  }));
}

function numbers({ count, percent }: RemovalLimit = {}): RemovalLimit {
  return { ...(count === undefined ? {} : { count }), ...(percent === undefined ? {} : { percent }) };
}

/** Which gains need an approval: what the project wants of all, and what it wants of this one beside that. */
export function approvedGains(organization: Named, guards: Guards): ReadonlySet<"owner" | "admin"> {
  const own = overrides(organization, guards).flatMap(({ approveGains }) => approveGains ?? []);
  return new Set([...(guards.approveGains ?? []), ...own]);
}

/** The names under which the project file may speak of an organization. */
export function namesOf({ name, previousNames }: Named): readonly string[] {
  return [name, ...previousNames];
}

function overrides(organization: Named, { organizations = {} }: Guards) {
  return namesOf(organization).flatMap((each) =>
    Object.hasOwn(organizations, each) ? (organizations[each] ?? []) : [],
  );
}
