/** A last look before an owner goes: somebody else may have taken the one who was to stay (law 4). */
import { type Connected, connect } from "./connections.ts";
import { organizationAddress, parseAddress } from "./model/address.ts";
import type { Change, Diagnostic, Plan } from "./model/contract.ts";
import { failure } from "./model/failure.ts";
import type { LiveMember } from "./model/live.ts";
import { minOwnersOf } from "./plan/guards/limits.ts";
import { gainsOwner, losesOwner } from "./plan/handover.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { activeOwners, withLiveOwners } from "./plan/owners.ts";
import { isFailed } from "./plan/plan.ts";
import type { ReconcileRequest } from "./request.ts";

/** Says why a change must not be written now; undefined when it may. Never throws. */
export type LastLook = (change: Change) => Promise<Diagnostic | undefined>;

/** What the plan leaves of an organization's owners. */
interface Owners {
  readonly input: OrganizationInput;
  readonly kind: NonNullable<OrganizationInput["kinds"]["member"]>;
  /** Ids of those whom the plan takes it from. */
  readonly losing: ReadonlySet<string>;
  /** How many others have to be there. */
  readonly least: number;
}

/**
 * Looks at what is live, anew each time, before a change that takes an owner away. Those whom the same plan takes it from
 * count for nothing, so that no two such changes rely on each other. Where the plan leaves no owner, which only an approval
 * lets it, there is nothing to look for.
 */
export function lastLook(
  inputs: readonly (OrganizationInput | FailedInput)[],
  plan: Plan,
  request: ReconcileRequest,
): LastLook {
  const owners = new Map(
    inputs.flatMap((input) => {
      const own = isFailed(input) ? undefined : ownersOf(input, plan, request);
      return own === undefined ? [] : [[own.input.organization.name, own] as const];
    }),
  );
  return async (change) => {
    const own = owners.get(parseAddress(change.address).organization);
    if (own === undefined || change.kind !== "member" || !own.losing.has(change.nativeId ?? ""))
      return undefined;
    return await looked(change, own, request);
  };
}

function ownersOf(input: OrganizationInput, plan: Plan, { project }: ReconcileRequest): Owners | undefined {
  const { live, organization } = input;
  const kind = withLiveOwners(input.kinds, live).member;
  const own = plan.organizations.find(({ name }) => name === organization.name);
  if (live === undefined || kind === undefined || own === undefined) return undefined;
  const members = own.changes
    .filter((change) => change.kind === "member")
    .map((change) => ({ ...change, ...rowOf(change, live.members) }));
  const losing = members
    .filter((change) => losesOwner(change, kind))
    .flatMap(({ nativeId }) => nativeId ?? []);
  const gaining = members.filter((change) => gainsOwner(change, kind));
  const left = activeOwners(live, kind).length - losing.length + gaining.length;
  const least = Math.min(left, Math.max(1, minOwnersOf(organization, project.guards ?? {})));
  return losing.length === 0 || least < 1 ? undefined : { input, kind, losing: new Set(losing), least };
}

function rowOf({ nativeId }: Change, members: readonly LiveMember[]): { readonly live?: LiveMember } {
  const live = members.find(({ id }) => id === nativeId);
  return live === undefined ? {} : { live };
}

async function looked(
  change: Change,
  own: Owners,
  request: ReconcileRequest,
): Promise<Diagnostic | undefined> {
  const { organization, live } = own.input;
  if (live === undefined) return undefined;
  try {
    // Readers remember what they were told: this is a new one.
    const connected: Connected | undefined = connect(request).get(organization.connection);
    const now = await connected?.reader().read(live.organization);
    if (now === undefined) return undefined;
    const kept = activeOwners(now, own.kind).filter(({ id }) => !own.losing.has(id)).length;
    return kept >= own.least ? undefined : gone(change, kept, own.least);
  } catch (error) {
    return failure(error, organizationAddress(organization.name));
  }
}

function gone({ address }: Change, kept: number, least: number): Diagnostic {
  const { organization } = parseAddress(address);
  return {
    code: "apply/owner-moved",
    severity: "error",
    address,
    message: `${address}: it is not done, since ${organization} would have ${kept} active ${kept === 1 ? "owner" : "owners"} then, and ${least} was to be left: somebody else has taken one meanwhile.`,
    why: "An organization that has an active owner never passes through a moment without one.",
    fix: "Plan again, and see who is to own it.",
  };
}
