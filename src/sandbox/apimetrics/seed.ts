import * as z from "zod";
import { LEVELS, type Level } from "./state.ts";

/**
 * What an APImetrics starts with, short enough to write by hand. `account` is an id or an e-mail (an unknown e-mail makes
 * the account), `project_id` an id or a name; ids, names and times may be left out.
 */
export interface ApimetricsSeed {
  readonly accounts?: readonly AccountSeed[];
  readonly tokens?: readonly { readonly token: string; readonly account: string }[];
  readonly organizations?: readonly OrganizationSeed[];
  readonly projects?: readonly ProjectSeed[];
  /** Projects that left their organization; their `org_id` is `community`. */
  readonly community?: readonly ProjectSeed[];
  readonly audits?: readonly AuditSeed[];
  /** The highest id numbers given out so far, by kind; `state()` fills it. */
  readonly issued?: Readonly<Record<string, number>>;
}

/** An account of a seed; only one with an e-mail can accept invites. */
export interface AccountSeed {
  readonly id?: string;
  readonly email?: string | null;
  readonly name?: string;
}

/** When something was made and last changed. */
interface Times {
  readonly created?: string;
  readonly last_update?: string;
}

/** An organization of a seed; its id is made from its name, and DEFAULT and ADMIN are there by themselves. */
export interface OrganizationSeed extends Times {
  readonly id?: string;
  readonly name: string;
  readonly subscription_level?: string;
  readonly billing_admin_id?: string | null;
  readonly enforce_2fa?: boolean;
  readonly kms_enabled?: boolean;
  readonly password_expiry_days?: number;
  readonly tags?: readonly string[];
  readonly system_tags?: readonly string[];
  readonly roles?: readonly (Times & { readonly id: string; readonly description?: string | null })[];
  /** Everybody who joined; DEFAULT goes without saying. */
  readonly members?: readonly { readonly account: string; readonly roles?: readonly string[] }[];
  readonly service_accounts?: readonly ServiceAccountSeed[];
  readonly invites?: readonly InviteSeed[];
}

/** A service account of a seed; with `roles` its account `NAME@clients` is a member too. */
export interface ServiceAccountSeed {
  readonly id?: string;
  readonly name: string;
  readonly account?: string;
  readonly roles?: readonly string[];
  readonly owner?: string | null;
  readonly created_by?: string | null;
  readonly auth0_client_id?: string;
  readonly created?: string;
}

/** An open invite of a seed, to the organization or, with `project_id`, to one project. */
export interface InviteSeed extends Times {
  readonly id?: string;
  readonly email: string;
  readonly name?: string | null;
  readonly invited_by?: string | null;
  readonly project_id?: string | null;
  readonly access_level?: Level | null;
  readonly roles?: readonly string[];
}

/** A project of a seed, with the direct access of accounts and that of roles. */
export interface ProjectSeed extends Times {
  readonly id?: string;
  readonly name: string;
  readonly org_id: string;
  readonly tags?: readonly string[];
  readonly system_tags?: readonly string[];
  readonly email?: string | null;
  readonly security_profile?: string | null;
  readonly access?: readonly (Times & {
    readonly id?: string;
    readonly account: string;
    readonly access_level: Level;
  })[];
  readonly role_access?: readonly (Times & {
    readonly id?: string;
    readonly role: string;
    readonly access_level: Level;
  })[];
}

/** A row of the audit log of a seed. */
export interface AuditSeed {
  readonly id?: string;
  readonly organization: string;
  readonly account_id: string;
  readonly action: string;
  readonly object?: string | null;
  readonly created?: string;
}

const text = z.string().min(1);
const maybeText = text.exactOptional();
const orNull = text.nullable().exactOptional();
const time = z.iso.datetime({ offset: true }).exactOptional();
const times = { created: time, last_update: time };
const texts = z.array(text).exactOptional();
const level = z.enum(LEVELS);

const serviceAccount = z.strictObject({
  id: maybeText,
  name: text,
  account: maybeText,
  roles: texts,
  owner: orNull,
  created_by: orNull,
  auth0_client_id: maybeText,
  created: time,
});

const invite = z.strictObject({
  id: maybeText,
  email: z.email(),
  name: z.string().nullable().exactOptional(),
  invited_by: orNull,
  project_id: orNull,
  access_level: level.nullable().exactOptional(),
  roles: texts,
  ...times,
});

const organization = z.strictObject({
  id: maybeText,
  name: text,
  subscription_level: maybeText,
  billing_admin_id: orNull,
  enforce_2fa: z.boolean().exactOptional(),
  kms_enabled: z.boolean().exactOptional(),
  password_expiry_days: z.int().nonnegative().exactOptional(),
  tags: texts,
  system_tags: texts,
  roles: z
    .array(z.strictObject({ id: text, description: z.string().nullable().exactOptional(), ...times }))
    .exactOptional(),
  members: z.array(z.strictObject({ account: text, roles: texts })).exactOptional(),
  service_accounts: z.array(serviceAccount).exactOptional(),
  invites: z.array(invite).exactOptional(),
  ...times,
});

const grant = { id: maybeText, access_level: level, ...times };
const project = z.strictObject({
  id: maybeText,
  name: text,
  org_id: text,
  tags: texts,
  system_tags: texts,
  email: orNull,
  security_profile: orNull,
  access: z.array(z.strictObject({ account: text, ...grant })).exactOptional(),
  role_access: z.array(z.strictObject({ role: text, ...grant })).exactOptional(),
  ...times,
});

const audit = z.strictObject({
  id: maybeText,
  organization: text,
  account_id: text,
  action: text,
  object: orNull,
  created: time,
});

/** The shape every seed must have; what its references mean is for `load` to find out. */
export const apimetricsSeed: z.ZodType<ApimetricsSeed> = z.strictObject({
  accounts: z
    .array(z.strictObject({ id: maybeText, email: z.email().nullable().exactOptional(), name: maybeText }))
    .exactOptional(),
  tokens: z.array(z.strictObject({ token: text, account: text })).exactOptional(),
  organizations: z.array(organization).exactOptional(),
  projects: z.array(project).exactOptional(),
  community: z.array(project).exactOptional(),
  audits: z.array(audit).exactOptional(),
  issued: z.record(z.string(), z.int().nonnegative()).exactOptional(),
});
