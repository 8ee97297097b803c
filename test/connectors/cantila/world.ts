import { cantila } from "../../../src/connectors/cantila/index.ts";
import { type ClientOptions, readClient, writeClient } from "../../../src/io/http.ts";
import type { ConnectionSettings, Reader, WriteContext, Writer } from "../../../src/model/connector.ts";
import type { Attributes, Connection } from "../../../src/model/contract.ts";
import type { LiveOrganization, LiveState } from "../../../src/model/live.ts";
import {
  type CantilaOptions,
  type CantilaSeed,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../src/sandbox/index.ts";
import { openProject, type TestProject } from "../../conformance/project.ts";
import { worldOf } from "../../conformance/world.ts";
import { contracted } from "../../contract/clients.ts";
import { type Alter, startProxy } from "../proxy.ts";

/** An agency with two accounts below it, a stranger, and credentials of each sort. */
export function agencySeed(member: "developer" | "member"): CantilaSeed {
  return {
    accounts: [
      {
        handle: "agency",
        name: "The Agency",
        plan: "agency",
        members: [
          { id: "mem_olga", email: "olga@agency.test", name: "Olga", role: "owner" },
          { id: "mem_ivo", email: "ivo@agency.test", name: "Ivo", role: "admin" },
        ],
      },
      {
        handle: "acme",
        name: "Acme",
        parent: "agency",
        branding: { displayName: "Acme Cloud", primaryColor: "#00BB5A" },
        members: [
          { id: "mem_alice", email: "alice@acme.test", name: "Alice", role: "owner" },
          { id: "mem_bob", email: "bob@acme.test", name: "Bob", role: member },
        ],
        invites: [
          { id: "inv_nina", email: "nina@acme.test", role: member },
          { id: "inv_mia", email: "mia@acme.test", role: "admin", overdue: true },
        ],
      },
      {
        handle: "bolt",
        name: "Bolt",
        parent: "agency",
        members: [{ email: "ben@bolt.test", role: "owner" }],
      },
      {
        handle: "stranger",
        name: "Stranger",
        plan: "agency",
        members: [{ email: "sid@stranger.test", role: "owner" }],
      },
    ],
    keys: [
      { key: "agency-key", account: "agency" },
      { key: "acme-key", account: "acme" },
      { key: "reading-key", account: "agency", scope: "read" },
    ],
    sessions: [{ token: "olga-session", user: "olga@agency.test", account: "agency" }],
  };
}

/** The connection's dialect, and what the server speaks; auto speaks both. */
export const variants = [
  { dialect: "server", speaks: "server" },
  { dialect: "documented", speaks: "documented" },
  { dialect: "auto", speaks: "server" },
  { dialect: "auto", speaks: "documented" },
] as const;

/** The lowest role but for `viewer` in what a server speaks. */
export function lowest(speaks: Speaks): "developer" | "member" {
  return speaks === "server" ? "developer" : "member";
}

/** The roles of what a server speaks, highest first. */
export function ranksOf(speaks: Speaks) {
  return speaks === "server"
    ? (["owner", "admin", "developer", "viewer"] as const)
    : (["owner", "admin", "member"] as const);
}

export type Speaks = "server" | "documented";

/** What a test of the connector holds: the server, and the connector on it over HTTP. */
export interface Opened {
  readonly sandbox: Sandbox;
  readonly settings: ConnectionSettings;
  readonly speaks: Speaks;
  reader(): Reader;
  writer(): Writer;
  /** The whole of one account, by its handle. */
  live(slug?: string): Promise<LiveState>;
  organization(slug?: string): Promise<LiveOrganization>;
  /** Moves the server's clock, puts up faults, accepts: what only the sandbox can. */
  control(path: string, body: object): Promise<void>;
  /** Requests so far that could have changed something, as `POST /invites`. */
  writes(): readonly string[];
}

export interface WorldOptions extends Omit<SandboxOptions, "cantila"> {
  readonly speaks?: Speaks;
  readonly connection?: Partial<Connection>;
  readonly options?: CantilaOptions;
  readonly token?: string;
  readonly timeoutMs?: number;
  readonly alter?: Alter;
  /** Lets go of the contract, where a test sends or answers what is not in it. */
  readonly lawless?: boolean;
}

/** Starts a server and opens the connector on it. */
export async function openCantila({
  speaks = "server",
  connection = {},
  options = {},
  token = "agency-key",
  timeoutMs = 5000,
  alter,
  lawless = false,
  ...rest
}: WorldOptions = {}): Promise<Opened> {
  const sandbox = await startSandbox({
    requestsPerMinute: 0,
    seed: { cantila: agencySeed(lowest(speaks)) },
    cantila: { dialect: speaks, ...options },
    ...rest,
  });
  const { cantila: endpoint } = sandbox.endpoints;
  const settings: ConnectionSettings = {
    name: "main",
    system: "cantila",
    endpoint: alter === undefined ? endpoint : await startProxy(endpoint, alter),
    ...connection,
  };
  const client = clientOf(settings.endpoint, token, timeoutMs);
  const watch = <Client extends ReturnType<typeof readClient>>(watched: Client): Client =>
    lawless ? watched : contracted("cantila", watched);
  const reader = () => cantila.reader(settings, watch(readClient(client)));
  const organization = async (slug = "acme") => {
    const [found] = await reader().find({ slug, previousSlugs: [] });
    if (found === undefined) throw new Error(`${slug} is not there`);
    return found;
  };
  return {
    ...{ sandbox, settings, speaks, reader, organization },
    writer: () => cantila.writer(settings, watch(writeClient(client))),
    live: async (slug) => await reader().read(await organization(slug)),
    control: async (path, body) => {
      const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    writes: () =>
      sandbox
        .requests()
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
  };
}

/** A world with a project on it, `main`, whose engine rests nobody. */
export async function openTestProject(
  options: WorldOptions & { readonly speaks: Speaks },
): Promise<Opened & { readonly project: TestProject }> {
  const world = await openCantila({ connection: { dialect: options.speaks }, ...options });
  const { name: _, system: __, ...connection } = world.settings;
  const wired = worldOf(world.sandbox, { system: "cantila", token: "agency-key", connection });
  const invitations = { quietDays: 0, maxPerPerson: 100 };
  return { ...world, project: openProject(cantila, wired, { invitations }) };
}

function clientOf(endpoint: string, token = "agency-key", timeoutMs = 5000): ClientOptions {
  const instant = { random: () => 0, sleep: () => Promise.resolve(), userAgent: "orgwright/test" };
  return { ...instant, token, timeoutMs, endpoint };
}

export { change } from "../../model/change.ts";

/** What a plan on the seed would have seen of the fields of an account's look. */
export function lookBefore(handle: string, after: Attributes): Attributes {
  const seen: Attributes =
    handle === "acme" ? { "branding.displayName": "Acme Cloud", "branding.primaryColor": "#00bb5a" } : {};
  return Object.fromEntries(Object.keys(after).map((path) => [path, seen[path] ?? null]));
}

/** The ids that a plan on the seed would know. */
export const context: WriteContext = {
  id: (address) => {
    const [organization = ""] = address.split("/");
    return `acc_${organization}`;
  },
};
