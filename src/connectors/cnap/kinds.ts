import type { Kinds, MemberKind, OrganizationKind, WorkspaceKind } from "../../model/kinds.ts";

/** The roles of an organization, highest first; there are no others. */
export const RANK = ["owner", "admin", "member"] as const;

const managed = { mode: "managed", compare: "exact" } as const;

const organization: OrganizationKind = {
  create: "api",
  update: "api",
  delete: "api",
  attributes: {
    slug: managed,
    displayName: managed,
    "branding.logoUrl": { ...managed, clearable: true },
  },
  cascade: {
    removes: ["member", "access"],
    keeps: ["workspace"],
    words:
      "its members and invitations end; the workspaces that it manages stay with their customers and go on, and its members lose their access to them",
  },
  foundBy: ["slug", "id"],
  levels: 1,
};

const workspace: WorkspaceKind = {
  create: {
    forPerson:
      "The customer who owns the workspace lets the organization manage it: in the workspace's settings, or by allowing it when they order or install one of the organization's products.",
  },
  update: "none",
  delete: "api",
  attributes: {},
  cascade: {
    removes: ["access"],
    keeps: ["member"],
    words:
      "the workspace stays with its customer and goes on; the organization's members lose their access to it, and only the customer can grant it again",
  },
  creation: "granted",
};

const member: MemberKind = {
  create: "api",
  update: "api",
  delete: "api",
  attributes: { roles: { mode: "managed", compare: "set", values: RANK } },
  cascade: {
    removes: ["access"],
    keeps: ["workspace"],
    words: "their access to all workspaces that the organization manages ends",
  },
  rank: RANK,
  customRoles: false,
  severalRoles: false,
  ownerRoles: ["owner"],
  adminRoles: ["admin"],
  addById: true,
  impliedLevel: "admin",
  suspend: false,
  selfIsMember: true,
  invitation: { carriesAccess: false, listed: true, change: "resend", revoke: true, lifetimeDays: 7 },
};

/** What CNAP can do; access is no kind of its own, since every member is an admin of every managed workspace. */
export const kinds: Kinds = { organization, workspace, member };
