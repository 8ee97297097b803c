import type { Invite, Session } from "./state.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** When an invitation made now runs out: in seven days. */
export function inviteExpiry(now: number): string {
  return isoTime(now + 7 * DAY_MS);
}

/** When a session that begins now ends; inferred. */
export function sessionExpiry(now: number): string {
  return isoTime(now + 30 * DAY_MS);
}

/** Whether the time of an invitation or a session is over, whatever a status says. */
export function isOver({ expiresAt }: Pick<Invite | Session, "expiresAt">, now: number): boolean {
  return expiresAt !== null && now >= Date.parse(expiresAt);
}

/** Looks an invitation up as its link does: only this turns an overdue pending one into an expired one. */
export function settle(invite: Invite, now: number): void {
  if (invite.status === "pending" && isOver(invite, now)) {
    invite.status = "expired";
  }
}

/** Milliseconds as the timestamps of the API. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
