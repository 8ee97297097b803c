/** Reviewed is applied (law 9): an organization goes on only when each of its changes was shown. */
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
    (change) => !isShown(change, shown.get(change.id)) && !(change.cause === "due" && sameManifests),
  );
  if (unseen.length === 0) return undefined;
  return moved(name, `${name}: ${side(current, reviewed)} since the plan was reviewed.`, unseen);
}

/** The same change on the same things: a name that means another workspace now is another change. */
function isShown({ refs }: Change, shown: Change | undefined): boolean {
  return (
    shown !== undefined && Object.entries(shown.refs).every(([address, id]) => (refs[address] ?? id) === id)
  );
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
