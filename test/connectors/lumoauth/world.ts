import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import { readClient, writeClient } from "../../../src/io/http.ts";
import type {
  ConnectionSettings,
  ReadClient,
  Reader,
  Reply,
  RequestOptions,
  WriteClient,
  WriteContext,
  Writer,
} from "../../../src/model/connector.ts";
import type { Connection } from "../../../src/model/contract.ts";
import type { LiveState } from "../../../src/model/live.ts";
import {
  type LumoAuthOptions,
  type LumoAuthSeed,
  type LumoAuthState,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../src/sandbox/index.ts";
import { type WiredWorld, worldOf } from "../../conformance/world.ts";
import { contracted } from "../../contract/clients.ts";

const token = "lmk_secret-token";
const key = { token, name: "CI", scopes: ["admin:read", "admin:write"] } as const;

/** A tenant without organizations; `nora` is a user of it. */
export const emptySeed: LumoAuthSeed = {
  tenants: [{ slug: "acme-corp", keys: [key], users: [{ id: "u_nora", email: "nora@acme.test" }] }],
};

/** A tenant with an organization: an owner, a member, somebody suspended, a role of its own, invitations of all states. */
export const acmeSeed: LumoAuthSeed = {
  tenants: [
    {
      slug: "acme-corp",
      keys: [key],
      users: [
        { id: "u_olga", email: "Olga@acme.test", name: "Olga" },
        { id: "u_mia", email: "mia@acme.test", name: "Mia" },
        { id: "u_vic", email: "vic@acme.test" },
        { id: "u_nora", email: "Nora@acme.test", name: "Nora" },
      ],
      organizations: [
        {
          id: "org_acme",
          slug: "acme",
          name: "Acme",
          displayName: "Acme",
          roles: [
            { id: 1, slug: "owner", name: "Owner", isOwner: true, isSystem: true },
            { id: 2, slug: "member", name: "Member", isDefault: true, isSystem: true },
            { id: 3, slug: "viewer", name: "Viewer", description: "Read only" },
            { id: 4, slug: "spare", name: "Spare" },
          ],
          members: [
            { user: "u_olga", role: "owner" },
            { user: "u_mia", role: "member" },
            { user: "u_vic", role: "viewer", status: "suspended" },
          ],
          invitations: [
            { id: 1, email: "pia@acme.test", role: "viewer" },
            { id: 2, email: "late@acme.test", status: "expired" },
            { id: 3, email: "gone@acme.test", status: "revoked" },
            { id: 4, email: "mia@acme.test", status: "accepted" },
          ],
        },
        { id: "org_other", slug: "other", name: "Other" },
      ],
    },
  ],
};

/** Answers a request in the server's stead, or lets it pass. */
export type Alter = (
  request: {
    readonly method: string;
    readonly path: string;
    readonly options: RequestOptions & { readonly body?: unknown };
  },
  pass: () => Promise<Reply>,
) => Promise<Reply>;

/** A sandbox's options, and what alters its answers on their way. */
export type WorldOptions = Omit<SandboxOptions, "lumoauth"> &
  LumoAuthOptions & {
    readonly alter?: Alter;
    readonly connection?: Partial<Connection>;
    readonly timeoutMs?: number;
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

/** Starts a server and opens the connector on it. */
export async function openLumoAuth(options: WorldOptions = {}): Promise<Opened> {
  const { connection = {}, alter, timeoutMs = 30_000, ...server } = options;
  const sandbox = await startSandbox(serverOptions(server));
  const settings: ConnectionSettings = {
    name: "main",
    system: "lumoauth",
    endpoint: sandbox.endpoints.lumoauth,
    tenant: "acme-corp",
    ...connection,
  };
  const client = {
    random: () => 0,
    sleep: () => Promise.resolve(),
    userAgent: "orgwright/test",
    credential: lumoauth.credential,
    endpoint: settings.endpoint,
    token,
    timeoutMs,
  };
  const reads = () => held(readClient(client), alter);
  const writes = () => held(writeClient(client), alter);
  return {
    sandbox,
    settings,
    readClient: reads,
    writeClient: writes,
    reader: () => lumoauth.reader(settings, reads()),
    writer: () => lumoauth.writer(settings, writes()),
  };
}

function serverOptions(options: Omit<WorldOptions, "alter" | "connection" | "timeoutMs">): SandboxOptions {
  const { lastOwner, duplicateInvitations, systemRoles, slugs, unknownFields, dialect, ...rest } = options;
  const chosen = { lastOwner, duplicateInvitations, systemRoles, slugs, unknownFields, dialect };
  return {
    requestsPerMinute: 0,
    seed: { lumoauth: acmeSeed },
    lumoauth: Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    ...rest,
  };
}

/** Holds every request and reply against the contract, unless replies are altered: those are wrong on purpose. */
function held<Client extends ReadClient>(client: Client, alter: Alter | undefined): Client {
  return alter === undefined ? contracted("lumoauth", client) : altered(client, alter);
}

function altered<Client extends ReadClient>(client: Client, alter: Alter): Client {
  const whole = client as ReadClient & Partial<WriteClient>;
  const wrapped: ReadClient & Partial<WriteClient> = {
    get: (path, options = {}) => alter({ method: "GET", path, options }, () => whole.get(path, options)),
    send: async (method, path, options = {}) =>
      await alter({ method, path, options }, async () => {
        if (whole.send === undefined) throw new Error("a read client cannot write");
        return await whole.send(method, path, options);
      }),
  };
  return wrapped as Client;
}

/** A world with its server. */
export interface LumoAuthWorld extends WiredWorld {
  readonly sandbox: Sandbox;
}

/** A world for whole plans and applies. */
export async function startWorld({ alter, ...options }: WorldOptions = {}): Promise<LumoAuthWorld> {
  const { sandbox, settings } = await openLumoAuth({ seed: { lumoauth: emptySeed }, ...options });
  const { name: _, ...connection } = settings;
  const { credential } = lumoauth;
  const world = worldOf(sandbox, { system: "lumoauth", token, credential, connection });
  if (alter === undefined) return { sandbox, ...world };
  return {
    sandbox,
    ...world,
    readClient: (tuning) => altered(world.readClient({ ...tuning, contract: false }), alter),
    writeClient: (tuning) => altered(world.writeClient({ ...tuning, contract: false }), alter),
  };
}

/** The person accepts what they are invited to. */
export async function accept(sandbox: Sandbox, email: string): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/lumoauth/invitations/accept`, {
    method: "POST",
    body: JSON.stringify({ email }),
  });
  if (!response.ok && response.status !== 404) throw new Error(await response.text());
}

/** Somebody else changes something in acme. */
export async function elsewhere(
  { url, endpoints }: Sandbox,
  method: "POST" | "PATCH" | "DELETE",
  where: string,
  body: object,
): Promise<void> {
  const acme = `${endpoints.lumoauth ?? url}/t/acme-corp/api/v1/admin/organizations/org_acme`;
  const headers = { "X-API-Key": token, "content-type": "application/json" };
  const response = await fetch(acme + where, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

/** Acme as the connector reads it. */
export async function readAcme({ reader }: Opened): Promise<LiveState> {
  const opened = reader();
  const [acme] = await opened.find({ slug: "acme", previousSlugs: [] });
  if (acme === undefined) throw new Error("acme was not found");
  return await opened.read(acme);
}

/** Acme as the server holds it. */
export function acmeOf(sandbox: Sandbox): LumoAuthState["tenants"][number]["organizations"][number] {
  const acme = sandbox.state().lumoauth.tenants[0]?.organizations.find(({ id }) => id === "org_acme");
  if (acme === undefined) throw new Error("there is no acme");
  return acme;
}

export { change } from "../../model/change.ts";

/** The ids that a plan on the acme seed would know. */
export const context: WriteContext = {
  id: (address) => {
    if (address === "acme/organization") return "org_acme";
    throw new Error(`nobody knows ${address}`);
  },
};
