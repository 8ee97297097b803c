/** What CNAP's rows are, as live resources. Pure. */
import type { LiveMember, LiveOrganization, LiveWorkspace } from "../../model/live.ts";
import type { Invitation, ManagedWorkspace, Member, Organization } from "./contract.ts";

/** An organization; its icon is its logo. It need not have a slug. */
export function liveOrganization({ id, name, slug, icon }: Organization): LiveOrganization {
  return {
    kind: "organization",
    id,
    ...(slug ? { slug } : {}),
    attributes: { slug: slug || null, displayName: name, "branding.logoUrl": icon || null },
  };
}

/** A member, whose e-mail may be hidden. */
export function liveMember({ user_id: id, email, role, name, joined_at: joined }: Member): LiveMember {
  return {
    kind: "member",
    id,
    ...(email ? { email } : {}),
    roles: [role],
    status: "active",
    observed: { ...(name ? { name } : {}), ...(joined === undefined ? {} : { joined: instant(joined) }) },
  };
}

/** An invitation that nobody has answered; CNAP does not say that one ran out, so the time does. `now` in milliseconds. */
export function liveInvitation({ id, email, role, expires_at: end }: Invitation, now: number): LiveMember {
  return {
    kind: "member",
    id,
    email,
    roles: [role],
    status: isOpen({ expires_at: end }, now) ? "invited" : "expired",
    expiresAt: instant(end),
  };
}

/** Whether an invitation can still be accepted. `now` in milliseconds. */
export function isOpen({ expires_at: end }: Pick<Invitation, "expires_at">, now: number): boolean {
  return end * 1000 > now;
}

/** A workspace that its customer lets the organization manage; what the customer gave we cannot give back. */
export function liveWorkspace({ id, name }: ManagedWorkspace, organization: string): LiveWorkspace {
  return {
    kind: "workspace",
    id,
    name,
    organization,
    attributes: { displayName: name },
    protection: "irrevocable",
  };
}

/** The last second that a date can tell. */
const LAST = 8_640_000_000_000;

function instant(seconds: number): string {
  return new Date(Math.min(seconds, LAST) * 1000).toISOString();
}
