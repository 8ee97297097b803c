/** What the parts of one run share: open connections, what was decided so far, and which writes are under way. */
import PQueue from "p-queue";
import type { Clients } from "./clients.ts";
import { connect, facts, withDialects } from "./connections.ts";
import type { SystemFacts } from "./manifest/index.ts";
import type { Connector, Writer } from "./model/connector.ts";
import type { OrganizationPlan, Project } from "./model/contract.ts";
import type { LiveState } from "./model/live.ts";
import type { SecretSink } from "./model/secret.ts";
import type { Part } from "./part.ts";
import { type RememberedConnection, remembered } from "./part-live.ts";
import type { EarlierChanges, OrganizationInput } from "./plan/input.ts";

/** What parts are compared with and written through. */
export interface PartsRequest {
  readonly project: Project;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly clients: Clients;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a part that would take the last owner waits for others that may bring one. Default: not at all. */
  readonly patienceMs?: number;
  /** Where one-time secrets go; without it changes that hand out a needed one are refused. */
  readonly secrets?: SecretSink;
}

/** An open connection of a run. */
export interface OpenConnection extends RememberedConnection {
  readonly facts: SystemFacts;
  readonly writer: () => Writer;
}

/** Work done one piece after another; `size` counts what has not begun. */
export interface Queue {
  readonly size: number;
  add<T>(work: () => Promise<T>): Promise<T>;
}

/** The writes of one organization: judged one after another, made side by side. */
export interface Lane {
  readonly queue: Queue;
  /** Those under way; none of these promises is ever rejected. */
  readonly writes: Set<Promise<void>>;
  /** How many have ended. */
  ended: number;
  /** Told when a further part comes, each once. */
  readonly arrivals: Set<() => void>;
}

/** What the parts of one run share. */
export interface Session {
  readonly request: PartsRequest;
  /** What each system can do, its dialect perhaps still open. */
  readonly systems: ReadonlyMap<string, SystemFacts>;
  /** Undefined for a connection that the project does not have. */
  open(connection: string): Promise<OpenConnection | undefined>;
  /** The lane of a live organization, by its id, or of one to be, by the part's name. */
  lane(connection: string, organization: string): Lane;
  /** Decided so far, beside an organization that may go by several names. */
  earlier(beside: OrganizationInput): readonly EarlierChanges[];
  /** Remembers what was decided about a part. The same part again takes its place. */
  count(part: Part, decided: Decided): void;
  stop(): void;
  isStopped(): boolean;
}

/** What was decided about a part. */
export interface Decided {
  readonly input?: OrganizationInput;
  readonly plan: OrganizationPlan | undefined;
}

/** Begins a run. */
export function openSession(request: PartsRequest): Session {
  const systems = facts(request);
  const connections = new Map<string, Promise<OpenConnection | undefined>>();
  const lanes = new Map<string, Lane>();
  const ledger = new Map<string, EarlierChanges>();
  let stopped = false;
  return {
    request,
    systems,
    open: async (name) => {
      const opened = await known(connections, name, () => settle(name, request));
      // Which dialect it speaks is asked again until it is told.
      if (opened !== undefined && isUnsettled(opened)) connections.delete(name);
      return opened;
    },
    lane: (...place) =>
      known(lanes, JSON.stringify(place), () => ({
        queue: new PQueue({ concurrency: 1 }),
        writes: new Set(),
        ended: 0,
        arrivals: new Set(),
      })),
    earlier: (beside) => [...ledger.values()].map((entry) => calledAs(entry, beside)),
    count: ({ connection }, { input, plan }) => {
      if (input?.live === undefined || plan === undefined) return;
      const key = JSON.stringify([connection, input.live.organization.id]);
      ledger.set(key, entryOf({ input, live: input.live, plan }, ledger.get(key)));
    },
    stop: () => {
      stopped = true;
    },
    isStopped: () => stopped,
  };
}

function known<T>(all: Map<string, T>, key: string, make: () => T): T {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found;
}

/** One organization is the same under whichever name a part has it, and two of one name are two. */
function calledAs(entry: EarlierChanges, { organization, live }: OrganizationInput): EarlierChanges {
  const { id } = entry.live.organization;
  const isSame = entry.connection === organization.connection && id === live?.organization.id;
  return { ...entry, organization: isSame ? organization.name : `id:${id}` };
}

interface Entry {
  readonly input: OrganizationInput;
  readonly live: LiveState;
  readonly plan: OrganizationPlan;
}

function entryOf({ input, live, plan }: Entry, before: EarlierChanges | undefined): EarlierChanges {
  const { organization, kinds } = input;
  const changes = new Map([...(before?.changes ?? []), ...plan.changes].map((each) => [each.address, each]));
  return {
    connection: organization.connection,
    organization: organization.name,
    changes: [...changes.values()],
    kinds,
    live: before?.live ?? live,
  };
}

function isUnsettled({ connected: { connector, settings } }: OpenConnection): boolean {
  return connector.dialects.includes("auto") && (settings.dialect ?? "auto") === "auto";
}

/** A connection in the dialect that answers. */
async function settle(name: string, request: PartsRequest): Promise<OpenConnection | undefined> {
  const { clients, connectors } = request;
  const readClient = memo(() => clients.read(name));
  const asked = { project: request.project, connectors, readClient };
  const settled = await withDialects(asked, new Set([name]));
  const connected = connect(settled).get(name);
  const system = facts(settled).get(name);
  if (connected === undefined || system === undefined) return undefined;
  const { connector, settings } = connected;
  return {
    ...remembered(connected, () => connector.reader(settings, readClient())),
    facts: system,
    writer: memo(() => connector.writer(settings, clients.write(name))),
  };
}

/** The same each time, made at first use. */
function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
