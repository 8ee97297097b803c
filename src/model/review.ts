/** What reviewers were shown, as far as an apply needs it to tell whether a change was among it. */
import type { Address } from "./address.ts";
import type { Change, OrganizationPlan, Plan, Waiting } from "./contract.ts";

/** A change that was shown. */
export interface ShownChange extends Pick<Change, "id" | "address" | "action" | "kind" | "refs"> {
  /** A creation's own id, where the manifest names it. */
  readonly createdId?: string;
}

/** One organization of a reviewed plan. */
export interface ShownOrganization
  extends Pick<OrganizationPlan, "name" | "digest" | "manifestDigest" | "desiredDigest"> {
  readonly changes: readonly ShownChange[];
}

/** All that was reviewed, and what becomes of the rest. */
export interface Review {
  /** Of any number of reviewed plans, the earliest first; an organization may be in several. */
  readonly shown: readonly ShownOrganization[];
  /** Digests of organizations' plans that somebody has seen elsewhere: one that has such a plan counts as shown. */
  readonly digests?: readonly string[];
  /** Names of organizations of which each step since the record was reviewed, so that the manifest as a whole was. */
  readonly whole?: readonly string[];
  /** Ids of what earlier applies of the same reviewed plans have made, by address. */
  readonly created?: Readonly<Record<Address, string>>;
  /** Names of organizations that may go on with what nobody was shown, as far as git or time moved it; what live moved never does. */
  readonly unseen?: readonly string[];
  /** What to do about an organization that stops. */
  readonly fix?: string;
}

/** What a plan shows of its organizations; those that were not compared with live show nothing. */
export function shownOf({ organizations }: Pick<Plan, "organizations">): readonly ShownOrganization[] {
  return organizations
    .filter(({ basis }) => basis === undefined)
    .map(({ name, digest, manifestDigest, desiredDigest, changes, waiting }) => ({
      name,
      digest,
      manifestDigest,
      desiredDigest,
      changes: [...changes.map(shownChange), ...waiting.flatMap(shownWaiting)],
    }));
}

function shownChange({ id, address, action, kind, refs, after }: Change): ShownChange {
  const createdId = action === "create" ? after?.["id"] : undefined;
  return { id, address, action, kind, refs, ...(typeof createdId === "string" ? { createdId } : {}) };
}

/** What waits was shown too: when its time has come it is the same change. */
function shownWaiting({ address, kind, change }: Waiting): readonly ShownChange[] {
  return change === undefined ? [] : [{ ...change, address, kind }];
}
