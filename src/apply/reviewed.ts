/** Reviewed is applied (law 9): an organization goes on only when each of its changes was shown. */
import type { Address } from "../model/address.ts";
import type { Change, Diagnostic, OrganizationPlan, Plan } from "../model/contract.ts";

/** The organizations that stop, each with what moved and by which side. */
export function stopUnreviewed(current: Plan, reviewed: Plan): ReadonlyMap<string, readonly Diagnostic[]> {
  const shown = new Map(reviewed.organizations.map((organization) => [organization.name, organization]));
  return new Map(
    current.organizations.flatMap((organization) => {
      const problem = unreviewed(organization, shown.get(organization.name));
      return problem === undefined ? [] : [[organization.name, [problem]] as const];
    }),
  );
}

function unreviewed(
  current: OrganizationPlan,
  reviewed: OrganizationPlan | undefined,
): Diagnostic | undefined {
  const { name, changes } = current;
  if (changes.length === 0) return undefined;
  if (reviewed === undefined) return moved(name, `${name} is not in the reviewed plan.`, changes);
  const shown = new Map(reviewed.changes.map((change) => [change.id, change]));
  const sameManifests = reviewed.manifestDigest === current.manifestDigest;
  const unseen = changes.filter(
    (change) =>
      !isShown(change, shown.get(change.id), reviewed) && !(change.cause === "due" && sameManifests),
  );
  if (unseen.length === 0) return undefined;
  return moved(name, `${name}: ${side(current, reviewed)} since the plan was reviewed.`, unseen);
}

/** The same change on the same things: a name that means something else now is another change. */
function isShown({ refs }: Change, shown: Change | undefined, reviewed: OrganizationPlan): boolean {
  if (shown === undefined) return false;
  return Object.entries(refs).every(([address, id]) => {
    const before = shown.refs[address];
    return before === undefined ? isCreated(address, id, reviewed) : before === id;
  });
}

/** What was not live at the review has to be what the review created: by its id, or by a key that only it can have. */
function isCreated(address: Address, id: string, { changes }: OrganizationPlan): boolean {
  const creation = changes.find((change) => change.address === address && change.action === "create");
  if (creation === undefined) return false;
  return creation.kind === "workspace" ? creation.after?.["id"] === id : true;
}

function side(current: OrganizationPlan, reviewed: OrganizationPlan): string {
  if (reviewed.manifestDigest !== current.manifestDigest) return "the manifests moved";
  if (reviewed.desiredDigest !== current.desiredDigest) return "time moved (from, until), or live did,";
  return "the live state moved";
}

function moved(name: string, message: string, unseen: readonly Change[]): Diagnostic {
  const shown = unseen.slice(0, 10).map(({ action, address }) => `${action} ${address}`);
  const more = unseen.length > shown.length ? ` and ${unseen.length - shown.length} more` : "";
  return {
    code: "apply/moved",
    severity: "error",
    message,
    why: `Not reviewed: ${shown.join(", ")}${more}.`,
    fix: "Plan again, have the new plan reviewed, and apply that one.",
    address: `${name}/organization`,
  };
}
