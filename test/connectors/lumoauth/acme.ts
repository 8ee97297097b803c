/** Acme in whole plans and applies, with what somebody else does to it meanwhile. */
import { afterEach } from "vitest";
import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import type { Reply } from "../../../src/model/connector.ts";
import type { LumoAuthSeed, Sandbox } from "../../../src/sandbox/index.ts";
import { openProject, type ProjectOptions, type TestProject } from "../../conformance/project.ts";
import { type Alter, acmeOf, acmeSeed, startWorld, type WorldOptions } from "./world.ts";

type Tenant = NonNullable<LumoAuthSeed["tenants"]>[number];
type SeededOrganization = NonNullable<Tenant["organizations"]>[number];

/** What acme is like, and what its users are. */
export type AcmeOptions = WorldOptions &
  ProjectOptions & {
    readonly organization?: Partial<SeededOrganization>;
    readonly users?: Tenant["users"];
  };

/** A project on acme, and what became of it. */
export interface Acme {
  readonly project: TestProject;
  readonly sandbox: Sandbox;
  /** Writes so far, below acme, with their answers. */
  writes(): readonly string[];
  /** Names of the roles, and ids of the owners, as the server holds them. */
  roles(): readonly string[];
  owners(): readonly string[];
}

/** The owner whom every manifest here keeps. */
export const olga = { user: "u_olga", role: "owner" };

/** The roles that acme has unless told otherwise. */
export const roles = [
  { id: 1, slug: "owner", name: "Owner", isOwner: true, isSystem: true },
  { id: 2, slug: "member", name: "Member", isDefault: true, isSystem: true },
  { id: 3, slug: "viewer", name: "Viewer" },
];

/** Opens projects on acme that close behind each test. */
export function acmeProjects(): (options?: AcmeOptions) => Promise<Acme> {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((world) => world.close()));
  });
  return async ({ organization = {}, users = [], guards, tuning, ...options } = {}) => {
    const world = await startWorld({ seed: { lumoauth: seedOf(organization, users) }, ...options });
    opened.push(world);
    const { sandbox } = world;
    return {
      sandbox,
      project: openProject(lumoauth, world, { ...(guards && { guards }), ...(tuning && { tuning }) }),
      writes: () =>
        world
          .requests()
          .filter(({ method }) => method !== "GET")
          .map(({ method, path, status }) => `${method} ${path.replace(/.*org_acme/, "")} ${status}`),
      roles: () => acmeOf(sandbox).roles.map(({ slug }) => slug),
      owners: () => ownersOf(sandbox),
    };
  };
}

function ownersOf(sandbox: Sandbox): readonly string[] {
  const { members, roles: held } = acmeOf(sandbox);
  const owning = new Set(held.filter(({ isOwner }) => isOwner).map(({ id }) => id));
  return members.filter(({ role }) => role !== null && owning.has(role)).map(({ user }) => user);
}

function seedOf(
  organization: Partial<SeededOrganization>,
  users: NonNullable<Tenant["users"]>,
): LumoAuthSeed {
  const [tenant] = acmeSeed.tenants ?? [];
  const acme = { id: "org_acme", slug: "acme", name: "Acme", displayName: "Acme", roles, ...organization };
  const everybody = [{ id: "u_olga", email: "olga@acme.test" }, ...users];
  return { tenants: [{ ...tenant, slug: "acme-corp", users: everybody, organizations: [acme] }] };
}

/** A manifest of acme with lines of its `spec`. */
export function manifest(...spec: readonly string[]): string {
  return [
    "apiVersion: orgwright/v1",
    "kind: Organization",
    "metadata: {name: acme}",
    "spec:",
    "  connection: main",
    "  slug: acme",
    ...spec.map((line) => `  ${line}`),
  ].join("\n");
}

type Row = Readonly<Record<string, unknown>>;

/** Answers a list with other rows, as a whole page. */
export function listing(path: RegExp, change: (rows: readonly Row[]) => readonly Row[]): Alter {
  return async (request, pass) => {
    const reply = await pass();
    return request.method === "GET" && path.test(request.path) ? pageOf(reply, change) : reply;
  };
}

function pageOf(reply: Reply, change: (rows: readonly Row[]) => readonly Row[]): Reply {
  const data = change((reply.body as { readonly data: readonly Row[] }).data);
  const meta = { total: data.length, page: 1, limit: 100, totalPages: 1, hasNextPage: false };
  return { ...reply, body: { data, meta } };
}

/** Does something once, behind the first request of its kind. */
export function meanwhile(method: string, path: RegExp, act: () => Promise<void>): Alter {
  let done = false;
  return async (request, pass) => {
    const reply = await pass();
    if (!done && request.method === method && path.test(request.path)) {
      done = true;
      await act();
    }
    return reply;
  };
}
