import type { Invitation } from "./state.ts";

/** How long an invitation can be accepted; inferred from an example in the documents. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** When an invitation sent now runs out. */
export function expiryFrom(now: number): string {
  return isoTime(now + LIFETIME_MS);
}

/** Whether an invitation can no longer be accepted. */
export function isExpired(invitation: Invitation, now: number): boolean {
  return now >= Date.parse(invitation.expires_at);
}

/** Milliseconds as the timestamps of the API. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
