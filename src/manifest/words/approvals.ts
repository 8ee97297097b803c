/** The catalogue: approvals and acknowledgements that count for nothing. */
import { didYouMean, note, type Problem, shown, warning } from "./problem.ts";

/** An approval for an organization that is not there. */
export function approvalForUnknown(organization: string, known: readonly string[]): Problem {
  return warning("approval-for-unknown", [
    `The approval is for organization ${shown(organization)}, which is not declared.`,
    "It approves nothing.",
    didYouMean(organization, known, "Remove the approval."),
  ]);
}

/** An approval whose time is over. */
export function approvalExpired(expires: string): Problem {
  return note("approval-expired", [
    `The approval expired with ${shown(expires)}.`,
    "It lets nothing pass any more.",
    "Remove it, or approve again with `orgwright approve`.",
  ]);
}

/** An acknowledgement for an organization that is not there. */
export function acknowledgementForUnknown(organization: string, known: readonly string[]): Problem {
  return warning("acknowledgement-for-unknown", [
    `The acknowledgement is for organization ${shown(organization)}, which is not declared.`,
    "It acknowledges nothing.",
    didYouMean(organization, known, "Remove the acknowledgement."),
  ]);
}

/** An acknowledgement whose time is over. */
export function acknowledgementExpired(expires: string): Problem {
  return note("acknowledgement-expired", [
    `The acknowledgement expired with ${shown(expires)}.`,
    "Drift tells again of what it names.",
    "Remove it, or give it another `expires`.",
  ]);
}
