import * as z from "zod";
import { ORGANIZATION_ROLES } from "./state.ts";

/**
 * What a SignalSmith starts with, short enough to write by hand. `account` is an id or an e-mail (an unknown e-mail
 * makes the account), `organization_id` and `workspace_id` an id or a slug; ids, names and times may be left out.
 */
export interface SignalSmithSeed {
  readonly accounts?: readonly { readonly id?: string; readonly email: string; readonly name?: string }[];
  readonly tokens?: readonly { readonly token: string; readonly account: string }[];
  readonly workspaces?: readonly WorkspaceSeed[];
  readonly organizations?: readonly OrganizationSeed[];
  /** The highest id numbers given out so far, by prefix; `state()` fills it. */
  readonly issued?: Readonly<Record<string, number>>;
}

/** A workspace of a seed, with its people (`via` is `direct` unless said) and custom roles. */
export interface WorkspaceSeed {
  readonly id?: string;
  readonly name: string;
  readonly slug?: string;
  readonly avatar_url?: string | null;
  readonly default_role?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly organization_id?: string | null;
  readonly members?: readonly {
    readonly account: string;
    readonly role: string;
    readonly via?: "direct" | "organization";
    readonly joined_at?: string;
  }[];
  readonly roles?: readonly {
    readonly id?: string;
    readonly name: string;
    readonly description?: string;
    readonly permissions?: readonly string[];
    readonly created_at?: string;
    readonly updated_at?: string;
  }[];
  readonly created_at?: string;
  readonly updated_at?: string;
}

/** An organization of a seed, with its members and open invitations. */
export interface OrganizationSeed {
  readonly id?: string;
  readonly name: string;
  readonly slug?: string;
  readonly avatar_url?: string | null;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly created_by?: string | null;
  readonly created_at?: string;
  readonly updated_at?: string;
  readonly members?: readonly {
    readonly id?: string;
    readonly account: string;
    readonly role: "owner" | "admin" | "member";
    readonly joined_at?: string;
    readonly last_active?: string | null;
  }[];
  readonly invitations?: readonly InvitationSeed[];
}

/** An open invitation of a seed; `status` only decides when there is no `expires_at`. */
export interface InvitationSeed {
  readonly id?: string;
  readonly email: string;
  readonly org_role: "owner" | "admin" | "member";
  readonly workspace_access?: readonly { readonly workspace_id: string; readonly role: string }[];
  readonly status?: "pending" | "expired";
  readonly created_at?: string;
  readonly expires_at?: string;
  readonly sends?: number;
}

const text = z.string().min(1);
const maybeText = text.exactOptional();
const time = z.iso.datetime({ offset: true }).exactOptional();
const settings = z.record(z.string(), z.unknown()).exactOptional();
const organizationRole = z.enum(ORGANIZATION_ROLES);

const account = z.strictObject({ id: maybeText, email: z.email(), name: maybeText });
const token = z.strictObject({ token: text, account: text });

const workspace = z.strictObject({
  id: maybeText,
  name: text,
  slug: maybeText,
  avatar_url: z.string().nullable().exactOptional(),
  default_role: maybeText,
  settings,
  organization_id: text.nullable().exactOptional(),
  members: z
    .array(
      z.strictObject({
        account: text,
        role: text,
        via: z.enum(["direct", "organization"]).exactOptional(),
        joined_at: time,
      }),
    )
    .exactOptional(),
  roles: z
    .array(
      z.strictObject({
        id: maybeText,
        name: text,
        description: z.string().exactOptional(),
        permissions: z.array(z.string()).exactOptional(),
        created_at: time,
        updated_at: time,
      }),
    )
    .exactOptional(),
  created_at: time,
  updated_at: time,
});

const invitation = z.strictObject({
  id: maybeText,
  email: z.email(),
  org_role: organizationRole,
  workspace_access: z.array(z.strictObject({ workspace_id: text, role: text })).exactOptional(),
  status: z.enum(["pending", "expired"]).exactOptional(),
  created_at: time,
  expires_at: time,
  sends: z.int().positive().exactOptional(),
});

const organization = z.strictObject({
  id: maybeText,
  name: text,
  slug: maybeText,
  avatar_url: z.string().nullable().exactOptional(),
  settings,
  created_by: text.nullable().exactOptional(),
  created_at: time,
  updated_at: time,
  members: z
    .array(
      z.strictObject({
        id: maybeText,
        account: text,
        role: organizationRole,
        joined_at: time,
        last_active: z.iso.datetime({ offset: true }).nullable().exactOptional(),
      }),
    )
    .exactOptional(),
  invitations: z.array(invitation).exactOptional(),
});

/** The shape every seed must have; what its references mean is for `load` to find out. */
export const signalSmithSeed: z.ZodType<SignalSmithSeed> = z.strictObject({
  accounts: z.array(account).exactOptional(),
  tokens: z.array(token).exactOptional(),
  workspaces: z.array(workspace).exactOptional(),
  organizations: z.array(organization).exactOptional(),
  issued: z.record(z.string(), z.int().nonnegative()).exactOptional(),
});
