/** The shapes of a match: wishes with what they mean, and what nobody wishes for. */
import type { Address } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { LiveAccess, LiveMember, LiveRole, LiveWorkspace } from "../../model/live.ts";
import type {
  AccessResource,
  MemberResource,
  Resource,
  RoleResource,
  WorkspaceResource,
} from "../../model/resource.ts";

/** A wish with the live thing that it means, if there is one. */
export interface Pair<Desired, Found> {
  readonly desired: Desired;
  readonly live: Found | undefined;
}

/** A live thing that no wish means, with the address it would have. */
export interface Rest<Found> {
  readonly address: Address;
  readonly live: Found;
}

/** All wishes of a kind with what they mean, and the rest. */
export interface Matched<Desired, Found> {
  readonly pairs: readonly Pair<Desired, Found>[];
  readonly rest: readonly Rest<Found>[];
}

/** Everything of one organization, matched. */
export interface Matching {
  readonly roles: Matched<RoleResource, LiveRole>;
  readonly workspaces: Matched<WorkspaceResource, LiveWorkspace>;
  readonly members: Matched<MemberResource, LiveMember> & {
    /** Invitations of somebody who has a better one or is a member already. */
    readonly stale: readonly Rest<LiveMember>[];
  };
  readonly access: Matched<AccessResource, LiveAccess>;
  /** The system's ids by address, as far as things are live. */
  readonly ids: ReadonlyMap<Address, string>;
  /** The name of a live workspace in addresses, by its id. */
  readonly workspaceNames: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The resources of one kind. */
export function ofKind<K extends Resource["kind"]>(
  resources: readonly Resource[],
  kind: K,
): readonly Extract<Resource, { readonly kind: K }>[] {
  return resources.filter(
    (resource): resource is Extract<Resource, { readonly kind: K }> => resource.kind === kind,
  );
}

/** The live things that no pair has. */
export function unmatched<Found>(
  live: readonly Found[],
  pairs: readonly Pair<unknown, Found>[],
  addressOf: (found: Found) => Address,
): readonly Rest<Found>[] {
  const matched = new Set(pairs.map((pair) => pair.live));
  return live
    .filter((found) => !matched.has(found))
    .map((found) => ({ address: addressOf(found), live: found }));
}
