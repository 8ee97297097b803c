/** A project of one connection on a world: plans and applies through the whole engine. */
import { connect } from "../../src/connections.ts";
import { type Documents, parseManifests } from "../../src/manifest/index.ts";
import type {
  ConnectionSettings,
  Connector,
  Reader,
  WriteClient,
  Writer,
} from "../../src/model/connector.ts";
import type {
  Change,
  Diagnostic,
  Guards,
  InvitationPolicy,
  Outcome,
  Plan,
  Project,
} from "../../src/model/contract.ts";
import type { LiveState } from "../../src/model/live.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { shownOf } from "../../src/model/review.ts";
import type { ToldSecret } from "../../src/model/secret.ts";
import { reconcile } from "../../src/reconcile.ts";
import { type LiveView, withoutIds } from "./view.ts";
import type { Tuning, World } from "./world.ts";

export type { World } from "./world.ts";

/** A project of one connection, `main`, on a world. */
export interface TestProject {
  readonly settings: ConnectionSettings;
  /** Secrets that were told once. */
  readonly secrets: readonly ToldSecret[];
  plan(manifest: string, how?: Asking): Promise<Plan>;
  apply(manifest: string, how?: Asking): Promise<Applied>;
  /** What is live in the organization with the slug, without the system's ids. */
  live(slug: string): Promise<LiveView | undefined>;
  /** The same with everything that the connector tells. */
  state(slug: string): Promise<LiveState | undefined>;
  /** A new reader. */
  reader(): Reader;
  /** Forgets what was applied so far. */
  forget(): void;
}

/** What one run is given beside the manifest. */
export interface Asking {
  readonly reviewed?: Plan;
  /** Text of approvals. */
  readonly approvals?: string;
}

/** What an apply gave. */
export interface Applied {
  readonly plan: Plan;
  readonly outcome: Outcome;
}

/** How a test project differs from a plain one. */
export interface ProjectOptions {
  /** How often each change is written. Default 1. */
  readonly times?: number;
  readonly invitations?: InvitationPolicy;
  /** Default: guards that let everything pass. */
  readonly guards?: Guards;
  readonly tuning?: Tuning;
  /** Whether there is a place for one-time secrets. Default true. */
  readonly secrets?: boolean;
  /** Called before each change; what it throws is the write's failure. */
  readonly before?: (change: Change) => void;
  /** Awaited behind each request that writes and behind each change, while nothing else is sent. */
  readonly after?: (project: TestProject) => Promise<void>;
}

/** A manifest that the engine refuses, with what it says. */
export class InvalidManifest extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`invalid manifest: ${JSON.stringify(diagnostics, null, 2)}`);
    this.diagnostics = diagnostics;
  }
}

const lenient: Guards = { maxRemovals: { count: 1000, percent: 100, total: 1000 }, minOwners: 0 };

/** A project on a world; its guards let everything pass unless told otherwise. */
export function openProject(connector: Connector, world: World, options: ProjectOptions = {}): TestProject {
  const records = new Map<string, OrganizationRecord>();
  const secrets: ToldSecret[] = [];
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: { main: { ...world.connection, token: { env: "TOKEN" } } },
    guards: options.guards ?? lenient,
    invitations: options.invitations ?? {},
  };
  const observed = async () => await options.after?.(test);
  const connectors = {
    [connector.system]: {
      ...connector,
      writer: (...opened: Parameters<Connector["writer"]>) =>
        disturbed(connector.writer(...opened), options, observed),
    },
  };
  const readClient = () => world.readClient(options.tuning);
  const writeClient = () => {
    const client = world.writeClient(options.tuning);
    return options.after === undefined ? client : oneByOne(client, observed);
  };
  const store = {
    put: async (record: OrganizationRecord) => {
      await Promise.resolve(records.set(record.organization, record));
    },
    remove: async (name: string) => {
      await Promise.resolve(records.delete(name));
    },
  };
  const sink = {
    put: async (secret: ToldSecret) => {
      await Promise.resolve(secrets.push(secret));
    },
  };

  async function run(manifest: string, { approvals, reviewed }: Asking, isWriting: boolean) {
    const confirm = () => Promise.resolve(true);
    const told = options.secrets === false ? {} : { secrets: sink };
    const writing = { writeClient, confirm, records: store, ...told };
    const result = await reconcile({
      project,
      documents: documentsOf(manifest, approvals),
      connectors,
      readClient,
      records: [...records.values()],
      now: Date.now(),
      ...(reviewed === undefined
        ? {}
        : {
            only: reviewed.organizations.map(({ name }) => name),
            review: () => Promise.resolve({ shown: shownOf(reviewed) }),
          }),
      ...(isWriting ? { writing } : {}),
    });
    if (!result.valid) throw new InvalidManifest(result.diagnostics);
    return result;
  }

  const test: TestProject = {
    settings: { ...world.connection, name: "main" },
    secrets,
    plan: async (manifest, how = {}) => (await run(manifest, how, false)).plan,
    apply: async (manifest, how = {}) => {
      const { plan, outcome } = await run(manifest, how, true);
      if (outcome === undefined) throw new Error("nothing was applied");
      return { plan, outcome };
    },
    state: async (slug) => {
      const reader = test.reader();
      const [found] = await reader.find({ slug, previousSlugs: [] });
      return found === undefined ? undefined : await reader.read(found);
    },
    live: async (slug) => {
      const state = await test.state(slug);
      return state === undefined ? undefined : withoutIds(state);
    },
    reader: () => {
      const connected = connect({ project, connectors, readClient }).get("main");
      if (connected === undefined) throw new Error("the connection has no connector");
      return connected.reader();
    },
    forget: () => records.clear(),
  };
  return test;
}

/** Manifest text to documents; throws with the diagnostics when it is wrong. */
export function documentsOf(text: string, approvals?: string): Documents {
  const parsed = parseManifests([
    { file: "orgs/acme.yaml", text },
    ...(approvals === undefined
      ? []
      : [{ file: "approvals/acme.yaml", text: approvals, holds: "approvals" as const }]),
  ]);
  if (!parsed.ok) throw new InvalidManifest(parsed.diagnostics);
  return parsed.value;
}

function disturbed(
  writer: Writer,
  { times = 1, before }: ProjectOptions,
  observed: () => Promise<void>,
): Writer {
  return {
    write: async (change, context) => {
      before?.(change);
      let written = await writer.write(change, context);
      for (let count = 1; count < times; count += 1) {
        const again = await writer.write(change, context);
        written = { ...written, ...again };
      }
      await observed();
      return written;
    },
  };
}

/** A client whose writes wait for each other, each with the look at what it did. */
function oneByOne(client: WriteClient, look: () => Promise<void>): WriteClient {
  let last: Promise<unknown> = Promise.resolve();
  return {
    get: client.get,
    send: (...request) => {
      const turn = last
        .catch(() => undefined)
        .then(async () => {
          try {
            return await client.send(...request);
          } finally {
            await look();
          }
        });
      last = turn;
      return turn;
    },
  };
}
