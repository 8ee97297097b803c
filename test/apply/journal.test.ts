import { describe, expect, test } from "vitest";
import { type ApplyInput, apply } from "../../src/apply/apply.ts";
import { createMemory, type Memory } from "../../src/connectors/memory/index.ts";
import type { Writer } from "../../src/model/connector.ts";
import type { ChangeOutcome, Outcome } from "../../src/model/contract.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import {
  connection,
  liveMember,
  member,
  organization,
  planned,
  role,
  roleAccess,
  workspace,
  world,
} from "../plan/desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const olga = member("olga@acme.test", "owner");
const wish = organization({
  members: [olga, member("ann@acme.test", "member"), member("bea@acme.test", "member")],
});

/** Everything that happens, in its order. */
interface Told {
  readonly events: string[];
  readonly outcome: Outcome;
  readonly byAddress: Readonly<Record<string, ChangeOutcome>>;
}

type Refusing = (verb: "announce" | "settle", address: string) => boolean;

async function run(
  memory: Memory,
  desired = wish,
  { refusing = () => false, ...more }: Partial<ApplyInput> & { readonly refusing?: Refusing } = {},
): Promise<Told> {
  const events: string[] = [];
  const plan = await planned({ desired: [desired], memory });
  const addressOf = new Map(
    plan.organizations.flatMap(({ changes }) => changes.map(({ id, address }) => [id, address])),
  );
  const writer = memory.connector.writer(connection, {} as Parameters<typeof memory.connector.writer>[1]);
  const watched: Writer = {
    write: async (change, context) => {
      events.push(`write ${change.address}`);
      return await writer.write(change, context);
    },
  };
  const tell = (verb: "announce" | "settle", address: string) => {
    events.push(`${verb} ${address}`);
    return refusing(verb, address)
      ? Promise.reject(new Error("no space left on the disk"))
      : Promise.resolve();
  };
  const outcome = await apply({
    plan,
    writerOf: () => watched,
    stopped: new Map(),
    journal: {
      announce: ({ address }) => tell("announce", address),
      settle: ({ id, status }) => tell("settle", `${addressOf.get(id)} ${status}`),
    },
    ...more,
  });
  const results = outcome.organizations.flatMap((each) => each.results);
  return { events, outcome, byAddress: Object.fromEntries(results.map((each) => [each.address, each])) };
}

describe("the journal of an apply (law 10)", () => {
  test("has each write before it is sent and after it has ended", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    memory.fail("acme/member/bea@acme.test");

    const { events } = await run(memory);

    for (const [name, end] of [
      ["ann", "applied"],
      ["bea", "failed"],
    ]) {
      const own = events.filter((event) => event.includes(`/${name}@`));
      const address = `acme/member/${name}@acme.test`;
      expect(own).toEqual([`announce ${address}`, `write ${address}`, `settle ${address} ${end}`]);
    }
  });

  test("that cannot be written lets nothing be sent", async () => {
    const memory = createMemory(world([{ members: [owner] }]));

    const { events, byAddress } = await run(memory, wish, { refusing: (verb) => verb === "announce" });

    expect(events.filter((event) => event.startsWith("write"))).toEqual([]);
    expect(memory.writes()).toEqual([]);
    expect(byAddress["acme/member/ann@acme.test"]).toMatchObject({
      status: "failed",
      error: { code: "apply/not-announced", message: expect.stringContaining("no space left") },
    });
  });

  test("that cannot be settled changes nothing of what was done", async () => {
    const memory = createMemory(world([{ members: [owner] }]));

    const { outcome } = await run(memory, wish, { refusing: (verb) => verb === "settle" });

    expect(outcome.counts).toMatchObject({ applied: 2, failed: 0 });
  });

  test("is told of no more changes than are under way", async () => {
    const many = Array.from({ length: 40 }, (_, index) => member(`p${index}@acme.test`, "member"));
    const memory = createMemory(world([{ members: [owner] }]));

    const { events } = await run(memory, organization({ members: [olga, ...many] }), {
      concurrencyOf: () => 3,
    });

    let open = 0;
    let most = 0;
    for (const event of events) {
      if (event.startsWith("announce")) open += 1;
      if (event.startsWith("settle")) open -= 1;
      most = Math.max(most, open);
    }
    expect(most).toBe(3);
  });
});

describe("a run that is to end", () => {
  const dependent = organization({
    roles: [role("sre")],
    workspaces: [workspace("production")],
    access: [roleAccess("sre", "production", "admin")],
  });

  test("begins nothing further, and says what is still to do", async () => {
    const controller = new AbortController();
    const memory = createMemory(world([{ members: [owner] }]));

    const { outcome, byAddress } = await run(memory, dependent, {
      stop: controller.signal,
      onChange: () => Promise.resolve(controller.abort()),
    });

    expect(byAddress["acme/access/production/role:sre"]).toMatchObject({ status: "todo" });
    expect(outcome).toMatchObject({ complete: false, counts: { failed: 0, skipped: 0 } });
    const todo = Object.values(byAddress).filter(({ status }) => status === "todo");
    expect(outcome.organizations[0]?.status).toBe("partial");
    const next = await planned({ desired: [dependent], memory });
    const left = next.organizations[0]?.changes.map(({ address }) => address);
    expect(todo.map(({ address }) => address).sort()).toEqual(left);
  });

  test("leaves what was not sent to do, with all that depends on it", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    const unsent = new ConnectorError("the run may send 3 requests", { retryable: false, unsent: "budget" });
    memory.fail("acme/workspace/production", unsent);

    const { byAddress } = await run(memory, dependent);

    expect(byAddress["acme/workspace/production"]).toMatchObject({
      status: "todo",
      error: { code: "apply/not-begun", fix: expect.stringContaining("--max-requests") },
    });
    expect(byAddress["acme/access/production/role:sre"]).toMatchObject({ status: "todo" });
  });
});

describe("what is not done though it is planned", () => {
  test("is what a run that was cut off has done before", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    const plan = await planned({ desired: [wish], memory });
    const [ann] = plan.organizations[0]?.changes ?? [];
    const why = { code: "apply/done-before", severity: "error", message: "It was done." } as const;

    const { byAddress, events } = await run(memory, wish, { held: new Map([[ann?.id ?? "", why]]) });

    expect(byAddress[ann?.address ?? ""]).toMatchObject({ status: "failed", error: why });
    expect(events.filter((event) => event.includes(ann?.address ?? "?"))).toEqual([]);
  });
});

describe("a change that somebody else came before", () => {
  test("is stopped, and says who could have", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    memory.fail(
      "acme/member/ann@acme.test",
      new ConnectorError("has become an admin", { retryable: false, moved: true, status: 409 }),
    );
    const asked: string[] = [];

    const { byAddress } = await run(memory, wish, {
      whoMoved: (address) => {
        asked.push(address);
        return Promise.resolve("Who could: olga@acme.test.");
      },
    });

    expect(byAddress["acme/member/ann@acme.test"]).toMatchObject({
      status: "failed",
      error: { code: "system/moved", why: "Who could: olga@acme.test." },
    });
    expect(byAddress["acme/member/bea@acme.test"]).toMatchObject({ status: "applied" });
    expect(asked).toEqual(["acme/member/ann@acme.test"]);
  });
});
