import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import { readClient, writeClient } from "../../../src/io/http.ts";
import type {
  ConnectionSettings,
  ReadClient,
  Reader,
  WriteClient,
  WriteContext,
  Writer,
} from "../../../src/model/connector.ts";
import type { Connection } from "../../../src/model/contract.ts";
import {
  type Sandbox,
  type SandboxOptions,
  type SignalSmithOptions,
  type SignalSmithSeed,
  startSandbox,
} from "../../../src/sandbox/index.ts";
import type { World } from "../../conformance/project.ts";
import { contracted } from "../../contract/clients.ts";
import { type Alter, startProxy } from "./proxy.ts";

/** A SignalSmith with nobody but its account, and workspaces that belong to nobody. */
function emptySeed(...names: readonly string[]): SignalSmithSeed {
  const workspaces = names.map((name) => ({
    id: `ws_${name.toLowerCase()}`,
    name,
    members: [{ account: "acc_ops", role: "owner" }],
  }));
  return {
    accounts: [{ id: "acc_ops", email: "ops@acme.test" }],
    tokens: [{ token: "secret-token", account: "acc_ops" }],
    workspaces,
  };
}

/** A SignalSmith with an organization: an owner, an admin, a member, two workspaces, one invitation, one outsider. */
export const acmeSeed: SignalSmithSeed = {
  accounts: [
    { id: "acc_ops", email: "ops@acme.test", name: "Ops" },
    { id: "acc_alice", email: "Alice@acme.test", name: "Alice" },
    { id: "acc_bob", email: "bob@acme.test", name: "Bob" },
    { id: "acc_ext", email: "ext@partner.test", name: "Ext" },
  ],
  tokens: [{ token: "secret-token", account: "acc_ops" }],
  workspaces: [
    {
      id: "ws_prod",
      name: "Production",
      organization_id: "org_acme",
      members: [
        { account: "acc_ops", role: "owner" },
        { account: "acc_alice", role: "admin" },
        { account: "acc_ext", role: "member" },
      ],
    },
    {
      id: "ws_stage",
      name: "Staging",
      organization_id: "org_acme",
      members: [{ account: "acc_ops", role: "owner" }],
    },
    { id: "ws_free", name: "Free", members: [{ account: "acc_ops", role: "owner" }] },
    {
      id: "ws_other",
      name: "Other",
      organization_id: "org_other",
      members: [{ account: "acc_ops", role: "owner" }],
    },
  ],
  organizations: [
    {
      id: "org_acme",
      name: "Acme",
      slug: "acme",
      members: [
        { id: "mem_ops", account: "acc_ops", role: "owner" },
        { id: "mem_alice", account: "acc_alice", role: "admin" },
        { id: "mem_bob", account: "acc_bob", role: "member" },
      ],
      invitations: [
        {
          id: "inv_nina",
          email: "nina@acme.test",
          org_role: "member",
          workspace_access: [{ workspace_id: "ws_prod", role: "admin" }],
        },
      ],
    },
    { id: "org_other", name: "Other", slug: "other", members: [{ account: "acc_ops", role: "owner" }] },
  ],
};

/** What a test of the connector holds: the server, and the connector on it over HTTP. */
export interface Opened {
  readonly sandbox: Sandbox;
  readonly settings: ConnectionSettings;
  readClient(): ReadClient;
  writeClient(): WriteClient;
  reader(): Reader;
  writer(): Writer;
}

const token = "secret-token";
const instant = { random: () => 0, sleep: () => Promise.resolve(), userAgent: "orgwright/test", token };

/** A sandbox's options, and what alters its answers on their way. */
export type WorldOptions = Omit<SandboxOptions, "signalsmith"> &
  SignalSmithOptions & { readonly alter?: Alter };

/** Starts a server and opens the connector on it. */
export async function openSignalSmith(
  options: WorldOptions & { readonly connection?: Partial<Connection> } = {},
): Promise<Opened> {
  const { connection = {}, alter, dialect, pendingMembers, lists, organizationList, ...rest } = options;
  const sandbox = await startSandbox({
    requestsPerMinute: 0,
    seed: { signalsmith: acmeSeed },
    signalsmith: given({ dialect, pendingMembers, lists, organizationList }),
    ...rest,
  });
  const { signalsmith: endpoint } = sandbox.endpoints;
  const settings: ConnectionSettings = {
    name: "main",
    system: "signalsmith",
    endpoint: alter === undefined ? endpoint : await startProxy(endpoint, alter),
    ...(dialect === undefined ? {} : { dialect }),
    ...(pendingMembers === undefined ? {} : { pendingMembers }),
    ...connection,
  };
  const client = { ...instant, endpoint: settings.endpoint };
  const reads = () => held(readClient(client), alter);
  const writes = () => held(writeClient(client), alter);
  return {
    sandbox,
    settings,
    readClient: reads,
    writeClient: writes,
    reader: () => signalsmith.reader(settings, reads()),
    writer: () => signalsmith.writer(settings, writes()),
  };
}

/** Holds every request and reply against the contract, unless replies are altered: those are wrong on purpose. */
function held<Client extends ReadClient>(client: Client, alter: Alter | undefined): Client {
  return alter === undefined ? contracted("signalsmith", client) : client;
}

function given<T extends object>(options: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof given<T>
  >;
}

/** A world with its server. */
export interface SignalSmithWorld extends World {
  readonly sandbox: Sandbox;
}

/** A world for the conformance suite. */
export async function startWorld(options: WorldOptions): Promise<SignalSmithWorld> {
  const toLink = options.dialect === "guide" ? ["Production", "Staging"] : [];
  const { sandbox, settings, readClient, writeClient } = await openSignalSmith({
    seed: { signalsmith: emptySeed("Home", ...toLink) },
    ...options,
    connection: { self: "ops@acme.test", workspace: "ws_home" },
  });
  const { name: _, ...connection } = settings;
  return {
    sandbox,
    connection,
    readClient,
    writeClient,
    writes: () => sandbox.requests().filter(({ method }) => method !== "GET").length,
    accept: async (email) => {
      const response = await fetch(`${sandbox.url}/_sandbox/signalsmith/invitations/accept`, {
        method: "POST",
        body: JSON.stringify({ email }),
      });
      if (!response.ok && response.status !== 404) throw new Error(await response.text());
    },
    close: () => sandbox.close(),
  };
}

export { change } from "../../model/change.ts";

/** The ids that a plan on the acme seed would know. */
export const context: WriteContext = {
  id: (address) => {
    const id = ids[address];
    if (id === undefined) throw new Error(`nobody knows ${address}`);
    return id;
  },
};

const ids: Readonly<Record<string, string>> = {
  "acme/organization": "org_acme",
  "acme/workspace/production": "ws_prod",
  "acme/workspace/staging": "ws_stage",
  "acme/member/alice@acme.test": "acc_alice",
  "acme/member/bob@acme.test": "acc_bob",
};
