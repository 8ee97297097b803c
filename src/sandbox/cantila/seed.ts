import * as z from "zod";
import {
  INVITE_STATUSES,
  type InviteStatus,
  PLANS,
  type Plan,
  ROLES,
  type Role,
  SCOPES,
  type Scope,
} from "./state.ts";

/**
 * What a Cantila starts with, short enough to write by hand. An account is named by its handle or its id, a person by
 * their e-mail; ids, names and times may be left out.
 */
export interface CantilaSeed {
  readonly users?: readonly { readonly id?: string; readonly email: string; readonly name?: string }[];
  readonly accounts?: readonly AccountSeed[];
  readonly keys?: readonly KeySeed[];
  readonly sessions?: readonly SessionSeed[];
  readonly events?: readonly EventSeed[];
  /** The highest id numbers given out so far, by prefix; `state()` fills it. */
  readonly issued?: Readonly<Record<string, number>>;
}

/** An account of a seed; without a plan it is on `hobby`, without a parent at the top. */
export interface AccountSeed {
  readonly handle: string;
  readonly name?: string;
  readonly plan?: Plan;
  readonly parent?: string | null;
  readonly branding?: {
    readonly displayName?: string | null;
    readonly primaryColor?: string | null;
    readonly accentColor?: string | null;
    readonly logoUrl?: string | null;
  };
  readonly createdAt?: string;
  readonly members?: readonly {
    readonly id?: string;
    readonly email: string;
    readonly name?: string;
    readonly role?: Role;
    readonly joinedAt?: string;
  }[];
  readonly memberships?: readonly { readonly id?: string; readonly user: string; readonly role?: Role }[];
  readonly invites?: readonly InviteSeed[];
}

/** An invitation of a seed; without times it was made now, and `overdue` puts its end in the past. */
export interface InviteSeed {
  readonly id?: string;
  readonly email: string;
  readonly role?: Role;
  readonly status?: InviteStatus;
  /** Pending, but its time is over. */
  readonly overdue?: boolean;
  readonly token?: string;
  readonly invitedBy?: string | null;
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly acceptedAt?: string | null;
  readonly acceptedBy?: string | null;
  readonly sends?: number;
}

/** A key of a seed; without a scope it may do everything. */
export interface KeySeed {
  readonly id?: string;
  readonly key: string;
  readonly account: string;
  readonly name?: string;
  readonly scope?: Scope;
  readonly createdAt?: string;
}

/** A session of a seed; its user is made, and let into the account, where that is not said. */
export interface SessionSeed {
  readonly token: string;
  readonly user: string;
  readonly account: string;
  readonly expiresAt?: string | null;
}

/** Something that happened before. */
export interface EventSeed {
  readonly id?: string;
  readonly account: string;
  readonly kind: string;
  readonly title?: string;
  readonly detail?: string;
  readonly actor?: string | null;
  readonly at?: string;
}

const text = z.string().min(1);
const maybeText = text.exactOptional();
const textOrNull = text.nullable().exactOptional();
const time = z.iso.datetime({ offset: true });
const maybeTime = time.exactOptional();
const timeOrNull = time.nullable().exactOptional();
const role = z.enum(ROLES).exactOptional();
const email = z.email();
const emailOrNull = email.nullable().exactOptional();

const invite = z.strictObject({
  id: maybeText,
  email,
  role,
  status: z.enum(INVITE_STATUSES).exactOptional(),
  overdue: z.boolean().exactOptional(),
  token: maybeText,
  invitedBy: emailOrNull,
  createdAt: maybeTime,
  expiresAt: maybeTime,
  acceptedAt: timeOrNull,
  acceptedBy: emailOrNull,
  sends: z.int().nonnegative().exactOptional(),
});

const account = z.strictObject({
  handle: text,
  name: maybeText,
  plan: z.enum(PLANS).exactOptional(),
  parent: textOrNull,
  branding: z
    .strictObject({
      displayName: textOrNull,
      primaryColor: textOrNull,
      accentColor: textOrNull,
      logoUrl: textOrNull,
    })
    .exactOptional(),
  createdAt: maybeTime,
  members: z
    .array(z.strictObject({ id: maybeText, email, name: maybeText, role, joinedAt: maybeTime }))
    .exactOptional(),
  memberships: z.array(z.strictObject({ id: maybeText, user: email, role })).exactOptional(),
  invites: z.array(invite).exactOptional(),
});

const key = z.strictObject({
  id: maybeText,
  key: text,
  account: text,
  name: maybeText,
  scope: z.enum(SCOPES).exactOptional(),
  createdAt: maybeTime,
});

const event = z.strictObject({
  id: maybeText,
  account: text,
  kind: text,
  title: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  actor: textOrNull,
  at: maybeTime,
});

/** The shape every seed must have; what its references mean is for `load` to find out. */
export const cantilaSeed: z.ZodType<CantilaSeed> = z.strictObject({
  users: z.array(z.strictObject({ id: maybeText, email, name: maybeText })).exactOptional(),
  accounts: z.array(account).exactOptional(),
  keys: z.array(key).exactOptional(),
  sessions: z
    .array(z.strictObject({ token: text, user: email, account: text, expiresAt: timeOrNull }))
    .exactOptional(),
  events: z.array(event).exactOptional(),
  issued: z.record(z.string(), z.int().nonnegative()).exactOptional(),
});
