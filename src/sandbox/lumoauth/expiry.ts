import type { Invitation } from "./state.ts";

/** How long an invitation can be accepted; inferred from the tenant's own invitations. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** When an invitation sent now runs out. */
export function expiryFrom(now: number): string {
  return isoTime(now + LIFETIME_MS);
}

/** What an invitation is at this moment; only a pending one can expire. */
export function statusOf({ status, expiresAt }: Invitation, now: number): Invitation["status"] | "expired" {
  return status === "pending" && now >= Date.parse(expiresAt) ? "expired" : status;
}

/** Milliseconds as the timestamps of the API. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
