/** How it is said that something of an apply cannot be taken back, or only in part. */
import { organizationAddress } from "../model/address.ts";
import type { Diagnostic } from "../model/contract.ts";

const mostNamed = 10;

/** A sentence about several things of one organization. */
export type Remark = (organization: string, things: readonly string[]) => Diagnostic;

/** What a remark is about. */
export type RemarkSubject =
  | "left"
  | "unsaid"
  | "waiting"
  | "forPerson"
  | "mailed"
  | "invitedAnew"
  | "madeAnew"
  | "secret"
  | "unknown"
  | "more";

/** The sentences, by what they are about. */
export const remarks: Readonly<Record<RemarkSubject, Remark>> = {
  left: (organization, things) => ({
    code: "undo/left",
    severity: "warning",
    message: `${organization}: reverted manifests leave these as they are: ${list(things)}.`,
    why: "A section that is additive, only observed or not declared removes nothing that is merely gone from it.",
    fix: "Where they shall go, declare them with `ensure: absent`.",
    address: organizationAddress(organization),
  }),
  unsaid: (organization, things) => ({
    code: "undo/unsaid",
    severity: "note",
    message: `${organization}: reverted manifests do not bring these back: ${list(things)}.`,
    why: "The manifests before say nothing of what was there, or want the same as those of now: it was made by hand, or time ended it.",
    fix: "Where they shall be as they were, declare that.",
    address: organizationAddress(organization),
  }),
  waiting: (organization, things) => ({
    code: "undo/waiting",
    severity: "note",
    message: `${organization}: these are taken back only later: ${list(things)}.`,
    why: "The system cannot do it before that; the plan has them among what waits.",
    fix: "Apply once more when what they wait for has happened.",
    address: organizationAddress(organization),
  }),
  forPerson: (organization, things) => ({
    code: "undo/for-person",
    severity: "warning",
    message: `${organization}: these only a person can take back: ${list(things)}.`,
    why: "The system's API cannot.",
    fix: "Do what the message says, where the reverted manifests shall hold.",
    address: organizationAddress(organization),
  }),
  mailed: (organization, things) => ({
    code: "undo/mailed",
    severity: "note",
    message: `${organization}: mails went out, and nobody can call them back: ${list(things)}.`,
    why: "Whoever accepts is let in, and the undo was made before that.",
    fix: "Apply the undo soon; once somebody has accepted, apply stops, and a new plan takes them out.",
    address: organizationAddress(organization),
  }),
  invitedAnew: (organization, things) => ({
    code: "undo/invited-anew",
    severity: "warning",
    message: `${organization}: these come back only by a new invitation: ${list(things)}.`,
    why: "Each gets a mail, and is in again once they have accepted; what waits for that is done by the apply after it.",
    address: organizationAddress(organization),
  }),
  madeAnew: (organization, things) => ({
    code: "undo/made-anew",
    severity: "warning",
    message: `${organization}: these are made anew, not given back: ${list(things)}.`,
    why: "They get ids of their own, and what was inside them is gone.",
    fix: "See who refers to the old ids.",
    address: organizationAddress(organization),
  }),
  secret: (organization, things) => ({
    code: "undo/secret",
    severity: "warning",
    message: `${organization}: secrets were handed out, and stay known to whoever has them: ${list(things)}.`,
    why: "What is told once cannot be made untold.",
    fix: "Where the thing stays, have the system issue another.",
    address: organizationAddress(organization),
  }),
  unknown: (organization, things) => ({
    code: "undo/unknown",
    severity: "warning",
    message: `${organization}: nobody knows yet whether these were done: ${list(things)}.`,
    why: "The undo goes by what was live right after the apply, and the system may have been late.",
    fix: "Plan again before you apply the undo; where something moved since, apply stops by itself.",
    address: organizationAddress(organization),
  }),
  more: (organization, things) => ({
    code: "undo/more",
    severity: "warning",
    message: `${organization}: the undo does more than this apply did: ${list(things)}.`,
    why: "The manifests before want it as well, and live was otherwise already.",
    fix: "Where it shall not be done, change the reverted manifests, and plan anew.",
    address: organizationAddress(organization),
  }),
};

/** The manifests before do not know the organization: nothing of it is taken back. */
export function organizationKept(organization: string): Diagnostic {
  return {
    code: "undo/organization",
    severity: "warning",
    message: `${organization}: the manifests before do not have this organization, so reverting them takes nothing of it back.`,
    why: "An organization whose manifest is merely gone is left as it is.",
    fix: "To delete it, keep its manifest with `ensure: absent`, and have that approved.",
    address: organizationAddress(organization),
  };
}

/** Reverted manifests look for a slug that is not live any more. */
export function slugMoved(organization: string, now: string, before: string): Diagnostic {
  return {
    code: "undo/slug",
    severity: "warning",
    message: `${organization}: its slug was ${before} and is ${now}; reverted manifests do not find it by themselves.`,
    fix: `Revert, and add \`previously: {slugs: [${now}]}\` to its manifest; else apply stops.`,
    address: organizationAddress(organization),
  };
}

/** A guard holds what would take the apply back. */
export function undoBlocked(organization: string, guards: readonly string[]): Diagnostic {
  return {
    code: "undo/blocked",
    severity: "warning",
    message: `${organization}: a guard holds the undo: ${list(guards)}.`,
    why: "What takes an apply back is guarded as any other change is.",
    fix: "Have it approved: `orgwright approve --plan` with the undo's file.",
    address: organizationAddress(organization),
  };
}

/** What the manifests before want cannot be done any more; `problem` says why. */
export function undoImpossible(organization: string, problem: string): Diagnostic {
  return {
    code: "undo/impossible",
    severity: "warning",
    message: `${organization}: it cannot be taken back. ${problem}`,
    why: "The manifests before want what the system does not allow as it is now.",
    fix: "See to that first; then revert the manifests, and plan.",
    address: organizationAddress(organization),
  };
}

/** The organization could not be read after the apply; `problem` says why. */
export function notRead(organization: string, problem: string): Diagnostic {
  return {
    code: "undo/unread",
    severity: "warning",
    message: `${organization}: it is not in the undo. ${problem}`,
    why: "The undo is made for what is live after the apply, so it has to be read again.",
    fix: "Revert the manifests, and plan.",
    address: organizationAddress(organization),
  };
}

/** There are no manifests before to go by; `problem` says why. */
export function noManifests(organization: string, problem: string): Diagnostic {
  return {
    code: "undo/no-manifests",
    severity: "note",
    message: `${organization}: it is not in the undo. ${problem}`,
    why: "Only the manifests before say what reverting them would do.",
    fix: "Bring the manifests back to what they were, and plan.",
    address: organizationAddress(organization),
  };
}

function list(things: readonly string[]): string {
  const more = things.length > mostNamed ? ` and ${things.length - mostNamed} more` : "";
  return `${things.slice(0, mostNamed).join(", ")}${more}`;
}
