import type { KindSpec, Kinds } from "../../model/kinds.ts";

const api = { create: "api", update: "api", delete: "api" } as const;
const managed = { mode: "managed", compare: "exact" } as const;
const clearable = { ...managed, clearable: true } as const;

const role: KindSpec = {
  ...api,
  attributes: { displayName: managed, description: clearable },
  cascade: { removes: ["access"], keeps: ["member"], words: "what the role granted ends" },
};

/** What the memory connector can do unless told otherwise: all five kinds, custom roles, one role and one level each. */
export const memoryKinds: Kinds = {
  organization: {
    ...api,
    attributes: { slug: managed, displayName: managed, description: clearable },
    cascade: { removes: ["role", "member", "access"], keeps: ["workspace"], words: "its workspaces stay" },
    foundBy: ["slug", "id"],
    levels: 1,
  },
  role,
  workspace: {
    ...api,
    attributes: { displayName: managed },
    cascade: { removes: ["access"], keeps: ["member"], words: "everybody loses access to it" },
    creation: "create",
  },
  member: {
    ...api,
    attributes: { roles: { mode: "managed", compare: "set" } },
    cascade: { removes: ["access"], keeps: ["workspace"], words: "all of their access ends" },
    rank: ["owner", "admin", "member"],
    customRoles: true,
    severalRoles: false,
    ownerRoles: ["owner"],
    adminRoles: ["admin"],
    addById: true,
    suspend: false,
    selfIsMember: false,
    invitation: { carriesAccess: true, listed: true, change: "in-place", revoke: true, lifetimeDays: 7 },
  },
  access: {
    ...api,
    attributes: { level: managed },
    cascade: { removes: [], keeps: ["member", "workspace"], words: "they stay a member" },
    rank: ["owner", "admin", "member"],
    customLevels: false,
    severalLevels: [],
    subjects: ["member", "role", "outsider"],
  },
};
