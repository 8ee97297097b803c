import type { Kinds, MemberKind, OrganizationKind, RoleKind } from "../../model/kinds.ts";

const api = { create: "api", update: "api", delete: "api" } as const;
const managed = { mode: "managed", compare: "exact" } as const;
const clearable = { ...managed, clearable: true } as const;

const organization: OrganizationKind = {
  ...api,
  attributes: {
    slug: managed,
    displayName: managed,
    description: clearable,
    "branding.logoUrl": clearable,
  },
  cascade: {
    removes: ["role", "member"],
    keeps: [],
    words: "its roles, memberships and invitations end with it; the people stay users of the tenant",
  },
  foundBy: ["slug", "id"],
  levels: 1,
};

const role: RoleKind = {
  ...api,
  attributes: { displayName: managed, description: clearable },
  cascade: { removes: [], keeps: ["member"], words: "it can go only once nobody holds it" },
  endsEmpty: true,
};

const member: MemberKind = {
  ...api,
  attributes: {
    roles: { mode: "managed", compare: "set" },
    status: { ...managed, values: ["active", "suspended"] },
  },
  cascade: { removes: [], keeps: [], words: "they stay a user of the tenant, with their roles there" },
  rank: ["owner"],
  customRoles: true,
  // Inferred: an organization that nobody has touched has these two.
  builtInRoles: ["owner", "member"],
  severalRoles: false,
  ownerRoles: ["owner"],
  adminRoles: ["admin"],
  addById: true,
  suspend: true,
  selfIsMember: false,
  invitation: { carriesAccess: false, listed: true, change: "resend", revoke: true, lifetimeDays: 7 },
};

/** What LumoAuth can do: the same in both dialects, which differ in a prefix only. */
export function kinds(): Kinds {
  return { organization, role, member };
}
