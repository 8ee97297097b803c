/** An import against a system in memory, and the first plan that follows it. */
import { createMemory, type MemoryWorld, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { ImportedOrganization, ImportRequest } from "../../src/imported.ts";
import { importOrganizations } from "../../src/importing.ts";
import { type Documents, formatManifest, parseManifests } from "../../src/manifest/index.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { Connection, OrganizationPlan, Project } from "../../src/model/contract.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveMember, LiveOrganization } from "../../src/model/live.ts";
import { reconcile } from "../../src/reconcile.ts";

/** Noon of the day of all imports. */
export const now: number = Date.parse("2026-03-10T12:00:00Z");

/** How an import differs from a plain one. */
export interface ImportOptions {
  readonly kinds?: Kinds;
  readonly keys?: readonly string[];
  /** YAML that the project declares already. */
  readonly declared?: string;
  readonly connection?: Partial<Connection>;
  readonly connector?: (memory: Connector) => Connector;
  readonly more?: Partial<ImportRequest>;
}

/** What an import of a world gave. */
export interface Imports {
  readonly organizations: readonly ImportedOrganization[];
  /** By metadata.name. */
  readonly texts: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** The first plans of what was imported. */
  readonly plans: () => Promise<readonly OrganizationPlan[]>;
}

const client = { get: () => Promise.reject(new Error("memory sends nothing")) };

/** Imports from a world in memory. */
export async function imports(world: MemoryWorld, options: ImportOptions = {}): Promise<Imports> {
  const { kinds = memoryKinds, keys = [], declared = "" } = options;
  const memory = createMemory(world, kinds);
  const connector = options.connector?.(memory.connector) ?? memory.connector;
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: {
      main: {
        system: "signalsmith",
        endpoint: "https://memory.test",
        token: { env: "X" },
        ...options.connection,
      },
    },
  };
  const base = { project, connectors: { signalsmith: connector }, readClient: () => client, now };
  const documents = documentsOf([declared]);
  const organizations = await importOrganizations({
    ...base,
    documents,
    connection: "main",
    keys,
    schema: "../schema.json",
    fileOf: (name) => `${name}.yaml`,
    ...options.more,
  });
  const imported = organizations.filter((each) => each.status === "imported");
  return {
    organizations,
    texts: Object.fromEntries(imported.map(({ name, text }) => [name, text])),
    notes: organizations.flatMap((each) =>
      each.status === "imported"
        ? each.notes.map(({ code, message }) => `${code.replace("import/", "")}: ${message}`)
        : [],
    ),
    plans: async () => {
      const result = await reconcile({
        ...base,
        documents: documentsOf([declared, ...imported.map(({ text }) => text)]),
        records: [],
      });
      if (!result.valid) throw new Error(JSON.stringify(result.diagnostics.map(({ message }) => message)));
      const names = new Set(imported.map(({ name }) => name));
      return result.plan.organizations.filter(({ name }) => names.has(name));
    },
  };
}

function documentsOf(texts: readonly string[]): Documents {
  const parsed = parseManifests(
    texts.map((text, index) => ({ file: `${index}.yaml`, text, holds: "manifests" })),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics.map(({ message }) => message)));
  return parsed.value;
}

/** What is wrong with the promise: a plan that is not empty, or a text that `fmt` would change. */
export async function broken({ plans, texts }: Imports): Promise<readonly string[]> {
  const planned = await plans();
  return [
    ...planned.flatMap(({ changes, waiting, forPerson, diagnostics }) => [
      ...changes.map(({ action, address }) => `${action} ${address}`),
      ...waiting.map(({ address, message }) => `waiting ${address}: ${message}`),
      ...forPerson.map(({ address, message }) => `for a person ${address}: ${message}`),
      ...diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
    ]),
    ...Object.entries(texts).flatMap(([name, text]) =>
      formatManifest(text) === text ? [] : [`fmt ${name}`],
    ),
  ];
}

/** The lines of a manifest's spec behind `connection`, without indentation. */
export function spec(text: string | undefined): readonly string[] {
  const lines = (text ?? "").split("\n");
  return lines
    .slice(lines.findIndex((line) => line.startsWith("  connection:")) + 1)
    .filter((line) => line !== "")
    .map((line) => line.slice(2));
}

/** A live organization. */
export function organization(slug: string, more: Partial<LiveOrganization> = {}): LiveOrganization {
  return { kind: "organization", id: `org_${slug}`, slug, attributes: { slug }, ...more };
}

/** An active member. */
export function person(email: string, role = "member", more: Partial<LiveMember> = {}): LiveMember {
  return { kind: "member", id: `user_${email}`, email, roles: [role], status: "active", ...more };
}
