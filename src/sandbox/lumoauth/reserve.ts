import { reserveId } from "./ids.ts";
import type { LumoAuthSeed, OrganizationSeed } from "./seed.ts";
import type { IdKind, LumoAuthState } from "./state.ts";

/** Counts every id that a seed chose as given out. */
export function reserveIds(state: LumoAuthState, { tenants = [], issued = {} }: LumoAuthSeed): void {
  const organizations = tenants.flatMap((tenant) => tenant.organizations ?? []);
  const inEach = <T>(things: (one: OrganizationSeed) => readonly T[] | undefined) =>
    organizations.flatMap((one) => things(one) ?? []);
  const chosen: Readonly<Record<IdKind, readonly { readonly id?: string | number }[]>> = {
    organization: organizations,
    user: tenants.flatMap(({ users = [] }) => users),
    role: inEach(({ roles }) => roles),
    member: inEach(({ members }) => members),
    invitation: inEach(({ invitations }) => invitations),
    audit: tenants.flatMap(({ audit = [] }) => audit),
  };
  for (const kind of Object.keys(chosen) as IdKind[]) {
    for (const id of [...chosen[kind].flatMap((thing) => thing.id ?? []), issued[kind] ?? 0]) {
      reserveId(state, kind, id);
    }
  }
}
