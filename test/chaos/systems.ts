/** The five systems as the chaos suite meets them: seeds, answers to what their documents leave open, and words. */
import { connectors } from "../../src/connectors/index.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { Connection } from "../../src/model/contract.ts";
import type { SandboxOptions, SandboxState, SystemName } from "../../src/sandbox/index.ts";
import type { Subject, Vocabulary } from "../conformance/subject.ts";
import { type Words, wordsOf } from "../conformance/words.ts";
import type { Holdings } from "./holdings.ts";
import { views } from "./views.ts";

/** A system in one of its forms. */
export interface Ground {
  readonly system: SystemName;
  /** `signalsmith guide`, for people. */
  readonly name: string;
  readonly connector: Connector;
  readonly vocabulary: Vocabulary;
  /** Whether reading tells who is invited; where not, only the record knows, and by when it ends. */
  readonly listsPending: boolean;
  readonly sandbox: Pick<SandboxOptions, "seed"> & SandboxOptions;
  readonly connection: Partial<Omit<Connection, "token">>;
  view(state: SandboxState): Holdings;
  words(connection: Omit<Connection, "token">): Words;
}

/** The credential of every system: nobody may ever see it again. */
export const CANARY = "canary-Zq8-chaos-secret";

interface Form {
  readonly form: string;
  readonly sandbox: SandboxOptions;
  readonly connection?: Ground["connection"];
  readonly vocabulary?: Vocabulary;
}

function signalsmith(dialect: "guide" | "reference-a" | "reference-b", hidden = false): Form {
  const names = dialect === "guide" ? ["Home", "Production", "Staging"] : ["Home"];
  return {
    form: hidden ? `${dialect}, pending hidden` : dialect,
    connection: {
      dialect,
      self: "ops@acme.test",
      workspace: "ws_home",
      ...(hidden ? { pendingMembers: "hidden" } : {}),
    },
    sandbox: {
      signalsmith: { dialect, ...(hidden ? { pendingMembers: "hidden" } : {}) },
      seed: {
        signalsmith: {
          accounts: [{ id: "acc_ops", email: "ops@acme.test" }],
          tokens: [{ token: CANARY, account: "acc_ops" }],
          workspaces: names.map((name) => ({
            id: `ws_${name.toLowerCase()}`,
            name,
            members: [{ account: "acc_ops", role: "owner" }],
          })),
        },
      },
    },
  };
}

function cnap(form: string, options: SandboxOptions["cnap"] = {}): Form {
  return {
    form,
    connection: { self: "ops@acme.test" },
    sandbox: {
      cnap: options,
      seed: {
        cnap: {
          users: [{ id: "user_ops", email: "ops@acme.test" }],
          tokens: [{ token: CANARY, user: "user_ops" }],
          workspaces: ["Production", "Staging"].map((name) => ({
            id: `ws_${name.toLowerCase()}`,
            name,
            owner: "carl@customer.test",
          })),
        },
      },
    },
  };
}

function lumoauth(form: string, options: SandboxOptions["lumoauth"] = {}): Form {
  const key = { token: CANARY, name: "CI", scopes: ["admin:read", "admin:write"] as const };
  const dialect = options.dialect === "orgs" ? "orgs" : undefined;
  return {
    form,
    connection: { tenant: "acme-corp", ...(dialect === undefined ? {} : { dialect }) },
    sandbox: {
      lumoauth: options,
      seed: {
        lumoauth: {
          tenants: [{ slug: "acme-corp", keys: [key], users: [{ id: "u_cid", email: "cid@acme.test" }] }],
        },
      },
    },
  };
}

const agency = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: agency}
spec:
  connection: main
  slug: agency
`;

function cantila(dialect: "server" | "documented"): Form {
  return {
    form: dialect,
    connection: { dialect },
    vocabulary: {
      spec: { parent: "agency" },
      documents: agency,
      roles: { less: dialect === "server" ? "viewer" : "member" },
    },
    sandbox: {
      cantila: { dialect },
      seed: {
        cantila: {
          accounts: [{ handle: "agency", name: "The Agency", plan: "agency" }],
          keys: [{ key: CANARY, account: "agency" }],
        },
      },
    },
  };
}

function apimetrics(form: string, byPerson: boolean, options: SandboxOptions["apimetrics"] = {}): Form {
  return {
    form,
    vocabulary: {
      custom: ["VIEWERS", "EDITORS", "AUDITORS"],
      samples: { "workspace.settings.securityProfile": "strict" },
    },
    sandbox: {
      apimetrics: options,
      seed: {
        apimetrics: {
          accounts: [{ id: "auth0|ops", email: "ops@acme.test" }],
          tokens: [{ token: CANARY, account: byPerson ? "auth0|ops" : "ci@clients" }],
          organizations: [
            {
              id: "acme",
              name: "Acme",
              members: byPerson ? [{ account: "auth0|ops", roles: ["ADMIN"] }] : [],
              service_accounts: [{ name: "ci", roles: ["ADMIN"] }],
            },
          ],
        },
      },
    },
  };
}

const forms: Readonly<Record<SystemName, readonly Form[]>> = {
  signalsmith: [
    signalsmith("guide"),
    signalsmith("guide", true),
    signalsmith("reference-a"),
    signalsmith("reference-b"),
  ],
  cnap: [
    cnap("as inferred"),
    cnap("versions apart", { memberChangesBumpOrganization: false, etagMetadata: "current_etag" }),
    cnap("expired ones replaced", { expiredInvitations: "replaced", managedWorkspaces: "hidden" }),
  ],
  lumoauth: [
    lumoauth("t", { dialect: "t" }),
    lumoauth("orgs", { dialect: "orgs" }),
    lumoauth("t, unlike by default", {
      duplicateInvitations: "allowed",
      unknownFields: "dropped",
      lastOwner: "free",
    }),
  ],
  cantila: [cantila("server"), cantila("documented")],
  apimetrics: [
    apimetrics("as inferred", false),
    apimetrics("by a person", true, {
      accountRoles: "permissions",
      secondGrant: "updates",
      deleteRoleInUse: "cascades",
      metaCursor: "integer",
    }),
  ],
};

/** All forms of the five systems. */
export const grounds: readonly Ground[] = (Object.keys(forms) as SystemName[]).flatMap((system) =>
  forms[system].map((form) => groundOf(system, form)),
);

function groundOf(system: SystemName, { form, sandbox, connection = {}, vocabulary = {} }: Form): Ground {
  const connector = connectors[system];
  const settled = connector.kinds({ ...connection, name: "main", system, endpoint: "http://127.0.0.1" });
  const subject: Subject = {
    name: system,
    connector,
    vocabulary,
    start: () => Promise.reject(new Error("the chaos suite starts its own")),
  };
  return {
    system,
    name: `${system} ${form}`,
    connector,
    vocabulary,
    listsPending: settled.member?.invitation.listed ?? true,
    sandbox,
    connection,
    view: viewOf(system),
    words: (settings) => wordsOf(subject, { ...settings, name: "main" }),
  };
}

function viewOf(system: SystemName): Ground["view"] {
  switch (system) {
    case "signalsmith":
      return (state) => views.signalsmith(state.signalsmith);
    case "cnap":
      return (state) => views.cnap(state.cnap);
    case "lumoauth":
      return (state) => views.lumoauth(state.lumoauth);
    case "cantila":
      return (state) => views.cantila(state.cantila);
    case "apimetrics":
      return (state) => views.apimetrics(state.apimetrics);
  }
}
