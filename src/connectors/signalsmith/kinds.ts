import type { ConnectionSettings } from "../../model/connector.ts";
import type {
  AccessKind,
  InvitationSpec,
  Kinds,
  MemberKind,
  OrganizationKind,
  WorkspaceKind,
} from "../../model/kinds.ts";
import { type Dialect, dialectOf, listsPending } from "./dialect.ts";

/** Owner, admin, member: the roles of an organization and the built-in ones of a workspace, highest first. */
export const RANK = ["owner", "admin", "member"] as const;

const managed = { mode: "managed", compare: "exact" } as const;

/** What SignalSmith can do in the dialect that a connection speaks. */
export function kinds(settings: ConnectionSettings): Kinds {
  const dialect = dialectOf(settings);
  return {
    organization: organization(dialect),
    workspace: workspace(dialect),
    member: member(invitation(dialect, listsPending(settings))),
    access: access(dialect),
  };
}

function organization({ deletes }: Dialect): OrganizationKind {
  return {
    create: "api",
    update: "api",
    delete: deletes
      ? "api"
      : { forPerson: "An owner opens Organization > Settings and chooses Delete Organization." },
    attributes: {
      slug: managed,
      displayName: managed,
      "branding.logoUrl": { ...managed, clearable: true },
    },
    cascade: {
      removes: ["member"],
      keeps: ["workspace", "access"],
      words: "its workspaces are unlinked and go on; people keep their access to them",
    },
    foundBy: ["slug", "id"],
    levels: 1,
  };
}

function workspace({ links, renamesWorkspaces }: Dialect): WorkspaceKind {
  return {
    create: "api",
    update: renamesWorkspaces
      ? "api"
      : { forPerson: "An owner of the workspace opens its Settings and changes Workspace Name." },
    delete: links
      ? "api"
      : {
          forPerson:
            "An owner or admin opens Organization > Workspaces and chooses Unlink in the workspace's menu.",
        },
    attributes: { displayName: managed },
    cascade: {
      removes: ["access"],
      keeps: ["member"],
      words:
        "the workspace and its data stay; people whose access hangs on the organization lose it, direct members of the workspace keep theirs",
    },
    creation: links ? "link" : "create",
  };
}

function member(invitation: InvitationSpec): MemberKind {
  return {
    create: "api",
    update: "api",
    delete: "api",
    attributes: { roles: { mode: "managed", compare: "set", values: RANK } },
    cascade: {
      removes: ["access"],
      keeps: ["workspace"],
      words: "they are removed from all linked workspaces as well",
    },
    rank: RANK,
    customRoles: false,
    severalRoles: false,
    ownerRoles: ["owner"],
    adminRoles: ["admin"],
    addById: false,
    suspend: false,
    selfIsMember: true,
    invitation,
  };
}

function invitation({ invitations }: Dialect, listed: boolean): InvitationSpec {
  const common = { carriesAccess: true, listed, revoke: listed, lifetimeDays: 7 };
  if (invitations !== undefined) return { ...common, change: "resend" };
  return { ...common, change: listed ? "in-place" : "none" };
}

function access({ workspaceRoles }: Dialect): AccessKind {
  return {
    create: "api",
    update: "api",
    delete: "api",
    attributes: { level: managed },
    cascade: { removes: [], keeps: ["member", "workspace"], words: "they stay a member of the organization" },
    rank: RANK,
    customLevels: workspaceRoles,
    severalLevels: [],
    subjects: ["member"],
  };
}
