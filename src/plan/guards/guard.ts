/** All guards over all organizations, and the approvals that let named changes pass. */
import type { Change, GuardFinding } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { ApprovalInput, PlanInput } from "../input.ts";
import type { Outline } from "../outline.ts";
import type { Finding, GuardName } from "./finding.ts";
import { gains } from "./gains.ts";
import { lastOwnerAccess } from "./owner-access.ts";
import { deletion, lastOwner, self } from "./owners.ts";
import { protectedOrganization, protectedPeople } from "./protected.ts";
import { maxRemovals, totalRemovals } from "./removals.ts";

/** What the guards say: per organization, over the whole plan, and per change which guards hold it. */
export interface Judgement {
  readonly organizations: ReadonlyMap<string, readonly GuardFinding[]>;
  readonly whole: readonly GuardFinding[];
  readonly blockedBy: (organization: string, change: Change) => readonly string[];
}

/** Judges all outlines. An approval passes exactly the changes it lists, through the one guard it names, until it expires. */
export function guard(outlines: readonly Outline[], input: PlanInput): Judgement {
  const { guards, approvals, now, earlier = [] } = input;
  const inForce = approvals.filter(({ expires }) => expires > now);
  const passes = (organization: string, guardName: string, id: string) =>
    inForce.some(
      (each) => each.organization === organization && each.guard === guardName && each.changes.includes(id),
    );
  const ownerOf = new Map(
    outlines.flatMap(({ input, changes }) =>
      changes.map(({ change }) => [change.id, input.organization.name] as const),
    ),
  );
  const settle = (finding: Finding): Settled => {
    const held = finding.changes.filter(
      (change) => !passes(ownerOf.get(change.id) ?? "", finding.guard, change.id),
    );
    return { finding: describe(finding, held.length === 0), held: new Set(held.map(({ id }) => id)) };
  };
  const approvedIn = ({ input: { organization } }: Outline, name: GuardName) =>
    approvedFor(inForce, name, organization.name);
  const perOrganization = new Map(
    outlines.map((outline) => [
      outline.input.organization.name,
      [
        ...lastOwner(outline, guards),
        ...lastOwnerAccess(outline),
        ...self(outline, guards),
        ...deletion(outline),
        ...protectedPeople(outline, approvedIn(outline, "protected")),
        ...protectedOrganization(outline, guards),
        ...gains(outline, guards, approvedIn(outline, "gains")),
        ...maxRemovals(outline, guards, {
          approved: approvedIn(outline, "max-removals"),
          earlier,
        }),
      ].map(settle),
    ]),
  );
  const whole = totalRemovals(outlines, guards, {
    approved: approvedFor(inForce, "total-removals"),
    earlier,
  }).map(settle);
  return {
    organizations: new Map(
      [...perOrganization].map(([name, settled]) => [name, settled.map(({ finding }) => finding)]),
    ),
    whole: whole.map(({ finding }) => finding),
    blockedBy: (organization, { id }) => {
      const all = [...(perOrganization.get(organization) ?? []), ...whole];
      return [...new Set(all.filter(({ held }) => held.has(id)).map(({ finding }) => finding.guard))].sort(
        compareText,
      );
    },
  };
}

interface Settled {
  readonly finding: GuardFinding;
  readonly held: ReadonlySet<string>;
}

/** Ids of the changes that are approved to pass one guard: they do not count for it. */
function approvedFor(
  approvals: readonly ApprovalInput[],
  guardName: GuardName,
  organization?: string,
): ReadonlySet<string> {
  const theirs = approvals.filter(
    (each) => each.guard === guardName && (organization === undefined || each.organization === organization),
  );
  return new Set(theirs.flatMap(({ changes }) => changes));
}

function describe({ guard: name, message, changes, fix }: Finding, approved: boolean): GuardFinding {
  return {
    guard: name,
    message,
    changes: [...new Set(changes.map(({ id }) => id))].sort(compareText),
    approved,
    fix,
  };
}
