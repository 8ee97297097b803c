/** A desk to plan at: organizations built in a line, a system in memory, and the real engine between them. */
import { apply } from "../../src/apply/apply.ts";
import {
  createMemory,
  emptyWorld,
  type Memory,
  type MemoryWorld,
  memoryKinds,
} from "../../src/connectors/memory/index.ts";
import type { ConnectionSettings } from "../../src/model/connector.ts";
import type { Attributes, Guards, Location, Outcome, Ownership, Plan } from "../../src/model/contract.ts";
import { personKey } from "../../src/model/identity.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveAccess, LiveMember, LiveRole, LiveWorkspace } from "../../src/model/live.ts";
import type { Access, Member, Organization, Role, Workspace } from "../../src/model/organization.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import type { SecretSink } from "../../src/model/secret.ts";
import type { ApprovalInput, FailedInput, OrganizationInput, PlanInput } from "../../src/plan/input.ts";
import { plan } from "../../src/plan/plan.ts";
import { readAll } from "../../src/reading.ts";
import type { ReconcileRequest } from "../../src/request.ts";

/** Noon of a day that all tests live in. */
export const now = Date.parse("2026-03-10T12:00:00Z");

export const connection: ConnectionSettings = {
  name: "memory",
  system: "signalsmith",
  endpoint: "http://127.0.0.1:1/",
  self: "robot@acme.test",
};

const line: Location = { file: "orgs/acme.yaml", line: 1, column: 1, endColumn: 2, text: "-" };

/** A wished-for member. */
export function member(email: string, role: string, more: Partial<Member> = {}): Member {
  const identity = { key: personKey({ email }), email, aliases: [] };
  return { identity, roles: role === "" ? [] : [role], ensure: "present", origins: [line], ...more };
}

/** A wished-for workspace. */
export function workspace(name: string, more: Partial<Workspace> = {}): Workspace {
  return { name, attributes: {}, ensure: "present", previously: [], origins: [line], ...more };
}

/** A wished-for role. */
export function role(name: string, attributes: Attributes = {}, more: Partial<Role> = {}): Role {
  return { name, attributes, ensure: "present", previously: [], origins: [line], ...more };
}

/** Wished-for access of a role. */
export function roleAccess(name: string, inWorkspace: string, level: string): Access {
  return {
    subject: { type: "role", role: name },
    workspace: inWorkspace,
    levels: [level],
    ensure: "present",
    origins: [line],
  };
}

interface Wish {
  readonly name?: string;
  readonly members?: readonly Member[];
  readonly workspaces?: readonly Workspace[];
  readonly roles?: readonly Role[];
  readonly access?: readonly Access[];
  readonly ownership?: Partial<Record<"members" | "workspaces" | "roles" | "access", Ownership>>;
  readonly more?: Partial<Organization>;
}

/** A wished-for organization; sections that are not given are undeclared. */
export function organization({
  name = "acme",
  ownership = {},
  more = {},
  ...sections
}: Wish = {}): Organization {
  const section = <T>(key: keyof typeof sections, entries: readonly T[] | undefined) =>
    entries === undefined ? {} : { [key]: { ownership: ownership[key] ?? "exact", entries } };
  return {
    name,
    connection: "memory",
    key: { slug: name, previousSlugs: [] },
    previousNames: [],
    ensure: "present",
    attributes: {},
    ...section("roles", sections.roles),
    ...section("workspaces", sections.workspaces),
    ...section("members", sections.members),
    ...section("access", sections.access),
    origins: [line],
    people: [],
    manifest: { name },
    ...more,
  };
}

/** A live member. */
export function liveMember(email: string, roleName: string, more: Partial<LiveMember> = {}): LiveMember {
  return { kind: "member", id: `user_${email}`, email, roles: [roleName], status: "active", ...more };
}

/** A live workspace. */
export function liveWorkspace(
  name: string,
  of: string | undefined = "org_acme",
  more: Partial<LiveWorkspace> = {},
): LiveWorkspace {
  return {
    kind: "workspace",
    id: `ws_${name}`,
    name,
    attributes: {},
    ...(of === undefined ? {} : { organization: of }),
    ...more,
  };
}

/** Live access of a person. */
export function liveAccess(
  email: string,
  inWorkspace: string,
  level: string,
  more: Partial<LiveAccess> = {},
): LiveAccess {
  return {
    kind: "access",
    workspace: `ws_${inWorkspace}`,
    subject: { type: "person", id: `user_${email}`, email },
    level,
    ...more,
  };
}

interface LiveWish {
  readonly name?: string;
  readonly members?: readonly LiveMember[];
  readonly roles?: readonly LiveRole[];
  readonly access?: readonly LiveAccess[];
}

/** A system with organizations in it. */
export function world(
  organizations: readonly LiveWish[],
  workspaces: readonly LiveWorkspace[] = [],
): MemoryWorld {
  return {
    organizations: organizations.map(({ name = "acme", members = [], roles = [], access = [] }) => ({
      organization: { kind: "organization", id: `org_${name}`, slug: name, attributes: { slug: name } },
      members,
      roles,
      access,
    })),
    workspaces,
  };
}

interface Desk {
  readonly desired: readonly Organization[];
  readonly live?: MemoryWorld;
  readonly memory?: Memory;
  readonly kinds?: Kinds;
  readonly guards?: Guards;
  readonly approvals?: readonly ApprovalInput[];
  readonly records?: readonly OrganizationRecord[];
  readonly settings?: ConnectionSettings;
  readonly now?: number;
  readonly more?: Partial<PlanInput>;
}

/** Guards so wide that they never speak, for tests that are about something else. */
export const wide: Guards = { minOwners: 0, maxRemovals: { count: 1000, percent: 100, total: 1000 } };

/** The inputs of a plan, read from the memory system. */
export function read(desk: Desk): Promise<readonly (OrganizationInput | FailedInput)[]> {
  const { desired, kinds = memoryKinds, settings = connection, records = [] } = desk;
  const memory = desk.memory ?? createMemory(desk.live ?? emptyWorld, kinds);
  const client = { get: () => Promise.reject(new Error("memory sends nothing")) };
  const reader = memory.connector.reader(settings, client);
  const { name: _name, ...fields } = settings;
  const request: ReconcileRequest = {
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: [],
      connections: { memory: { ...fields, token: { env: "X" } } },
    },
    documents: { organizations: [], groups: [], persons: [], approvals: [], acknowledgements: [] },
    connectors: { signalsmith: memory.connector },
    readClient: () => client,
    records,
    now: desk.now ?? now,
  };
  return readAll(
    desired,
    request,
    new Map([["memory", { connector: memory.connector, settings, reader: () => reader }]]),
  );
}

/** The plan for what is desired against what is live. */
export async function planned(desk: Desk): Promise<Plan> {
  return plan({
    organizations: await read(desk),
    guards: desk.guards ?? wide,
    invitations: {},
    approvals: desk.approvals ?? [],
    now: desk.now ?? now,
    ...desk.more,
  });
}

/** Applies a plan to a memory system. */
export function applied(memory: Memory, the: Plan, secrets?: SecretSink): Promise<Outcome> {
  const client = {
    get: () => Promise.reject(new Error("memory")),
    send: () => Promise.reject(new Error("memory")),
  };
  const writer = memory.connector.writer(connection, client);
  const sink = secrets === undefined ? {} : { secrets };
  return apply({ plan: the, writerOf: () => writer, stopped: new Map(), ...sink });
}

/** `action address` of every change, in the order of apply. */
export function steps(the: Plan): readonly string[] {
  const changes = new Map(
    the.organizations.flatMap((each) => each.changes.map((change) => [change.address, change])),
  );
  return the.stages.flat().map((address) => `${changes.get(address)?.action} ${address}`);
}
