import type {
  AccessKind,
  Kinds,
  MemberKind,
  OrganizationKind,
  RoleKind,
  WorkspaceKind,
} from "../../model/kinds.ts";

/** Levels of access to a project, highest first. */
export const LEVELS = ["OWNER", "EDITOR", "MANAGER", "ANALYST", "VIEWER"] as const;

/** Whose access may have several levels on one project. */
export const SEVERAL_LEVELS = ["role"] as const;

const managed = { mode: "managed", compare: "exact" } as const;
const tags = { mode: "managed", compare: "set", clearable: true } as const;

const organization: OrganizationKind = {
  create: {
    forPerson:
      "APImetrics opens organizations for its enterprise customers: ask its support for one, then name it here by the id that it got.",
  },
  update: "api",
  delete: { forPerson: "APImetrics closes organizations for its customers: ask its support." },
  attributes: {
    slug: { mode: "immutable", compare: "exact" },
    displayName: managed,
    "settings.requireTwoFactor": {
      ...managed,
      risk: "everybody needs a second factor at the next sign-in",
    },
    "settings.passwordExpiryDays": {
      ...managed,
      clearable: true,
      risk: "everybody whose password is older has to change it at the next sign-in",
    },
    "settings.tags": tags,
  },
  cascade: {
    removes: ["role", "workspace", "member", "access"],
    keeps: [],
    words: "what becomes of its projects and people is for APImetrics to say",
  },
  foundBy: ["slug", "id"],
  levels: 1,
};

const role: RoleKind = {
  create: "api",
  update: "none",
  delete: "api",
  attributes: { description: { mode: "immutable", compare: "exact" } },
  cascade: {
    removes: ["access"],
    keeps: ["member", "workspace"],
    words: "what it gave on projects ends; whoever held it stays, with the other roles",
  },
};

const workspace: WorkspaceKind = {
  create: "api",
  update: "api",
  delete: "api",
  attributes: {
    displayName: managed,
    "settings.tags": tags,
    "settings.email": managed,
    "settings.securityProfile": managed,
  },
  cascade: {
    removes: ["access"],
    keeps: ["member"],
    words: "the project leaves the organization with all that it measures, and the API cannot bring it back",
  },
  creation: "create",
  endsEmpty: true,
};

const member: MemberKind = {
  create: "api",
  update: "api",
  delete: "api",
  attributes: { roles: { mode: "managed", compare: "set" } },
  cascade: {
    removes: ["access"],
    keeps: ["workspace"],
    words: "their own access to the organization's projects ends as well",
  },
  rank: ["ADMIN", "DEFAULT"],
  customRoles: true,
  severalRoles: true,
  ownerRoles: ["ADMIN"],
  adminRoles: [],
  addById: false,
  suspend: false,
  selfIsMember: false,
  invitation: {
    carriesAccess: false,
    listed: true,
    change: "resend",
    revoke: true,
    lifetimeDays: Number.POSITIVE_INFINITY,
  },
};

const access: AccessKind = {
  create: "api",
  update: "api",
  delete: "api",
  attributes: { level: managed },
  cascade: {
    removes: [],
    keeps: ["member", "workspace"],
    words: "they stay a member; what their roles give on the project stays",
  },
  rank: LEVELS,
  customLevels: false,
  severalLevels: SEVERAL_LEVELS,
  ownerLevel: "OWNER",
  subjects: ["member", "role", "outsider"],
  invitesOutsiders: true,
};

/** What APImetrics can do. */
export const kinds: Kinds = { organization, role, workspace, member, access };
