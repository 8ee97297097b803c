import type { ConnectionSettings } from "../../model/connector.ts";
import type {
  AttributeSpec,
  InvitationSpec,
  Kinds,
  MemberKind,
  OrganizationKind,
} from "../../model/kinds.ts";
import type { Role } from "./contract.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { lookFields } from "./look.ts";

const RANKS: Readonly<Record<Dialect | "auto", readonly Role[]>> = {
  documented: ["owner", "admin", "member"],
  server: ["owner", "admin", "developer", "viewer"],
  auto: ["owner", "admin", "developer", "viewer", "member"],
};

const immutable = { mode: "immutable", compare: "exact" } as const;
const look = { mode: "managed", compare: "exact", clearable: true } as const satisfies AttributeSpec;

/** What Cantila can do in the dialect that a connection speaks; what any of them can, where that is left open. */
export function kinds(settings: ConnectionSettings): Kinds {
  const dialect = dialectOf(settings);
  return { organization: organization(dialect), member: member(dialect) };
}

function organization(dialect: Dialect | undefined): OrganizationKind {
  const fields = lookFields(dialect).map((field) => [`branding.${field}`, look] as const);
  return {
    create: "api",
    createTop: {
      forPerson:
        "Somebody signs up on cantila.app with this handle; only sub-accounts are made through the API.",
    },
    update: "api",
    delete: {
      forPerson: "Ask Cantila's support: neither the API nor the published pages delete an account.",
    },
    attributes: { slug: immutable, displayName: immutable, ...Object.fromEntries(fields) },
    cascade: { removes: [], keeps: ["member"], words: "until then the account and its people stay" },
    foundBy: ["slug", "id"],
    levels: 2,
    secret: {
      name: "API key of the new account",
      need: "discardable",
      again: "Somebody who is signed in to the account makes another under its API keys.",
    },
  };
}

function member(dialect: Dialect | undefined): MemberKind {
  const rank = RANKS[dialect ?? "auto"];
  return {
    create: "api",
    update: "api",
    delete: "api",
    attributes: { roles: { mode: "managed", compare: "set", values: rank } },
    cascade: {
      removes: [],
      keeps: [],
      words: "people of the parent account keep what they have through it",
    },
    rank,
    customRoles: false,
    severalRoles: false,
    ownerRoles: ["owner"],
    adminRoles: ["admin"],
    addById: false,
    suspend: false,
    selfIsMember: false,
    invitation: invitation(dialect),
  };
}

function invitation(dialect: Dialect | undefined): InvitationSpec {
  return {
    carriesAccess: false,
    listed: true,
    change: "resend",
    revoke: true,
    lifetimeDays: 7,
    ...(dialect === "documented"
      ? {}
      : {
          token: {
            name: "invitation token",
            need: "needed",
            again: "Revoke the invitation and apply again: the person is invited anew.",
          },
        }),
  };
}
