/** What an apply on merge is about: the organizations that git has moved since their record, and nobody else's. */
import { describe, expect, test } from "vitest";
import { createMemory } from "../src/connectors/memory/index.ts";
import { movedSinceRecords, type OrganizationRecord, parseManifests, reconcile } from "../src/index.ts";
import type { Project } from "../src/model/contract.ts";
import { liveMember, world } from "./plan/desk.ts";

const noon = Date.parse("2026-03-10T12:00:00Z");
const nextWeek = Date.parse("2026-03-17T12:00:00Z");

const project: Project = {
  apiVersion: "orgwright/v1",
  kind: "Project",
  manifests: ["*.yaml"],
  guards: { minOwners: 0, maxRemovals: { count: 100, percent: 100 } },
  connections: {
    memory: {
      system: "signalsmith",
      endpoint: "http://127.0.0.1:1",
      token: { env: "T" },
      self: "robot@acme.test",
    },
  },
};

function manifest(name: string, members: readonly string[]): string {
  const entries = members.map((entry) => `    - ${entry}\n`).join("");
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: ${name}}
spec:
  connection: memory
  slug: ${name}
  members:
    - {email: olga@acme.test, role: owner}
${entries}`;
}

function documentsOf(...texts: readonly string[]) {
  const parsed = parseManifests(texts.map((text, index) => ({ file: `orgs/${index}.yaml`, text })));
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.diagnostics));
  return parsed.value;
}

/** A project in memory that remembers what was applied. */
function projectOf(...organizations: readonly string[]) {
  const olga = liveMember("olga@acme.test", "owner");
  const memory = createMemory(world(organizations.map((name) => ({ name, members: [olga] }))));
  const records = new Map<string, OrganizationRecord>();
  const base = {
    project,
    connectors: { signalsmith: memory.connector },
    readClient: () => ({ get: nothing }),
  };
  return {
    records,
    moved: (texts: readonly string[], now = noon) =>
      movedSinceRecords({
        ...base,
        documents: documentsOf(...texts),
        now,
        records: [...records.values()],
      }).map(({ name, how }) => (how === "desired" ? name : `${name} ${how}`)),
    run: async (texts: readonly string[], now = noon, more: { scope?: "due"; fail?: string } = {}) => {
      if (more.fail !== undefined) memory.fail(more.fail);
      const result = await reconcile({
        ...base,
        documents: documentsOf(...texts),
        now,
        records: [...records.values()],
        ...(more.scope === undefined ? {} : { scope: more.scope }),
        writing: {
          writeClient: () => ({ get: nothing, send: nothing }),
          commit: `commit-at-${now}`,
          confirm: () => Promise.resolve(true),
          records: {
            put: async (record) => void (await Promise.resolve(records.set(record.organization, record))),
            remove: async (name) => void (await Promise.resolve(records.delete(name))),
          },
        },
      });
      if (!result.valid) throw new TypeError(JSON.stringify(result.diagnostics));
      return result;
    },
  };
}

async function nothing(): Promise<never> {
  return await Promise.reject(new Error("no request is expected"));
}

const ann = "{email: ann@acme.test, role: member}";
const annUntilFriday = "{email: ann@acme.test, role: member, until: 2026-03-13}";
const bea = "{email: bea@acme.test, role: member}";

describe("what git has moved since the record", () => {
  test("everything before the first apply, nothing right after it", async () => {
    const it = projectOf("acme", "beta");
    const texts = [manifest("acme", [ann]), manifest("beta", [])];

    expect(it.moved(texts)).toEqual(["acme", "beta"]);
    await it.run(texts);
    expect(it.moved(texts)).toEqual([]);
  });

  test("one organization's manifest moves that organization alone", async () => {
    const it = projectOf("acme", "beta");
    await it.run([manifest("acme", []), manifest("beta", [])]);

    expect(it.moved([manifest("acme", [ann]), manifest("beta", [])])).toEqual(["acme"]);
  });

  test("what only time has moved is not git's", async () => {
    const it = projectOf("acme");
    const texts = [manifest("acme", [annUntilFriday])];
    await it.run(texts);

    expect(it.moved(texts, nextWeek)).toEqual([]);
  });

  test("what waits for an acceptance is not moved again", async () => {
    const it = projectOf("acme");
    const texts = [manifest("acme", [ann])];
    await it.run(texts);

    expect(it.records.get("acme")?.declared).toBeDefined();
    expect(it.moved(texts)).toEqual([]);
  });

  test("an apply that failed leaves it moved, and says what became of it", async () => {
    const it = projectOf("acme");
    await it.run([manifest("acme", [])]);
    const texts = [manifest("acme", [ann, bea])];
    await it.run(texts, noon, { fail: "acme/member/bea@acme.test" });

    expect(it.moved(texts)).toEqual(["acme"]);
    expect(it.records.get("acme")?.attempted).toMatchObject({
      status: "partial",
      commit: `commit-at-${noon}`,
    });
    await it.run(texts);
    expect(it.records.get("acme")).not.toHaveProperty("attempted");
  });

  test("a manifest that is gone moves once, until an apply has listed what it released", async () => {
    const it = projectOf("acme", "beta");
    await it.run([manifest("acme", [ann]), manifest("beta", [])]);
    const left = [manifest("beta", [])];

    expect(it.moved(left)).toEqual(["acme"]);
    await it.run(left);
    expect(it.moved(left)).toEqual([]);
  });
});

describe("an apply of what is due", () => {
  test("ends what time has ended, and still knows what git has moved and nobody applied", async () => {
    const it = projectOf("acme");
    await it.run([manifest("acme", [annUntilFriday])]);
    const moved = [manifest("acme", [annUntilFriday, bea])];

    const due = await it.run(moved, nextWeek, { scope: "due" });

    expect(due.outcome?.organizations[0]?.results.map(({ address }) => address)).toEqual([
      "acme/member/ann@acme.test",
    ]);
    expect(it.moved(moved, nextWeek)).toEqual(["acme"]);
    expect(it.records.get("acme")?.commit).toBe(`commit-at-${noon}`);
    const rest = await it.run(moved, nextWeek);
    expect(rest.plan.organizations[0]?.changes).toMatchObject([
      { address: "acme/member/bea@acme.test", cause: "intended" },
    ]);
  });

  test("where git has moved nothing, all is as applied afterwards", async () => {
    const it = projectOf("acme");
    const texts = [manifest("acme", [annUntilFriday])];
    await it.run(texts);
    await it.run(texts, nextWeek, { scope: "due" });

    expect(it.moved(texts, nextWeek)).toEqual([]);
    expect((await it.run(texts, nextWeek)).plan.organizations[0]?.changes).toEqual([]);
  });

  test("remembers nothing where nothing was ever applied", async () => {
    const it = projectOf("acme");
    await it.run([manifest("acme", [ann])], noon, { scope: "due" });

    expect([...it.records.keys()]).toEqual([]);
  });
});
