/** Reviewed is applied (law 9): an organization goes on only when each of its changes was shown. */
import type { Address } from "../model/address.ts";
import type { Change, Diagnostic, OrganizationPlan, Plan } from "../model/contract.ts";
import type { Review, ShownOrganization } from "../model/review.ts";

const planAgain = "Plan again, have the new plan reviewed, and apply that one.";
const mostNamed = 10;

/** The organizations that stop, each with what moved and by which side. */
export function stopUnreviewed(current: Plan, review: Review): ReadonlyMap<string, readonly Diagnostic[]> {
  return new Map(
    current.organizations.flatMap((organization) => {
      const problem = unreviewed(organization, review);
      return problem === undefined ? [] : [[organization.name, [problem]] as const];
    }),
  );
}

/** Whether the manifest as a whole was reviewed: what it makes due later passes only then. */
export function isAccepted({ name, digest, manifestDigest }: OrganizationPlan, review: Review): boolean {
  const { shown, digests = [], unseen = [], whole = [] } = review;
  return (
    shown.some((each) => each.name === name && each.manifestDigest === manifestDigest) ||
    digests.includes(digest) ||
    unseen.includes(name) ||
    whole.includes(name)
  );
}

function unreviewed(current: OrganizationPlan, review: Review): Diagnostic | undefined {
  const { name, changes, digest } = current;
  if (changes.length === 0 || review.digests?.includes(digest)) return undefined;
  const reviewed = review.shown.filter((each) => each.name === name);
  const unseen = changes.filter((change) => !mayPass(change, current, reviewed, review));
  const latest = reviewed.at(-1);
  if (unseen.length === 0) return undefined;
  const message =
    latest === undefined
      ? `${name} is in no reviewed plan.`
      : `${name}: ${side(current, latest)} since the plan was reviewed.`;
  return moved(name, message, unseen, review.fix ?? planAgain);
}

function mayPass(
  change: Change,
  { name, manifestDigest }: OrganizationPlan,
  reviewed: readonly ShownOrganization[],
  { unseen = [], whole = [], created = {} }: Review,
): boolean {
  if (reviewed.some((each) => isShown(change, each, created))) return true;
  const isWhole = whole.includes(name) || reviewed.some((each) => each.manifestDigest === manifestDigest);
  if (change.cause === "due" && isWhole) return true;
  return unseen.includes(name) && change.cause !== "drift";
}

/** The same change on the same things: a name that means something else now is another change. */
function isShown(
  { id, refs }: Change,
  reviewed: ShownOrganization,
  created: NonNullable<Review["created"]>,
): boolean {
  const shown = reviewed.changes.find((change) => change.id === id);
  if (shown === undefined) return false;
  return Object.entries(refs).every(([address, native]) => {
    const before = shown.refs[address];
    if (before !== undefined) return before === native;
    return isCreated(address, native, { reviewed, made: created[address] });
  });
}

/** What was not live at the review has to be what the review created: by its id, or by a key that only it can have. */
function isCreated(
  address: Address,
  id: string,
  { reviewed, made }: { readonly reviewed: ShownOrganization; readonly made: string | undefined },
): boolean {
  const creation = reviewed.changes.find(
    (change) => change.address === address && change.action === "create",
  );
  if (creation === undefined) return false;
  return creation.kind === "workspace" ? creation.createdId === id || made === id : true;
}

function side(current: OrganizationPlan, reviewed: ShownOrganization): string {
  if (reviewed.manifestDigest !== current.manifestDigest) return "the manifests moved";
  if (reviewed.desiredDigest !== current.desiredDigest) return "time moved (from, until), or live did,";
  return "the live state moved";
}

function moved(name: string, message: string, unseen: readonly Change[], fix: string): Diagnostic {
  const shown = unseen.slice(0, mostNamed).map(({ action, address }) => `${action} ${address}`);
  const more = unseen.length > shown.length ? ` and ${unseen.length - shown.length} more` : "";
  return {
    code: "apply/moved",
    severity: "error",
    message,
    why: `Not reviewed: ${shown.join(", ")}${more}.`,
    fix,
    address: `${name}/organization`,
  };
}
