import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfiguration, validateConfiguration } from "../../../../src/entry/terraform/configuration.ts";
import { type Attributes, UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "orgwright-configuration-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const nothing = {
  project: null,
  connections: null,
  guards: null,
  invitations: null,
  secrets_out: null,
  secrets_recipients: null,
};

function said(more: Attributes): Attributes {
  return { ...nothing, ...more };
}

function connection(more: Attributes = {}): Attributes {
  return {
    system: "signalsmith",
    endpoint: "https://acme.test/api/v1/",
    token_env: "ACME_TOKEN",
    token: null,
    dialect: null,
    tenant: null,
    self: null,
    workspace: null,
    pending_members: null,
    ...more,
  };
}

async function projectFile(lines: readonly string[]): Promise<void> {
  const head = ["apiVersion: orgwright/v1", "kind: Project", "manifests: [orgs/*.yaml]"];
  await writeFile(join(folder, "orgwright.yaml"), [...head, ...lines, ""].join("\n"));
}

const FILE_CONNECTION = [
  "connections:",
  "  acme: {system: cantila, endpoint: https://file.test/v1, token: {env: FILE_TOKEN}}",
  "  other: {system: cnap, endpoint: https://cnap.test/v1, token: {env: CNAP_TOKEN}}",
];

describe("attributes", () => {
  test("become a project", async () => {
    const { configuration, problems } = await readConfiguration(
      said({
        connections: {
          acme: connection({
            pending_members: "hidden",
            self: "ops@acme.test",
            pace: { per_minute: 60, per_second: null, leave: 50, concurrency: 2 },
          }),
        },
        guards: {
          min_owners: 2,
          protect_self: null,
          protected: { people: ["break-glass@acme.test"], organizations: ["acme"] },
          approve_gains: ["owner"],
          max_removals: { count: 5, percent: null, total: 7 },
          organizations: { min_owners: { min_owners: 0, max_removals: { count: 1, percent: null } } },
        },
        invitations: { max_per_person: 1, quiet_days: 9 },
        secrets_out: "out/secrets.jsonl",
      }),
      folder,
    );
    expect(problems).toStrictEqual([]);
    expect(configuration?.project).toMatchObject({
      connections: {
        acme: {
          system: "signalsmith",
          endpoint: "https://acme.test/api/v1",
          token: { env: "ACME_TOKEN" },
          pendingMembers: "hidden",
          self: "ops@acme.test",
          pace: { perMinute: 60, leave: 50, concurrency: 2 },
        },
      },
      guards: {
        minOwners: 2,
        protected: { people: ["break-glass@acme.test"], organizations: ["acme"] },
        approveGains: ["owner"],
        maxRemovals: { count: 5, total: 7 },
        organizations: { min_owners: { minOwners: 0, maxRemovals: { count: 1 } } },
      },
      invitations: { maxPerPerson: 1, quietDays: 9 },
    });
    expect(configuration).toMatchObject({ tokens: {}, secretsOut: "out/secrets.jsonl" });
  });

  test("with a credential keep it apart: the project has only a name for it", async () => {
    const token = "s3cret-of-acme";
    const { configuration } = await readConfiguration(
      said({ connections: { a: connection(), b: connection({ token, token_env: null }) } }),
      folder,
    );
    expect(JSON.stringify(configuration?.project)).not.toContain(token);
    const name = configuration?.project.connections["b"]?.token.env ?? "";
    expect(configuration?.tokens).toStrictEqual({ [name]: token });
  });

  test("are checked as a project file is, each problem at its attribute in its own words", async () => {
    const { configuration, problems } = await readConfiguration(
      said({
        connections: {
          a: connection({ system: "signalsmit" }),
          b: connection({ endpoint: "http://plain.test" }),
          c: connection({ dialect: "orgs" }),
          d: connection({ system: "cnap", pending_members: "listed" }),
          "e/f": connection(),
        },
        guards: { max_removals: { count: 1.5 } },
        invitations: { max_per_person: 0 },
        secrets_recipients: ["age1nobody"],
      }),
      folder,
    );
    expect(configuration).toBeUndefined();
    expect(problems.every(({ severity, detail }) => severity === "error" && detail !== undefined)).toBe(true);
    const paths = problems.map(({ path }) => path?.join("."));
    // What an attribute means is only looked at once all have their shape.
    expect(paths).toStrictEqual([
      "connections.a.system",
      "connections.e/f",
      "guards.max_removals.count",
      "invitations.max_per_person",
      "secrets_recipients",
    ]);
    expect(problems[2]?.summary).toContain("max_removals.count");
    const { problems: meaning } = await readConfiguration(
      said({
        connections: {
          b: connection({ endpoint: "http://plain.test" }),
          c: connection({ dialect: "orgs" }),
          d: connection({ system: "cnap", pending_members: "listed" }),
        },
      }),
      folder,
    );
    expect(meaning.map(({ path }) => path?.join("."))).toStrictEqual([
      "connections.b.endpoint",
      "connections.c.dialect",
      "connections.d.pending_members",
    ]);
    expect(meaning[2]?.summary).toContain("pending_members");
  });
});

describe("credentials", () => {
  const token = "s3cret-0123456789";

  test("are named exactly once, and never repeated", async () => {
    const wrong = {
      both: connection({ token }),
      none: connection({ token_env: null }),
      empty: connection({ token: "", token_env: null }),
      mistaken: connection({ token_env: `sk-${token}` }),
    };
    const config = said({ connections: wrong });
    const problems = validateConfiguration(config);
    expect(problems.map(({ summary }) => summary)).toStrictEqual([
      "Connection both has two credentials",
      "Connection none has no credential",
      "The credential of connection empty is empty",
      "`token_env` of connection mistaken is no name of an environment variable",
    ]);
    const { problems: again, configuration } = await readConfiguration(config, folder);
    expect(again).toStrictEqual(problems);
    expect(configuration).toBeUndefined();
    expect(JSON.stringify(problems)).not.toContain(token);
  });

  test("in an endpoint are refused, and not repeated", async () => {
    const { problems } = await readConfiguration(
      said({ connections: { a: connection({ endpoint: `https://me:${token}@acme.test` }) } }),
      folder,
    );
    expect(problems).toMatchObject([{ severity: "error", path: ["connections", "a", "endpoint"] }]);
    expect(JSON.stringify(problems)).not.toContain(token);
  });
});

describe("what is not known", () => {
  test("counts as given while a configuration is only validated", () => {
    expect(validateConfiguration(said({ connections: UNKNOWN }))).toStrictEqual([]);
    expect(validateConfiguration(said({ project: UNKNOWN }))).toStrictEqual([]);
    const open = connection({ token: UNKNOWN, token_env: null, endpoint: UNKNOWN });
    expect(validateConfiguration(said({ connections: { a: open, b: UNKNOWN } }))).toStrictEqual([]);
  });

  test("is named when something has to be read", async () => {
    const { configuration, problems } = await readConfiguration(
      said({ connections: { acme: connection({ endpoint: UNKNOWN }) }, secrets_out: UNKNOWN }),
      folder,
    );
    expect(configuration).toBeUndefined();
    expect(problems.map(({ path }) => path)).toStrictEqual([
      ["connections", "acme", "endpoint"],
      ["secrets_out"],
    ]);
    expect(problems[0]?.summary).toBe("connections.acme.endpoint is not known yet");
  });
});

test("a provider without any connection says so", () => {
  for (const config of [said({}), said({ connections: {} })])
    expect(validateConfiguration(config)).toMatchObject([{ summary: "The provider has no connection" }]);
});

test("recipients without a file are told", async () => {
  const recipient = `age1${"q".repeat(58)}`;
  const { problems } = await readConfiguration(
    said({ connections: { a: connection() }, secrets_recipients: [recipient] }),
    folder,
  );
  expect(problems).toMatchObject([{ severity: "warning", path: ["secrets_recipients"] }]);
});

describe("a project file", () => {
  test("gives what it says; attributes win by connection and by key", async () => {
    await projectFile([
      ...FILE_CONNECTION,
      "guards: {maxRemovals: {count: 3, percent: 4}, minOwners: 5}",
      "invitations: {quietDays: 6}",
    ]);
    const { configuration, problems } = await readConfiguration(
      said({
        project: "orgwright.yaml",
        connections: { acme: connection() },
        guards: { max_removals: { count: 30 } },
      }),
      folder,
    );
    expect(problems).toStrictEqual([]);
    expect(configuration?.project).toMatchObject({
      connections: { acme: { system: "signalsmith" }, other: { system: "cnap" } },
      guards: { maxRemovals: { count: 30, percent: 4 }, minOwners: 5 },
      invitations: { quietDays: 6 },
    });
  });

  test("is enough alone: nothing is added to its connections", async () => {
    await projectFile(FILE_CONNECTION);
    const { configuration } = await readConfiguration(said({ project: "./orgwright.yaml" }), folder);
    expect(Object.keys(configuration?.project.connections ?? {})).toStrictEqual(["acme", "other"]);
  });

  test("with a mistake is shown with its line and a mark", async () => {
    await projectFile([
      "connections:",
      "  acme: {system: cantilla, endpoint: https://file.test/v1, token: {env: T}}",
    ]);
    const { configuration, problems } = await readConfiguration(said({ project: "orgwright.yaml" }), folder);
    expect(configuration).toBeUndefined();
    expect(problems).toMatchObject([{ severity: "error", path: ["project"] }]);
    const [problem] = problems;
    expect(problem?.summary).toContain("cantilla");
    expect(problem?.detail).toContain("orgwright.yaml:5:18");
    expect(problem?.detail).toContain("acme: {system: cantilla");
    expect(problem?.detail).toContain("^^^^^^^^");
    expect(problem?.detail).toContain("Did you mean `cantila`?");
  });

  test("that is not there, or leads elsewhere, is said at `project`", async () => {
    const missing = await readConfiguration(said({ project: "no/orgwright.yaml" }), folder);
    expect(missing.problems).toMatchObject([
      { severity: "error", summary: "There is no project file no/orgwright.yaml", path: ["project"] },
    ]);
    const notAFile = await readConfiguration(said({ project: "." }), folder);
    expect(notAFile.problems).toMatchObject([{ severity: "error", path: ["project"] }]);
  });

  test("never shows a credential that stands in it by mistake", async () => {
    await projectFile([
      "connections:",
      "  acme: {system: cantila, endpoint: https://file.test/v1, token: hunter2-hunter2}",
    ]);
    const { problems } = await readConfiguration(said({ project: "orgwright.yaml" }), folder);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});
