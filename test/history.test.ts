/** The audit logs beside a plan: whom they are asked for, since when, and that they never cost the plan anything. */
import { describe, expect, test } from "vitest";
import type { Connected } from "../src/connections.ts";
import { createMemory } from "../src/connectors/memory/index.ts";
import { withHistory } from "../src/history.ts";
import type { Reader } from "../src/model/connector.ts";
import type { HistoryEntry, Plan } from "../src/model/contract.ts";
import { ConnectorError } from "../src/model/errors.ts";
import type { LiveOrganization } from "../src/model/live.ts";
import type { OrganizationRecord } from "../src/model/record.ts";
import { declaredDigests } from "../src/plan/digest.ts";
import type { FailedInput, OrganizationInput } from "../src/plan/input.ts";
import { isFailed, plan } from "../src/plan/plan.ts";
import { connection, liveMember, member, now, organization, read, wide, world } from "./plan/desk.ts";

type History = NonNullable<Reader["history"]>;

const olga = member("olga@acme.test", "owner");
const entry = (at: string): HistoryEntry => ({ at, actor: "eve@acme.test", action: "member.updated" });
const owner = liveMember("olga@acme.test", "owner");

/** Two organizations: somebody joined acme by hand, and beta is as declared. */
const names = ["acme", "beta"] as const;
const desired = names.map((name) => organization({ name, members: [olga] }));
const live = world([
  { name: "acme", members: [owner, liveMember("eve@acme.test", "admin")] },
  { name: "beta", members: [owner] },
]);

function applied(inputs: readonly (OrganizationInput | FailedInput)[]): readonly OrganizationRecord[] {
  return inputs.flatMap((input) =>
    isFailed(input)
      ? []
      : {
          formatVersion: 1 as const,
          organization: input.organization.name,
          connection: "memory",
          appliedAt: "2026-03-01T00:00:00Z",
          declared: declaredDigests(input.organization, input.resources),
          released: [],
          invitations: {},
        },
  );
}

interface Asked {
  readonly organization: LiveOrganization;
  readonly since: string;
}

/** A plan with the history that a reader tells, and what the reader was asked. */
async function explained(
  history: History | undefined,
  { records = [], wish = desired }: { records?: readonly OrganizationRecord[]; wish?: typeof desired } = {},
) {
  const asked: Asked[] = [];
  const memory = createMemory(live);
  const settings = connection;
  const reader: Reader = {
    ...memory.connector.reader(settings, { get: () => Promise.reject(new Error("memory sends nothing")) }),
    ...(history === undefined
      ? {}
      : {
          history: async (of, since) => {
            asked.push({ organization: of, since });
            return await history(of, since);
          },
        }),
  };
  const inputs = await read({ desired: wish, live, records });
  const before = plan({ organizations: inputs, guards: wide, invitations: {}, approvals: [], now });
  const connected: Connected = { connector: memory.connector, settings, reader: () => reader };
  const after = await withHistory(before, inputs, new Map([["memory", connected]]), { now });
  return { before, after, asked };
}

const of = (the: Plan, wanted: string) => the.organizations.find(({ name }) => name === wanted);
const withRecords = async () => ({ records: applied(await read({ desired, live })) });

describe("the audit log", () => {
  test("is asked since the last complete apply, only where live moved", async () => {
    const told = [entry("2026-03-02T00:00:00Z"), entry("2026-03-03T00:00:00Z")];

    const { before, after, asked } = await explained(() => Promise.resolve(told), await withRecords());

    expect(of(before, "acme")?.changes.map(({ cause }) => cause)).toEqual(["drift"]);
    expect(asked).toEqual([
      { organization: expect.objectContaining({ id: "org_acme" }), since: "2026-03-01T00:00:00Z" },
    ]);
    expect(after).toEqual({
      ...before,
      organizations: [{ ...of(before, "acme"), history: told }, of(before, "beta")],
    });
  });

  test("is asked for the last 30 days where no complete apply is remembered", async () => {
    const { asked, before } = await explained(() => Promise.resolve([]));

    expect(of(before, "acme")?.changes.map(({ cause }) => cause)).toEqual(["unclassified"]);
    expect(asked.map(({ since }) => since)).toEqual([new Date(now - 30 * 24 * 60 * 60_000).toISOString()]);
  });

  test("is not asked for what git or time wants", async () => {
    const wish = [organization({ name: "acme", members: [olga, member("nina@acme.test", "member")] })];
    const records = applied(await read({ desired, live })).filter(
      ({ organization: name }) => name === "acme",
    );
    const earlier = records.map((record) => ({
      ...record,
      declared: { ...record.declared, "acme/member": "f".repeat(64) },
    }));

    const { asked, before, after } = await explained(() => Promise.resolve([entry("2026-03-02T00:00:00Z")]), {
      wish,
      records: earlier,
    });

    expect(new Set(of(before, "acme")?.changes.map(({ cause }) => cause))).toEqual(
      new Set(["intended", "due"]),
    );
    expect(asked).toEqual([]);
    expect(after).toEqual(before);
  });

  test("gives at most its latest 200 entries, oldest first", async () => {
    const told = Array.from({ length: 250 }, (_, index) => entry(new Date(now + index).toISOString()));

    const { after } = await explained(() => Promise.resolve(told));

    expect(of(after, "acme")?.history).toEqual(told.slice(50));
  });

  test("that cannot be read is a note, and the plan stays as it is", async () => {
    const refused = new ConnectorError("SignalSmith refused: 403", {
      status: 403,
      retryable: false,
      requestId: "req_7",
    });

    const { before, after } = await explained(() => Promise.reject(refused));

    const acme = of(after, "acme");
    expect(acme?.diagnostics).toMatchObject([
      {
        code: "plan/history-unread",
        severity: "note",
        address: "acme/organization",
        message:
          "acme/organization: the audit log could not be read: SignalSmith refused: 403 (request req_7)",
      },
    ]);
    expect(acme).not.toHaveProperty("history");
    expect({ ...after, organizations: [{ ...acme, diagnostics: [] }, of(after, "beta")] }).toEqual(before);
  });

  test("of a system without one is not told", async () => {
    const { before, after } = await explained(undefined);

    expect(after).toEqual(before);
  });

  test("is not asked of an organization that is not live or could not be read", async () => {
    const asked: string[] = [];
    const inputs = await read({ desired: [organization({ name: "gone", members: [olga] })], live });
    const failed: FailedInput = {
      organization: organization({ name: "lost" }),
      settings: connection,
      failure: [{ code: "system/failed", severity: "error", message: "no" }],
    };
    const memory = createMemory(live);
    const reader: Reader = {
      ...memory.connector.reader(connection, { get: () => Promise.reject(new Error("memory")) }),
      history: ({ id }) => {
        asked.push(id);
        return Promise.resolve([]);
      },
    };
    const all = [...inputs, failed];
    const before = plan({ organizations: all, guards: wide, invitations: {}, approvals: [], now });
    const connected = { connector: memory.connector, settings: connection, reader: () => reader };

    const after = await withHistory(before, all, new Map([["memory", connected]]), { now });

    expect(of(before, "gone")?.changes.length).toBeGreaterThan(0);
    expect(asked).toEqual([]);
    expect(after).toEqual(before);
  });
});
