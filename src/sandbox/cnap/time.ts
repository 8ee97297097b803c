import { issueEtag } from "./ids.ts";
import type { CnapState, Invitation, Version } from "./state.ts";

/** How long an invitation can be accepted; inferred, nothing is said about it. */
const LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/** Milliseconds as the timestamps of the API. */
export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** When an invitation sent now runs out. */
export function expiryFrom(now: number): number {
  return unixSeconds(now) + LIFETIME_SECONDS;
}

/** Whether an invitation can no longer be accepted; its status does not tell. */
export function isExpired(invitation: Invitation, now: number): boolean {
  return unixSeconds(now) >= invitation.expires_at;
}

/** What a thing made now starts with. */
export function firstVersion(state: CnapState, now: number): Version {
  return { updated_at: unixSeconds(now), etag: issueEtag(state) };
}

/** Gives a thing that changed its next etag. */
export function touch(state: CnapState, thing: Version, now: number): void {
  Object.assign(thing, firstVersion(state, now));
}
