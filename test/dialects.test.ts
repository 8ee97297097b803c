import { describe, expect, test } from "vitest";
import { createMemory, memoryKinds } from "../src/connectors/memory/index.ts";
import { parseManifests } from "../src/manifest/index.ts";
import type { Connector, ReadClient } from "../src/model/connector.ts";
import type { MemberKind } from "../src/model/kinds.ts";
import { reconcile } from "../src/reconcile.ts";

const never = () => Promise.reject(new Error("memory sends nothing"));
const readClient = (): ReadClient => ({ get: never });

const memberKind: MemberKind = { ...(memoryKinds.member as MemberKind), customRoles: false };
const ranks: Readonly<Record<string, readonly string[]>> = {
  auto: ["owner", "viewer", "member"],
  server: ["owner", "viewer"],
  documented: ["owner", "member"],
};

/** A system of two dialects that says which it speaks, or does not answer. */
function open(answer: "server" | "documented" | undefined) {
  const { connector: memory } = createMemory();
  const asked: (string | undefined)[] = [];
  const kinds: Connector["kinds"] = ({ dialect = "auto" }) => ({
    ...memoryKinds,
    member: { ...memberKind, rank: ranks[dialect] ?? [] },
  });
  const connector: Connector = {
    ...memory,
    dialects: ["auto", "documented", "server"],
    kinds,
    reader: (settings, client) => ({
      ...memory.reader(settings, client),
      dialect: async () => {
        asked.push(settings.dialect);
        if (answer === undefined) throw new Error("nobody answers");
        return await Promise.resolve(answer);
      },
    }),
  };
  return { connector, asked };
}

function plan(connector: Connector, role: string, dialect?: "server") {
  const text = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  members: [{email: olga@acme.test, role: ${role}}]
`;
  const parsed = parseManifests([{ file: "orgs/acme.yaml", text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return reconcile({
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["orgs/*.yaml"],
      connections: {
        main: {
          system: "signalsmith",
          endpoint: "http://127.0.0.1:1",
          token: { env: "TOKEN" },
          ...(dialect === undefined ? {} : { dialect }),
        },
      },
    },
    documents: parsed.value,
    connectors: { signalsmith: connector },
    readClient,
    records: [],
    now: 0,
  });
}

describe("a dialect that the connection leaves open", () => {
  test("is asked for once, and then known to everything", async () => {
    const { connector, asked } = open("server");

    const result = await plan(connector, "viewer");

    expect(result.valid && result.plan.verdict).toBe("applicable");
    expect(asked).toEqual([undefined]);
  });

  test("refuses at its line what the answering dialect does not know", async () => {
    const { connector } = open("server");

    const result = await plan(connector, "member");

    expect(result).toMatchObject({
      valid: false,
      diagnostics: [{ code: "manifest/unknown-role", location: { file: "orgs/acme.yaml", line: 7 } }],
    });
  });

  test("is not asked for where the connection says it", async () => {
    const { connector, asked } = open("documented");

    const result = await plan(connector, "viewer", "server");

    expect(result.valid).toBe(true);
    expect(asked).toEqual([]);
  });

  test("is not asked for when the manifests are wrong in any", async () => {
    const { connector, asked } = open("server");

    expect((await plan(connector, "boss")).valid).toBe(false);
    expect(asked).toEqual([]);
  });

  test("stays open when nobody answers, which reading then reports", async () => {
    const { connector } = open(undefined);

    expect((await plan(connector, "member")).valid).toBe(true);
  });
});
