import { describe, expect, test } from "vitest";
import { createMemory } from "../src/connectors/memory/index.ts";
import { ConnectorError } from "../src/model/errors.ts";
import type { OrganizationRecord } from "../src/model/record.ts";
import { remembering } from "../src/remembering.ts";
import type { ReconcileRequest } from "../src/request.ts";
import { applied, liveMember, member, now, organization, planned, read, world } from "./plan/desk.ts";

const olga = member("olga@acme.test", "owner");
const live = world([{ members: [liveMember("olga@acme.test", "owner")] }]);
const wish = organization({
  members: [olga, member("ann@acme.test", "member"), member("bea@acme.test", "member")],
});

async function opened() {
  const desk = { desired: [wish], live };
  const plan = await planned(desk);
  const puts: OrganizationRecord[] = [];
  const records = {
    put: (record: OrganizationRecord) => {
      puts.push(record);
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  const writing = { records } as unknown as Parameters<typeof remembering>[2];
  const request = { now } as unknown as ReconcileRequest;
  return { plan, puts, memory: remembering({ inputs: await read(desk), plan }, request, writing) };
}

describe("the record of an apply", () => {
  test("has each mail as soon as it is out, so that a run that is cut off sends none twice", async () => {
    const { plan, puts, memory } = await opened();
    const [ann] = plan.organizations[0]?.changes ?? [];

    await memory.note({
      id: ann!.id,
      address: ann!.address,
      action: "create",
      verb: "invite",
      status: "applied",
    });

    expect(puts).toHaveLength(1);
    expect(Object.keys(puts[0]?.invitations ?? {})).toEqual(["acme/member/ann@acme.test"]);
    expect(puts[0]).not.toHaveProperty("appliedAt");
  });

  test("a mail that failed is not one", async () => {
    const { plan, puts, memory } = await opened();
    const [ann] = plan.organizations[0]?.changes ?? [];

    await memory.note({
      id: ann!.id,
      address: ann!.address,
      action: "create",
      verb: "invite",
      status: "failed",
    });

    expect(puts[0]?.invitations).toEqual({});
  });

  test("only a complete apply moves what is declared", async () => {
    const { plan, puts, memory } = await opened();
    const system = createMemory(live);
    system.fail(
      "acme/member/ann@acme.test",
      new ConnectorError("refused", { retryable: false, status: 400 }),
    );

    await memory.keep(await applied(system, plan));

    expect(puts[0]).toMatchObject({
      declared: {},
      invitations: { "acme/member/bea@acme.test": { count: 1 } },
    });
    expect(puts[0]?.appliedAt).toBeUndefined();
  });

  test("a complete one says when, what, and who was invited", async () => {
    const { plan, puts, memory } = await opened();

    await memory.keep(await applied(createMemory(live), plan));

    expect(puts[0]).toMatchObject({ appliedAt: new Date(now).toISOString(), slug: "acme" });
    expect(Object.keys(puts[0]?.declared ?? {})).toContain("acme/member/ann@acme.test");
    expect(Object.keys(puts[0]?.invitations ?? {})).toHaveLength(2);
  });

  test("an invitation goes along when a Person gives its address a new name", async () => {
    const sent = { sentAt: "2026-03-09T00:00:00Z", count: 1, roles: ["member"], access: {} };
    const record: OrganizationRecord = {
      formatVersion: 1,
      organization: "acme",
      connection: "memory",
      slug: "acme",
      declared: {},
      released: [],
      invitations: { "acme/member/nina@acme.test": sent },
    };
    const identity = { key: "nina.new@acme.test", email: "nina.new@acme.test", aliases: ["nina@acme.test"] };
    const renamed = organization({ members: [olga, member("nina.new@acme.test", "member", { identity })] });
    const pending = liveMember("nina@acme.test", "member", { status: "invited" });
    const desk = {
      desired: [renamed],
      live: world([{ members: [liveMember("olga@acme.test", "owner"), pending] }]),
      records: [record],
    };
    const puts: OrganizationRecord[] = [];
    const records = {
      put: (each: OrganizationRecord) => Promise.resolve(void puts.push(each)),
      remove: () => Promise.resolve(),
    };
    const plan = await planned(desk);
    const memory = remembering(
      { inputs: await read(desk), plan },
      { now } as unknown as ReconcileRequest,
      { records } as unknown as Parameters<typeof remembering>[2],
    );

    await memory.keep(await applied(createMemory(desk.live), plan));

    expect(puts[0]?.invitations).toEqual({ "acme/member/nina.new@acme.test": sent });
  });

  test("a record that cannot be kept hides no outcome, and is told", async () => {
    const desk = { desired: [wish], live };
    const plan = await planned(desk);
    const full = () => Promise.reject(new Error("the disk is full"));
    const writing = { records: { put: full, remove: full } } as unknown as Parameters<typeof remembering>[2];
    const request = { now } as unknown as ReconcileRequest;
    const memory = remembering({ inputs: await read(desk), plan }, request, writing);

    await memory.keep(await applied(createMemory(live), plan));

    expect(memory.lost()).toMatchObject([
      { code: "apply/not-remembered", message: expect.stringContaining("the disk is full") },
    ]);
  });
});
