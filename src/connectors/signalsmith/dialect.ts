import type { ConnectionSettings } from "../../model/connector.ts";

/** Where one of the published dialects does things differently. Paths are below `/organizations/{id}/`. */
export interface Dialect {
  /** Existing workspaces are linked and unlinked; else new ones are created. */
  readonly links: boolean;
  /** The organization can be deleted. */
  readonly deletes: boolean;
  /** A workspace can be renamed. */
  readonly renamesWorkspaces: boolean;
  /** Workspaces have roles of their own beside owner, admin and member. */
  readonly workspaceRoles: boolean;
  readonly invite: "members/invite" | "invitations";
  /** Where invitations are listed and cancelled; absent: they are rows of the member list. */
  readonly invitations?: "invitations" | "invites";
  /** An invitation can be sent again as it is. */
  readonly resends: boolean;
  /** A member is named by the membership's own id in paths; else by the account's. */
  readonly membershipIds: boolean;
  /** Behind a member's path, to change the role. */
  readonly roleSuffix: "" | "/role";
  /** A member gets workspace access through the organization; else through the workspace. */
  readonly grantsThroughOrganization: boolean;
}

const guide: Dialect = {
  links: true,
  deletes: false,
  renamesWorkspaces: true,
  workspaceRoles: false,
  invite: "members/invite",
  resends: false,
  membershipIds: true,
  roleSuffix: "",
  grantsThroughOrganization: false,
};

const reference: Omit<Dialect, "invite" | "invitations" | "resends" | "roleSuffix"> = {
  links: false,
  deletes: true,
  renamesWorkspaces: true,
  workspaceRoles: true,
  membershipIds: false,
  grantsThroughOrganization: false,
};

const dialects = {
  guide,
  "reference-a": {
    ...reference,
    invite: "invitations",
    invitations: "invitations",
    resends: false,
    roleSuffix: "",
  },
  "reference-b": {
    ...reference,
    renamesWorkspaces: false,
    invite: "members/invite",
    invitations: "invites",
    resends: true,
    roleSuffix: "/role",
    grantsThroughOrganization: true,
  },
} as const satisfies Record<string, Dialect>;

/** The dialect that a connection speaks; `guide` unless it says otherwise. */
export function dialectOf({ dialect }: ConnectionSettings): Dialect {
  return isKnown(dialect) ? dialects[dialect] : guide;
}

function isKnown(dialect: ConnectionSettings["dialect"]): dialect is keyof typeof dialects {
  return dialect !== undefined && Object.hasOwn(dialects, dialect);
}

/** Whether the list of members holds people who are only invited as well. */
export function mixesPending(settings: ConnectionSettings): boolean {
  return dialectOf(settings).invitations === undefined && settings.pendingMembers !== "hidden";
}

/** Whether people who are only invited can be seen. */
export function listsPending(settings: ConnectionSettings): boolean {
  return dialectOf(settings).invitations !== undefined || mixesPending(settings);
}
