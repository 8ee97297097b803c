import * as z from "zod";
import {
  icon,
  organizationName,
  organizationSlug,
  role as roleField,
  workspaceName,
  workspaceSlug,
} from "./fields.ts";
import type { Role } from "./state.ts";

/**
 * What a CNAP starts with, short enough to write by hand. `user`, `owner` and `invited_by` are an id or an e-mail (an
 * unknown e-mail makes the user), `organization` and `workspace` an id or a slug; ids, slugs, etags and times (Unix
 * seconds) may be left out.
 */
export interface CnapSeed {
  readonly users?: readonly UserSeed[];
  /** Each speaks for a user, or for a workspace. */
  readonly tokens?: readonly {
    readonly token: string;
    readonly user?: string | null;
    readonly workspace?: string | null;
  }[];
  readonly organizations?: readonly OrganizationSeed[];
  readonly workspaces?: readonly WorkspaceSeed[];
  /** Deletions under way or done; `state()` fills it. */
  readonly deletions?: readonly {
    readonly id: string;
    readonly organization: string;
    readonly started_by: string;
    readonly started_at: number;
    readonly completed_at: number | null;
    readonly polls_left: number;
  }[];
  /** What was answered to idempotency keys; `state()` fills it. */
  readonly answered?: readonly {
    readonly sender: string;
    readonly key: string;
    readonly request: string;
    readonly status: number;
    readonly body?: unknown;
    readonly at: number;
  }[];
  /** The highest numbers given out so far, by prefix; `state()` fills it. */
  readonly issued?: Readonly<Record<string, number>>;
}

/** A user of a seed; without an e-mail, members show none. */
export interface UserSeed {
  readonly id?: string;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly image?: string | null;
}

/** When something of a seed last changed, and its etag. */
interface VersionSeed {
  readonly updated_at?: number;
  readonly etag?: string;
}

/** An organization of a seed, with its members, one of them an owner, and invitations. */
export interface OrganizationSeed extends VersionSeed {
  readonly id?: string;
  readonly name: string;
  readonly slug?: string | null;
  readonly icon?: string | null;
  readonly created_at?: number;
  readonly members: readonly MemberSeed[];
  readonly invitations?: readonly InvitationSeed[];
}

/** A membership of a seed. */
export interface MemberSeed extends VersionSeed {
  readonly user: string;
  readonly role: Role;
  readonly joined_at?: number;
}

/** An invitation of a seed, by the first owner and for a week unless it says otherwise. */
export interface InvitationSeed extends VersionSeed {
  readonly id?: string;
  readonly email: string;
  readonly role: Role;
  readonly status?: "pending" | "accepted" | "canceled";
  readonly invited_by?: string;
  readonly expires_at?: number;
  readonly created_at?: number;
}

/** A workspace of a seed; `management` names the organization that its owner lets manage it. */
export interface WorkspaceSeed extends VersionSeed {
  readonly id?: string;
  readonly name: string;
  readonly slug?: string;
  readonly icon?: string | null;
  readonly plan?: { readonly tier: string; readonly billed_by: "platform" | "seller" };
  readonly workspace_class?: "standard" | "platform" | "sandbox";
  readonly owner: string;
  readonly members?: readonly { readonly user: string; readonly role: "admin" | "member" }[];
  readonly management?: { readonly organization: string; readonly granted_at?: number } | null;
  readonly management_etag?: string;
  readonly created_at?: number;
}

const text = z.string().min(1);
const maybeText = text.exactOptional();
const maybeNull = text.nullable().exactOptional();
const count = z.int().nonnegative();
const time = count.exactOptional();
const version = { updated_at: time, etag: maybeText };

const user = z.strictObject({
  id: maybeText,
  email: z.email().nullable().exactOptional(),
  name: maybeNull,
  image: maybeNull,
});

const token = z.strictObject({ token: text, user: maybeNull, workspace: maybeNull });

const invitation = z.strictObject({
  id: z
    .string()
    .regex(/^orgi_[a-z0-9]+$/, "must be orgi_ and small letters or digits")
    .exactOptional(),
  email: z.email(),
  role: roleField,
  status: z.enum(["pending", "accepted", "canceled"]).exactOptional(),
  invited_by: maybeText,
  expires_at: time,
  created_at: time,
  ...version,
});

const organization = z.strictObject({
  id: text.max(54).exactOptional(),
  name: organizationName,
  slug: organizationSlug.nullable().exactOptional(),
  icon: icon.exactOptional(),
  created_at: time,
  members: z.array(z.strictObject({ user: text, role: roleField, joined_at: time, ...version })),
  invitations: z.array(invitation).exactOptional(),
  ...version,
});

const workspace = z.strictObject({
  id: text.max(53).exactOptional(),
  name: workspaceName,
  slug: workspaceSlug.exactOptional(),
  icon: maybeNull,
  plan: z.strictObject({ tier: text, billed_by: z.enum(["platform", "seller"]) }).exactOptional(),
  workspace_class: z.enum(["standard", "platform", "sandbox"]).exactOptional(),
  owner: text,
  members: z.array(z.strictObject({ user: text, role: z.enum(["admin", "member"]) })).exactOptional(),
  management: z.strictObject({ organization: text, granted_at: time }).nullable().exactOptional(),
  management_etag: maybeText,
  created_at: time,
  ...version,
});

const deletion = z.strictObject({
  id: text,
  organization: text,
  started_by: text,
  started_at: count,
  completed_at: count.nullable(),
  polls_left: count,
});

const answered = z.strictObject({
  sender: text,
  key: text,
  request: text,
  status: z.int(),
  body: z.unknown(),
  at: count,
});

/** The shape every seed must have; what its references mean is for `load` to find out. */
export const cnapSeed: z.ZodType<CnapSeed> = z.strictObject({
  users: z.array(user).exactOptional(),
  tokens: z.array(token).exactOptional(),
  organizations: z.array(organization).exactOptional(),
  workspaces: z.array(workspace).exactOptional(),
  deletions: z.array(deletion).exactOptional(),
  answered: z.array(answered).exactOptional(),
  issued: z.record(z.string(), count).exactOptional(),
});
