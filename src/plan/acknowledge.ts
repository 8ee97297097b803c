/** Which differences are known: acknowledgements mark changes; they let nothing pass and hold nothing. */
import type { Acknowledged, Cause, Change } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { AcknowledgementInput, PlanInput } from "./input.ts";

/** What live did, or may have done. What git or time wants is never a difference that somebody has to know of. */
const CAUSES: readonly Cause[] = ["drift", "unclassified"];

/**
 * Gives a change of one organization its mark where an acknowledgement in force names it; of several one that holds for
 * critical differences too, then the one that lasts longest.
 */
export function acknowledger(
  organization: string,
  { acknowledgements = [], now }: Pick<PlanInput, "acknowledgements" | "now">,
): (change: Change) => Change {
  const inForce = acknowledgements
    .filter((each) => each.organization === organization && each.expires > now)
    .sort((a, b) => reach(b) - reach(a) || b.expires - a.expires || compareText(a.name, b.name));
  return (change) => {
    const found = CAUSES.includes(change.cause) && inForce.find(({ changes }) => changes.includes(change.id));
    return found ? { ...change, acknowledged: mark(found) } : change;
  };
}

function reach({ critical }: AcknowledgementInput): number {
  return critical === true ? 1 : 0;
}

function mark({ name, reason, expiresAs, critical }: AcknowledgementInput): Acknowledged {
  return { name, reason, expires: expiresAs, ...(critical === true ? { critical } : {}) };
}
