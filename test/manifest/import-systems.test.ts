/** The promise of an import on every system: what its sandbox holds becomes manifests whose first plan is empty. */
import { afterEach, expect, test } from "vitest";
import { connectors } from "../../src/connectors/index.ts";
import type { ImportedOrganization } from "../../src/imported.ts";
import { importOrganizations } from "../../src/importing.ts";
import { readClient } from "../../src/io/http.ts";
import { type Documents, formatManifest, parseManifests } from "../../src/manifest/index.ts";
import type { ConnectionSettings } from "../../src/model/connector.ts";
import type { Plan, Project } from "../../src/model/contract.ts";
import { reconcile } from "../../src/reconcile.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { openApimetrics } from "../connectors/apimetrics/world.ts";
import { openCantila } from "../connectors/cantila/world.ts";
import { openCnap } from "../connectors/cnap/world.ts";
import { openLumoAuth } from "../connectors/lumoauth/world.ts";
import { openSignalSmith } from "../connectors/signalsmith/world.ts";

interface Opened {
  readonly sandbox: Sandbox;
  readonly settings: ConnectionSettings;
}

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

const systems: Readonly<Record<string, () => Promise<Opened>>> = {
  "SignalSmith guide": () => openSignalSmith(),
  "SignalSmith reference-a": () => openSignalSmith({ dialect: "reference-a" }),
  "SignalSmith reference-b": () => openSignalSmith({ dialect: "reference-b" }),
  CNAP: () => openCnap(),
  LumoAuth: () => openLumoAuth(),
  "Cantila server": () => openCantila({ connection: { dialect: "auto" } }),
  "Cantila documented": () => openCantila({ speaks: "documented", connection: { dialect: "auto" } }),
  APImetrics: () => openApimetrics(),
};

test.each(Object.keys(systems))(
  "%s: valid, canonical, and nothing to change but what is told",
  async (name) => {
    const opened = await systems[name]?.();
    if (opened === undefined) throw new Error(name);
    open.push(opened.sandbox);

    const { organizations, plan, told } = await importAndPlan(opened);

    expect(organizations.filter(({ status }) => status !== "imported")).toEqual([]);
    expect(organizations.length).toBeGreaterThan(0);
    const invitations = told.filter((line) => line.startsWith("import/invitation-over"));
    const changes = plan.organizations.flatMap((each) => each.changes);
    expect(changes.filter(({ reason }) => reason !== "invitation-stale")).toEqual([]);
    expect(changes.length).toBeLessThanOrEqual(invitations.length);
    expect(told.filter((line) => line.startsWith("import/first-plan"))).toEqual([]);
    expect(opened.sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  },
);

async function importAndPlan({ sandbox, settings }: Opened): Promise<{
  readonly organizations: readonly ImportedOrganization[];
  readonly plan: Plan;
  readonly told: readonly string[];
}> {
  const { name: connection, ...rest } = settings;
  const connector = connectors[settings.system];
  const [credential] = sandbox.credentials()[settings.system];
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: { [connection]: { ...rest, token: { env: "X" } } },
  };
  const base = {
    project,
    connectors,
    now: Date.now(),
    readClient: () =>
      readClient({
        endpoint: settings.endpoint,
        token: credential?.token ?? "",
        credential: connector.credential,
        userAgent: "orgwright/test",
      }),
  };
  const organizations = await importOrganizations({
    ...base,
    documents: documentsOf([]),
    connection,
    keys: [],
    schema: "schema.json",
    fileOf: (name) => `${name}.yaml`,
  });
  const imported = organizations.filter((each) => each.status === "imported");
  for (const { text } of imported) expect(formatManifest(text)).toBe(text);
  const result = await reconcile({
    ...base,
    documents: documentsOf(imported.map(({ text }) => text)),
    records: [],
  });
  if (!result.valid) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.plan.organizations.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  return {
    organizations,
    plan: result.plan,
    told: imported.flatMap(({ notes }) => notes.map(({ code, message }) => `${code}: ${message}`)),
  };
}

function documentsOf(texts: readonly string[]): Documents {
  const parsed = parseManifests(
    texts.map((text, index) => ({ file: `${index}.yaml`, text, holds: "manifests" })),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.value;
}
