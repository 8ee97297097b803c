/** What LumoAuth's rows are, as live resources. Pure. */
import { comparedEmail } from "../../model/identity.ts";
import type { LiveMember, LiveOrganization, LiveRole } from "../../model/live.ts";
import type { Invitation, Member, Organization, Role } from "./contract.ts";

/** An organization; the name to show is its `displayName`, not its `name`. */
export function liveOrganization(row: Organization): LiveOrganization {
  const { id, slug, displayName, description, logoUrl, isActive } = row;
  return {
    kind: "organization",
    id,
    slug,
    attributes: {
      slug,
      displayName: displayName || null,
      description: description || null,
      "branding.logoUrl": logoUrl || null,
    },
    ...(isActive === false ? { observed: { state: "inactive" } } : {}),
  };
}

const SYSTEM_ROLE =
  "LumoAuth keeps its system roles as they are; leave this one out of `roles`, or make a role of your own";

const KEPT_ROLE =
  "it is the default role, or makes owners, and is never deleted from here; make another one that on LumoAuth's pages first";

/** A role, known by its slug; those that come with the organization, and the default one, are the system's. */
export function liveRole({ id, slug, name, description, isDefault, isOwner, isSystem }: Role): LiveRole {
  return {
    kind: "role",
    id: String(id),
    name: slug,
    attributes: { displayName: name, description: description || null },
    owner: isOwner,
    ...(isSystem || isDefault || isOwner ? { protection: "system" } : {}),
    ...(isSystem
      ? { operations: { update: { forPerson: SYSTEM_ROLE }, delete: { forPerson: SYSTEM_ROLE } } }
      : isDefault || isOwner
        ? { operations: { delete: { forPerson: KEPT_ROLE } } }
        : {}),
  };
}

/** A member, known by the tenant user's id. */
export function liveMember({ user, role, status, joinedAt }: Member): LiveMember {
  return {
    kind: "member",
    id: user.id,
    email: user.email,
    roles: role === null ? [] : [role.slug],
    status,
    observed: told({ name: user.name, joined: joinedAt }),
  };
}

/**
 * The invitations that still mean something: pending ones, and an expired one where it is the last word on that
 * address. All others are history, which the system keeps listed.
 */
export function liveInvitations(
  rows: readonly Invitation[],
  members: readonly LiveMember[],
): readonly LiveMember[] {
  const joined = new Set(members.map(({ email = "" }) => comparedEmail(email)));
  const latest = new Map<string, number>();
  for (const { email, id } of rows) {
    const key = comparedEmail(email);
    latest.set(key, Math.max(id, latest.get(key) ?? id));
  }
  return rows
    .filter(({ status, email, id }) => {
      const key = comparedEmail(email);
      return status === "pending" || (status === "expired" && latest.get(key) === id && !joined.has(key));
    })
    .map(liveInvitation);
}

/** An invitation's id among members: its number alone may be a user's id too. */
export function invitationName(id: number): string {
  return `invitation ${id}`;
}

/** What is expired by its status is over, and stays listed: there is nothing to take back. */
function liveInvitation({ id, email, role, status, expiresAt }: Invitation): LiveMember {
  const over = status === "expired";
  return {
    kind: "member",
    id: invitationName(id),
    email,
    roles: role === null ? [] : [role.slug],
    status: over ? "expired" : "invited",
    ...told({ expiresAt }),
    ...(over ? { past: true } : {}),
  };
}

/** Those of some texts that are told. */
function told<Name extends string>(
  texts: Readonly<Record<Name, string | null | undefined>>,
): Readonly<Partial<Record<Name, string>>> {
  const entries = Object.entries(texts).filter(([, text]) => text);
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}
