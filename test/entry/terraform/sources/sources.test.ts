import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProvider, type ProviderWorld } from "../../../../src/entry/terraform/orgwright.ts";
import type { Provider } from "../../../../src/entry/terraform/provider.ts";
import { objectsIn } from "../../../../src/entry/terraform/reading-attributes.ts";
import type { Attributes } from "../../../../src/entry/terraform/values/value.ts";
import { type Sandbox, type SandboxSeed, startSandbox } from "../../../../src/sandbox/index.ts";

const START = Date.parse("2026-03-10T12:00:00Z");
const TOKEN = "token-of-olga";

const SEED: SandboxSeed = {
  signalsmith: {
    accounts: [
      { id: "user_1", email: "olga@acme.test" },
      { id: "user_2", email: "bob@acme.test" },
    ],
    tokens: [{ token: TOKEN, account: "user_1" }],
    workspaces: [
      {
        id: "ws_1",
        name: "production",
        organization_id: "org_1",
        members: [
          { account: "user_1", role: "owner", via: "organization" },
          { account: "user_2", role: "admin", via: "organization" },
        ],
      },
    ],
    organizations: [
      { id: "org_2", name: "Zulu", slug: "zulu", members: [{ account: "user_1", role: "owner" }] },
      {
        id: "org_1",
        name: "Acme",
        slug: "acme",
        members: [
          { account: "user_1", role: "owner" },
          { account: "user_2", role: "member" },
        ],
        invitations: [
          {
            id: "inv_1",
            email: "new@acme.test",
            org_role: "admin",
            created_at: "2026-03-09T12:00:00Z",
            expires_at: "2026-03-16T12:00:00Z",
          },
        ],
      },
    ],
  },
  lumoauth: {
    tenants: [
      {
        slug: "acme",
        keys: [{ token: "key-of-acme" }],
        organizations: [
          {
            id: "lumo_1",
            slug: "acme",
            name: "Acme",
            description: "All of it",
            roles: [{ id: 7, slug: "sre", name: "SRE", description: "On call" }],
            members: [{ user: "olga@acme.test", role: "owner", status: "suspended" }],
          },
        ],
      },
    ],
  },
};

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => START,
    requestsPerMinute: 0,
    seed: SEED,
  });
});

afterAll(async () => {
  await sandbox.close();
});

const nothing = {
  project: null,
  guards: null,
  invitations: null,
  secrets_out: null,
  secrets_recipients: null,
};

interface Lines {
  readonly log: string[];
  readonly world: ProviderWorld;
}

function lines(): Lines {
  const log: string[] = [];
  const world = {
    environment: { LUMO_KEY: "key-of-acme" },
    folder: ".",
    version: "0.0.0",
    now: () => START,
    secrets: new Set<string>(),
    log: (level: string, message: string, more: object = {}) => {
      log.push(JSON.stringify({ level, message, ...more }));
    },
  };
  return { log, world };
}

/** A provider with both systems, one credential given and one named. */
async function configured({ world }: Lines = lines(), endpoint = sandbox.endpoints): Promise<Provider> {
  const provider = createProvider(world);
  const problems = await provider.configure({
    ...nothing,
    connections: {
      smith: {
        system: "signalsmith",
        endpoint: endpoint.signalsmith,
        token: TOKEN,
        workspace: "ws_1",
      },
      lumo: { system: "lumoauth", endpoint: endpoint.lumoauth, tenant: "acme", token_env: "LUMO_KEY" },
    },
  });
  expect(problems).toStrictEqual([]);
  return provider;
}

async function read(provider: Provider, name: string, config: Attributes) {
  const source = provider.dataSources[name];
  if (source === undefined) throw new Error(`there is no ${name}`);
  expect(source.validate(config)).toStrictEqual([]);
  return await source.read(config);
}

describe("data.orgwright_organization", () => {
  test("tells an organization with its roles and workspaces", async () => {
    const provider = await configured();
    const config = { connection_name: "smith", slug: "acme", organization_id: null };
    expect(await read(provider, "orgwright_organization", config)).toStrictEqual({
      problems: [],
      state: {
        id: "smith/acme",
        connection_name: "smith",
        slug: "acme",
        organization_id: "org_1",
        display_name: "Acme",
        description: null,
        parent: null,
        settings: null,
        branding: { display_name: null, primary_color: null, accent_color: null, logo_url: null },
        roles: [],
        workspaces: [{ name: "production", workspace_id: "ws_1" }],
      },
    });
  });

  test("finds it by its id, and tells roles of its own by name", async () => {
    const provider = await configured();
    const config = { connection_name: "lumo", slug: null, organization_id: "lumo_1" };
    const { state } = await read(provider, "orgwright_organization", config);
    expect(state).toMatchObject({
      id: "lumo/acme",
      slug: "acme",
      description: "All of it",
      roles: expect.arrayContaining([
        { name: "sre", role_id: "7", display_name: "SRE", description: "On call" },
      ]),
    });
    const names = (objectsIn(state?.["roles"]) ?? []).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(1);
    expect(names).toStrictEqual([...names].sort());
  });

  test("asks for one key", async () => {
    const source = (await configured()).dataSources["orgwright_organization"];
    const both = { connection_name: "smith", slug: "acme", organization_id: "org_1" };
    expect(source?.validate(both)).toMatchObject([{ severity: "error", path: ["organization_id"] }]);
    expect(source?.validate({ connection_name: "smith" })).toMatchObject([{ severity: "error" }]);
  });
});

test("data.orgwright_organizations tells all of a connection, by slug", async () => {
  const provider = await configured();
  const { state, problems } = await read(provider, "orgwright_organizations", { connection_name: "smith" });
  expect(problems).toStrictEqual([]);
  expect(state).toMatchObject({
    id: "smith",
    organizations: [
      { id: "smith/acme", slug: "acme", organization_id: "org_1", display_name: "Acme" },
      { id: "smith/zulu", slug: "zulu", organization_id: "org_2", display_name: "Zulu" },
    ],
  });
});

describe("data.orgwright_members", () => {
  test("tells members and invitations by address, with their workspaces by name", async () => {
    const provider = await configured();
    expect(await read(provider, "orgwright_members", { organization: "smith/acme" })).toStrictEqual({
      problems: [],
      state: {
        id: "smith/acme/members",
        organization: "smith/acme",
        members: [
          {
            email: "bob@acme.test",
            user_id: "user_2",
            roles: ["member"],
            status: "active",
            workspaces: { production: "admin" },
          },
          { email: "new@acme.test", user_id: null, roles: ["admin"], status: "invited", workspaces: null },
          {
            email: "olga@acme.test",
            user_id: "user_1",
            roles: ["owner"],
            status: "active",
            workspaces: { production: "owner" },
          },
        ],
      },
    });
  });

  test("tells no workspaces where access is nothing of its own", async () => {
    const provider = await configured();
    const { state } = await read(provider, "orgwright_members", { organization: "lumo/id:lumo_1" });
    expect(state).toMatchObject({
      members: [{ email: "olga@acme.test", roles: ["owner"], status: "suspended", workspaces: null }],
    });
  });

  test("refuses what is no reference", async () => {
    const source = (await configured()).dataSources["orgwright_members"];
    expect(source?.validate({ organization: "acme" })).toMatchObject([
      { severity: "error", path: ["organization"] },
    ]);
  });
});

describe("what cannot be told", () => {
  test("an organization that is not there, at the attribute that names it", async () => {
    const provider = await configured();
    const config = { connection_name: "smith", slug: "nobody", organization_id: null };
    const one = await read(provider, "orgwright_organization", config);
    expect(one).toMatchObject({ state: null, problems: [{ severity: "error", path: ["slug"] }] });
    expect(one.problems[0]?.summary).toBe("There is no organization smith/nobody");
    const members = await read(provider, "orgwright_members", { organization: "smith/nobody" });
    expect(members).toMatchObject({ state: null, problems: [{ path: ["organization"] }] });
  });

  test("a connection that the provider does not have", async () => {
    const provider = await configured();
    const { state, problems } = await read(provider, "orgwright_organizations", { connection_name: "smit" });
    expect(state).toBeNull();
    expect(problems).toMatchObject([
      { summary: "The provider has no connection smit", path: ["connection_name"] },
    ]);
  });

  test("an incomplete list is an error, never a shorter list", async () => {
    const short = await startSandbox({
      now: () => START,
      requestsPerMinute: 0,
      seed: SEED,
      faults: "short-page%100=GET:/members",
    });
    try {
      const provider = await configured(lines(), short.endpoints);
      const { state, problems } = await read(provider, "orgwright_members", { organization: "smith/acme" });
      expect(state).toBeNull();
      expect(problems).toMatchObject([{ severity: "error" }]);
      expect(problems[0]?.summary).not.toBe("");
    } finally {
      await short.close();
    }
  });

  test("a credential that is not set, by its variable", async () => {
    const { world, log } = lines();
    const provider = await configured({ log, world: { ...world, environment: {} } });
    const { problems } = await read(provider, "orgwright_organizations", { connection_name: "lumo" });
    expect(problems).toMatchObject([{ severity: "error" }]);
    expect(problems[0]?.summary).toContain("LUMO_KEY is not set");
  });
});

test("each request is logged without a body, a query or a credential, and the credential is told to be hidden", async () => {
  const told = lines();
  const provider = await configured(told);
  await read(provider, "orgwright_members", { organization: "smith/acme" });
  await read(provider, "orgwright_members", { organization: "lumo/acme" });
  expect(told.log.length).toBeGreaterThan(2);
  const [first = ""] = told.log;
  expect(Object.keys(JSON.parse(first)).sort()).toStrictEqual(
    expect.arrayContaining(["attempt", "connection", "durationMs", "level", "method", "path", "status"]),
  );
  expect(told.log.join("\n")).not.toMatch(/token-of-olga|key-of-acme|\?/);
  expect([...told.world.secrets].sort()).toStrictEqual(["key-of-acme", TOKEN]);
});

test("live is read once for all that ask", async () => {
  const provider = await configured();
  await read(provider, "orgwright_members", { organization: "smith/acme" });
  const before = sandbox.requests().length;
  await read(provider, "orgwright_members", { organization: "smith/acme" });
  const config = { connection_name: "smith", slug: "acme", organization_id: null };
  await read(provider, "orgwright_organization", config);
  expect(sandbox.requests().length).toBe(before);
});

test("every resource has the schema of its piece", () => {
  const provider = createProvider(lines().world);
  expect(Object.keys(provider.resources)).toHaveLength(7);
  for (const [name, resource] of Object.entries(provider.resources))
    expect(resource.schema.attributes["id"]?.description, name).toContain("name of this resource");
});
