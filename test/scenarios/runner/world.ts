/** live.yaml: what the systems hold when a story begins. */
import type { MemoryOrganization, MemoryWorld } from "../../../src/connectors/memory/index.ts";
import type { Attributes } from "../../../src/model/contract.ts";
import type { Operation } from "../../../src/model/kinds.ts";
import type {
  LiveAccess,
  LiveMember,
  LiveOperations,
  LiveRole,
  LiveWorkspace,
  Protection,
} from "../../../src/model/live.ts";

interface WrittenRole {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly protection?: Protection;
  readonly owner?: boolean;
}

interface WrittenMember {
  readonly email?: string;
  /** Without one the account's id is `user_` and the e-mail. */
  readonly id?: string;
  readonly role?: string;
  readonly roles?: readonly string[];
  /** Without one: active. */
  readonly status?: LiveMember["status"];
  readonly expires?: string;
  readonly accessUnknown?: boolean;
  readonly protection?: Protection;
  readonly operations?: LiveOperations;
  readonly observed?: Readonly<Record<string, string>>;
  /** Level by workspace name; for the invited what the invitation carries. */
  readonly workspaces?: Readonly<Record<string, string>>;
}

interface WrittenOrganization {
  readonly id?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly roles?: readonly (string | WrittenRole)[];
  readonly members?: readonly WrittenMember[];
  /** Access of roles and of people who are no members. */
  readonly access?: readonly {
    readonly role?: string;
    readonly email?: string;
    readonly id?: string;
    readonly workspace: string;
    readonly level: string;
    readonly via?: "organization" | "direct";
    readonly pending?: boolean;
    readonly protection?: Protection;
  }[];
  /** Every read of it fails. */
  readonly fails?: boolean;
}

/** live.yaml: organizations by slug, workspaces by live name with the slug of their organization. */
export interface WrittenWorld {
  readonly organizations?: Readonly<Record<string, WrittenOrganization>>;
  readonly workspaces?: readonly {
    readonly name: string;
    /** Without one `ws_` and the name. */
    readonly id?: string;
    readonly organization?: string;
    readonly levels?: readonly string[];
    readonly protection?: Protection;
  }[];
  /** Accounts that the system knows, by e-mail: their ids. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** What the credential can do about the end of a workspace, by its id. */
  readonly endings?: Readonly<Record<string, Operation>>;
  readonly selfIsNobody?: boolean;
  readonly selfRoles?: readonly string[];
}

/** The ids of the organizations whose reads fail. */
export function failingReads({ organizations = {} }: WrittenWorld): readonly string[] {
  return Object.entries(organizations).flatMap(([slug, { id, fails }]) =>
    fails ? [id ?? `org_${slug}`] : [],
  );
}

/** The world that the file describes. */
export function worldOf({
  organizations = {},
  workspaces = [],
  accounts = {},
  ...credential
}: WrittenWorld): MemoryWorld {
  const live = workspaces.map(
    ({ name, id, organization, ...rest }): LiveWorkspace => ({
      kind: "workspace",
      id: id ?? `ws_${name}`,
      name,
      attributes: {},
      ...(organization === undefined
        ? {}
        : { organization: organizations[organization]?.id ?? `org_${organization}` }),
      ...rest,
    }),
  );
  const workspaceId = (name: string) => live.find((each) => each.name === name)?.id ?? `ws_${name}`;
  return {
    ...credential,
    accounts: Object.entries(accounts).map(([email, id]) => ({ email, id })),
    workspaces: live,
    organizations: Object.entries(organizations).map(([slug, written]) =>
      organizationOf(slug, written, workspaceId),
    ),
  };
}

type WorkspaceId = (name: string) => string;

function organizationOf(
  slug: string,
  written: WrittenOrganization,
  workspaceId: WorkspaceId,
): MemoryOrganization {
  const { id, roles = [], members = [] } = written;
  return {
    organization: {
      kind: "organization",
      id: id ?? `org_${slug}`,
      slug,
      attributes: attributesOf(slug, written),
    },
    roles: roles.map(roleOf),
    members: members.map(memberOf),
    access: [
      ...members.flatMap((member) => accessOf(member, workspaceId)),
      ...otherAccess(written, workspaceId),
    ],
  };
}

function attributesOf(
  slug: string,
  { displayName, description, settings = {} }: WrittenOrganization,
): Attributes {
  return {
    slug,
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`settings.${key}`, value])),
  };
}

function roleOf(written: string | WrittenRole): LiveRole {
  const { name, protection, owner, ...attributes } =
    typeof written === "string" ? ({ name: written } as WrittenRole) : written;
  return {
    kind: "role",
    id: `role_${name}`,
    name,
    attributes,
    ...(protection === undefined ? {} : { protection }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function memberId({ id, email }: WrittenMember): string {
  return id ?? `user_${email}`;
}

function memberOf(written: WrittenMember): LiveMember {
  const { role, roles, status, expires, workspaces: _, ...rest } = written;
  return {
    ...rest,
    kind: "member",
    id: memberId(written),
    roles: roles ?? (role === undefined ? [] : [role]),
    status: status ?? "active",
    ...(expires === undefined ? {} : { expiresAt: expires }),
  };
}

function accessOf(member: WrittenMember, workspaceId: WorkspaceId): readonly LiveAccess[] {
  const subject = {
    type: "person" as const,
    id: memberId(member),
    ...(member.email === undefined ? {} : { email: member.email }),
  };
  return Object.entries(member.workspaces ?? {}).map(([name, level]) => ({
    kind: "access",
    workspace: workspaceId(name),
    subject,
    level,
  }));
}

function otherAccess({ access = [] }: WrittenOrganization, workspaceId: WorkspaceId): readonly LiveAccess[] {
  return access.map(({ role, email, id, workspace, ...rest }) => ({
    ...rest,
    kind: "access",
    workspace: workspaceId(workspace),
    subject:
      role === undefined
        ? { type: "person", id: id ?? `user_${email}`, ...(email === undefined ? {} : { email }) }
        : { type: "role", role },
  }));
}
