/** Law 2: what reads cannot write. By type, by client, by import, and as the systems and the disk see it. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { connectors, type ReadClient, type Reader, type ReconcileRequest } from "../src/index.ts";
import { readClient } from "../src/io/http.ts";
import { filesIn, openStage } from "./entry/cli/canaries.ts";
import { writes } from "./entry/cli.ts";
import { json, startServer } from "./io/http-server.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Checked by the compiler alone: an expected error that is none is an error. Never called. */
function typesOfReading(client: ReadClient, reader: Reader, request: ReconcileRequest): void {
  // @ts-expect-error a read client has no way to send
  void client.send("POST", "/organizations", { body: {} });
  // @ts-expect-error nor has what a plan is given
  void request.readClient("main").send("DELETE", "/organizations/org_1");
  // @ts-expect-error a read cannot be made a write by its options
  void client.get("/organizations", { method: "DELETE" });
  // @ts-expect-error a read has no body
  void client.get("/organizations", { body: {} });
  // @ts-expect-error a read session has no write
  void reader.write({});
}
void typesOfReading;

describe("a read client", () => {
  test("has one verb, and sends no other whatever it is given", async () => {
    const server = await startServer(json(200, {}));
    const client = readClient({ endpoint: server.url, token: "token", userAgent: "test" });
    const smuggled = { method: "DELETE", body: { a: 1 }, headers: { "x-http-method-override": "DELETE" } };

    await client.get("/organizations", smuggled);
    await server.close();

    expect(Object.keys(client)).toEqual(["get"]);
    expect(Object.isFrozen(client)).toBe(true);
    expect(server.received.map(({ method, body }) => [method, body])).toEqual([["GET", ""]]);
  });
});

/** A connector's files that its reader imports, by way of others too; types are no code. */
function reachedFrom(file: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  const targets = importsIn(readFileSync(join(root, file), "utf8"))
    .map((target) => relative(root, join(root, dirname(file), target)))
    .filter((target) => target.startsWith("src/connectors/"));
  let all: ReadonlySet<string> = new Set([...seen, file]);
  for (const target of targets) all = reachedFrom(target, all);
  return all;
}

function importsIn(text: string): readonly string[] {
  const statements = text.matchAll(
    /(?:import|export)\s+(type\s)?(?:[^;"]*?from\s+)?"(\.[^"]+)"|import\("(\.[^"]+)"\)/g,
  );
  return [...statements].flatMap(([, type, target, dynamic]) =>
    type === undefined ? [target ?? dynamic ?? ""] : [],
  );
}

describe("the reading side of a connector", () => {
  const readers = globSync("src/connectors/*/reader.ts", { cwd: root }).sort();
  const systems = readers.map((file) => file.split("/")[2] ?? "");

  test("is there for every system", () => {
    expect(systems).toEqual([...Object.keys(connectors), "memory"].sort());
    expect([...reachedFrom("src/connectors/cantila/reader.ts")]).toContain("src/connectors/cantila/pages.ts");
  });

  test.each(systems)("of %s imports nothing that writes, and names no method but GET", (system) => {
    const reached = [...reachedFrom(`src/connectors/${system}/reader.ts`)];
    const texts = reached.map((file) => readFileSync(join(root, file), "utf8"));

    expect(reached.filter((file) => /\/writ(e|er|ing)\b[^/]*$/.test(file))).toEqual([]);
    // No system has a read that is done by POST; one that had would be named here.
    expect(
      texts.filter((text) => /"(POST|PUT|PATCH|DELETE)"|\.send\(|\bWriteClient\b|\bfetch\(/.test(text)),
    ).toEqual([]);
  });
});

/** What a system sends when it is not well; reads come to their end in spite of it, or fail. */
const faults = "429@3:0,html@7,reset@11,truncate@15,503@19:0,reset-after@23,short-page@27,500@31";

describe("commands that read", () => {
  const every = [
    ["validate", "--format", "sarif"],
    ["plan"],
    ["plan", "--format", "json"],
    ["plan", "--format", "markdown", "--detailed-exitcode"],
    ["drift"],
    ["fmt", "--check"],
    ["systems"],
  ];
  const some = [["plan", "--format", "json"]];

  test.each([
    ["well", {}, every],
    ["ill", { faults }, some],
    ["out of order", { faults: "501%50" }, some],
  ])(
    "write nothing to any system that is %s, and no file that was not asked for",
    async (_, options, list) => {
      const project = (text: string) => text.replace("{count: 3,", "{count: 0,");
      const stage = await openStage({ options, edit: project });
      const before = { files: await filesIn(stage.folder), state: stage.sandbox.state() };
      const told: string[] = [];

      for (const args of [...list, ["drift", "--format", "json"]]) {
        const { stderr } = await stage.run(args);
        told.push(stderr);
        expect(await filesIn(stage.folder), args.join(" ")).toEqual(before.files);
      }
      await stage.run(["plan", "--out", "plan.json"]);
      await stage.run([
        "approve",
        "--plan",
        "plan.json",
        "--reason",
        "Why not",
        "--expires",
        "2099-12-31",
        "--out",
        "approval.yaml",
      ]);
      for (const name of ["data", "deployments", "logins", "sites", "monitoring"]) {
        await stage.run(["import", "--connection", name, "--out", "imported"]);
      }

      expect(stage.sandbox.requests().length).toBeGreaterThan(30);
      expect(writes(stage.sandbox)).toEqual([]);
      expect(stage.sandbox.state()).toEqual(before.state);
      const after = Object.keys(await filesIn(stage.folder)).filter((file) => !(file in before.files));
      expect(after.filter((file) => !/^(plan\.json|approval\.yaml|imported\/.+)$/.test(file))).toEqual([]);
      expect(after).toContain("plan.json");
      expect(told.join("")).not.toContain("This is a bug");
    },
  );
});
