import { connect } from "../../src/connections.ts";
import { type Documents, parseManifests } from "../../src/manifest/index.ts";
import type {
  ConnectionSettings,
  Connector,
  ReadClient,
  WriteClient,
  Writer,
} from "../../src/model/connector.ts";
import type {
  Attributes,
  Connection,
  InvitationPolicy,
  Outcome,
  Plan,
  Project,
} from "../../src/model/contract.ts";
import { comparedEmail } from "../../src/model/identity.ts";
import type { LiveState } from "../../src/model/live.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { reconcile } from "../../src/reconcile.ts";

/** A running system with an account on it, and what a law needs to see of it. */
export interface World {
  readonly connection: Omit<Connection, "token">;
  readClient(): ReadClient;
  writeClient(): WriteClient;
  /** Requests so far that could have changed something. */
  writes(): number;
  /** The person accepts what they are invited to. */
  accept(email: string): Promise<void>;
  close(): Promise<void>;
}

/** A project of one connection, `main`, on a world. */
export interface TestProject {
  plan(manifest: string): Promise<Plan>;
  apply(manifest: string): Promise<{ readonly plan: Plan; readonly outcome: Outcome }>;
  /** What is live in the organization with the slug, without the system's ids. */
  live(slug: string): Promise<LiveView | undefined>;
  settings: ConnectionSettings;
}

/** Live state in words that are the same for every system. */
export interface LiveView {
  readonly attributes: Attributes;
  readonly workspaces: readonly string[];
  readonly members: readonly string[];
  readonly access: readonly string[];
}

/** How a test project differs from a plain one. */
export interface ProjectOptions {
  /** How often each change is written. Default 1. */
  readonly times?: number;
  readonly invitations?: InvitationPolicy;
}

/** A project on a world; its guards let everything pass. */
export function openProject(
  connector: Connector,
  world: World,
  { times = 1, invitations = {} }: ProjectOptions = {},
): TestProject {
  const records = new Map<string, OrganizationRecord>();
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: { main: { ...world.connection, token: { env: "TOKEN" } } },
    guards: { maxRemovals: { count: 1000, percent: 100, total: 1000 }, minOwners: 0 },
    invitations,
  };
  const several: Connector = {
    ...connector,
    writer: (...opened) => repeat(connector.writer(...opened), times),
  };
  const connectors = { [connector.system]: several };

  async function run(manifest: string, writing: boolean) {
    const result = await reconcile({
      project,
      documents: documentsOf(manifest),
      connectors,
      readClient: world.readClient,
      records: [...records.values()],
      now: Date.now(),
      ...(writing
        ? {
            writing: {
              writeClient: world.writeClient,
              confirm: () => Promise.resolve(true),
              records: {
                put: async (record) => {
                  await Promise.resolve(records.set(record.organization, record));
                },
                remove: async (name) => {
                  await Promise.resolve(records.delete(name));
                },
              },
            },
          }
        : {}),
    });
    if (!result.valid) throw new Error(`invalid manifest: ${JSON.stringify(result.diagnostics, null, 2)}`);
    return result;
  }

  const settings: ConnectionSettings = { ...world.connection, name: "main" };
  return {
    settings,
    plan: async (manifest) => (await run(manifest, false)).plan,
    apply: async (manifest) => {
      const { plan, outcome } = await run(manifest, true);
      if (outcome === undefined) throw new Error("nothing was applied");
      return { plan, outcome };
    },
    live: async (slug) => {
      const connected = connect({ project, connectors, readClient: world.readClient }).get("main");
      const reader = connected?.reader();
      const [found] = (await reader?.find({ slug, previousSlugs: [] })) ?? [];
      return found === undefined || reader === undefined ? undefined : withoutIds(await reader.read(found));
    },
  };
}

/** Manifest text to documents; throws with the diagnostics when it is wrong. */
export function documentsOf(text: string): Documents {
  const parsed = parseManifests([{ file: "orgs/acme.yaml", text }]);
  if (!parsed.ok) throw new Error(`invalid manifest: ${JSON.stringify(parsed.diagnostics, null, 2)}`);
  return parsed.value;
}

function repeat(writer: Writer, times: number): Writer {
  return {
    write: async (change, context) => {
      let written = await writer.write(change, context);
      for (let count = 1; count < times; count += 1) {
        const again = await writer.write(change, context);
        written = { ...written, ...again };
      }
      return written;
    },
  };
}

function withoutIds({ organization, workspaces, members, access }: LiveState): LiveView {
  const names = new Map(workspaces.map(({ id, name }) => [id, name]));
  return {
    attributes: organization.attributes,
    workspaces: workspaces.map(({ name }) => name).sort(),
    members: members
      .map(({ email, roles, status }) => `${comparedEmail(email ?? "?")} ${roles.join("+")} ${status}`)
      .sort(),
    access: access
      .map(({ workspace, subject, level }) => {
        const who = subject.type === "role" ? `role:${subject.role}` : comparedEmail(subject.email ?? "?");
        return `${names.get(workspace)} ${who} ${level}`;
      })
      .sort(),
  };
}
