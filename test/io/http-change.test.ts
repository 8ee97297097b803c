/** What belongs to one change, over real HTTP: the run's end, the budget, and writes that waited too long. */
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { writeClient } from "../../src/io/http.ts";
import { asOneChange, currentChange } from "../../src/io/http-change.ts";
import { createPace } from "../../src/io/pace.ts";
import { createBudget } from "../../src/io/pace-budget.ts";
import type { WriteClient } from "../../src/model/connector.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import type { Window } from "../../src/model/pace.ts";
import { type Answer, json, reset, type ScriptedServer, startServer } from "./http-server.ts";
import { type VirtualTime, virtualTime } from "./virtual-time.ts";

const servers: ScriptedServer[] = [];
const ok = json(200, { fine: true });

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Limits {
  readonly most?: number;
  readonly all?: readonly Window[];
  readonly concurrency?: number;
}

/** A client in virtual time that stands still while a request is under way. */
async function scene(
  script: readonly Answer[] = [ok],
  { most = 999, all = [], concurrency = 8 }: Limits = {},
) {
  const server = await startServer(...script);
  servers.push(server);
  let open = 0;
  const sent: { readonly what: string; readonly at: number }[] = [];
  const time: VirtualTime = virtualTime(0, () => open > 0);
  const stop = new AbortController();
  let refusals = 0;
  const budget = createBudget(most, () => {
    refusals += 1;
  });
  const windows = { all, reads: [], writes: [], leave: 0 };
  const pace = createPace({ time, random: () => 0, windows, concurrency, stop: stop.signal, budget });
  const counted = {
    ...pace,
    run: <T>(work: () => Promise<T>, turn: Parameters<typeof pace.run>[1]): Promise<T> =>
      pace.run(async () => {
        open += 1;
        try {
          return await work();
        } finally {
          open -= 1;
        }
      }, turn),
  };
  const plain = writeClient({ endpoint: server.url, token: "t", userAgent: "test", pace: counted });
  const noting = (what: string) => sent.push({ what, at: time.passed() });
  const client: WriteClient = {
    get: async (path, request) => {
      const reply = await plain.get(path, request);
      noting(`GET ${path}`);
      return reply;
    },
    send: async (method, path, request) => {
      const reply = await plain.send(method, path, request);
      noting(`${method} ${path}`);
      return reply;
    },
  };
  const received = () => server.received.map(({ method, url }) => `${method} ${url}`);
  return { client, pace, time, stop, budget, sent, received, refusals: () => refusals };
}

async function caught(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw new TypeError(`no ConnectorError: ${inspect(error)}`);
  return error;
}

describe("a change whose first write was sent, when the run is to end", () => {
  it("comes to its end: what it reads and writes after that is sent", async () => {
    const { client, stop, received } = await scene();

    await asOneChange(async () => {
      await client.send("DELETE", "/old");
      stop.abort();
      await client.get("/list");
      await client.send("POST", "/new");
    });

    expect(received()).toEqual(["DELETE /old", "GET /list", "POST /new"]);
  });

  it("comes to its end when the end comes while the write is under way, and what follows already waits", async () => {
    const { client, stop, received, time } = await scene([ok], { concurrency: 1 });

    const work = asOneChange(async () => {
      const first = client.send("DELETE", "/old");
      const next = client.get("/list");
      stop.abort();
      await Promise.all([first, next]);
    });
    await time.until(work);

    expect(received()).toEqual(["DELETE /old", "GET /list"]);
  });

  it("tries what follows again, after as long as it was asked to wait", async () => {
    const { client, stop, received, time } = await scene([ok, json(429, {}, { "retry-after": "60" }), ok]);

    await time.until(
      asOneChange(async () => {
        await client.send("DELETE", "/old");
        stop.abort();
        await client.send("POST", "/new");
      }),
    );

    expect(received()).toEqual(["DELETE /old", "POST /new", "POST /new"]);
    expect(time.passed()).toBeGreaterThanOrEqual(60_000);
  });

  it("does not begin: a change that has only read sends no write and reads no more", async () => {
    const { client, stop, received } = await scene();

    const errors = await asOneChange(async () => {
      await client.get("/list");
      stop.abort();
      return [await caught(client.get("/more")), await caught(client.send("POST", "/new"))];
    });

    expect(errors.map(({ unsent }) => unsent)).toEqual(["stopped", "stopped"]);
    expect(received()).toEqual(["GET /list"]);
  });

  it.each([
    ["409", json(409, {}), { status: 409 }],
    ["503 and would have to be tried again", json(503, {}, { "retry-after": "1" }), { unsent: "stopped" }],
  ])("has not begun when its first write was answered %s, so nothing was done", async (_, answer, how) => {
    const { client, stop, received, time } = await scene([answer, ok]);

    await time.until(
      asOneChange(async () => {
        const first = caught(client.send("POST", "/a"));
        stop.abort();
        expect(await first).toMatchObject(how);
        expect(await caught(client.send("POST", "/b"))).toMatchObject({ unsent: "stopped" });
      }),
    );

    expect(received()).toEqual(["POST /a"]);
  });

  it("goes on when nobody knows what became of its first write", async () => {
    const { client, stop, received } = await scene([reset, ok]);

    await asOneChange(async () => {
      expect(await caught(client.send("POST", "/a"))).toMatchObject({ unknownResult: true });
      stop.abort();
      await client.get("/look");
    });

    expect(received()).toEqual(["POST /a", "GET /look"]);
  });

  it("ends no other change with it, neither one beside it nor one within it", async () => {
    const { client, stop, received } = await scene();
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });

    const one = asOneChange(async () => {
      await client.send("DELETE", "/old");
      stop.abort();
      begun();
      const within = await asOneChange(() => caught(client.get("/within")));
      await client.send("POST", "/new");
      return within;
    });
    const other = asOneChange(async () => {
      await isBegun;
      return await caught(client.get("/beside"));
    });
    const outside = isBegun.then(() => caught(client.get("/outside")));

    const errors = await Promise.all([one, other, outside]);
    expect(errors.map(({ unsent }) => unsent)).toEqual(["stopped", "stopped", "stopped"]);
    expect(received()).toEqual(["DELETE /old", "POST /new"]);
    expect(currentChange()).toBeUndefined();
  });

  it("still gives way to a rest that nobody waits for", async () => {
    const { client, stop, pace, received } = await scene();

    const error = await asOneChange(async () => {
      await client.send("DELETE", "/old");
      stop.abort();
      pace.rest(3_600_000, "write");
      return await caught(client.send("POST", "/new"));
    });

    expect(error).toMatchObject({ unsent: undefined, retryable: true });
    expect(received()).toEqual(["DELETE /old"]);
  });
});

describe("a change whose first write was sent, when the budget is spent", () => {
  it("overdraws it; others do not, and whoever gave it is told only then", async () => {
    const { client, received, refusals, budget } = await scene([ok], { most: 1 });

    await asOneChange(async () => {
      await client.send("DELETE", "/old");
      await client.send("POST", "/new");
    });
    expect([budget.isSpent(), refusals()]).toEqual([true, 0]);
    const error = await asOneChange(() => caught(client.get("/other")));

    expect([error.unsent, refusals()]).toEqual(["budget", 1]);
    expect(received()).toEqual(["DELETE /old", "POST /new"]);
  });

  it("counts what follows, as everything else", async () => {
    const { client, received } = await scene([ok], { most: 3 });

    await asOneChange(async () => {
      await client.send("DELETE", "/old");
      await client.send("POST", "/new");
    });
    await client.get("/a");

    expect(await caught(client.get("/b"))).toMatchObject({ unsent: "budget" });
    expect(received()).toEqual(["DELETE /old", "POST /new", "GET /a"]);
  });

  it("keeps the pace all the same, and goes before what is not begun", async () => {
    const { client, sent, time } = await scene([ok], { all: [{ count: 1, ms: 1000 }] });

    const change = asOneChange(async () => {
      await client.send("DELETE", "/old");
      await client.send("POST", "/new");
    });
    const others = [1, 2].map((each) => asOneChange(() => client.get(`/${each}`)));
    await time.until(Promise.all([change, ...others]));

    expect(sent.map(({ what }) => what)).toEqual(["DELETE /old", "POST /new", "GET /1", "GET /2"]);
    expect(sent[1]?.at).toBeGreaterThanOrEqual(1000);
  });
});

describe("a first write that waited for its turn", () => {
  const after = async (ms: number, work: (client: WriteClient) => Promise<unknown>) => {
    const { client, pace, time, received, budget } = await scene([ok], { most: 1 });
    pace.rest(ms, "write");
    const end = await time.until(
      work(client).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    return { end, received, budget };
  };
  const removal = (client: WriteClient) => client.send("DELETE", "/a");

  it.each([
    ["of a change", (client: WriteClient) => asOneChange(() => removal(client))],
    ["outside of any change", removal],
  ])("longer than what was read before it holds, is not sent: %s", async (_, work) => {
    const { end, received, budget } = await after(12_000, work);

    expect(end).toMatchObject({ unsent: "late", retryable: false, unknownResult: false, status: undefined });
    expect(end).toHaveProperty(
      "message",
      "DELETE /a was not sent: its turn came after 12 s, and what was read before it may be old by then",
    );
    expect(received()).toEqual([]);
    expect(budget.isSpent()).toBe(false);
  });

  it("not so long, is sent", async () => {
    const { end, received } = await after(10_000, (client) => asOneChange(() => removal(client)));

    expect(end).toBeUndefined();
    expect(received()).toEqual(["DELETE /a"]);
  });

  it("with an etag, is sent whenever its turn comes", async () => {
    const { end, received } = await after(200_000, (client) =>
      asOneChange(() => client.send("DELETE", "/a", { headers: { "If-Match": '"7"' } })),
    );

    expect(end).toBeUndefined();
    expect(received()).toEqual(["DELETE /a"]);
  });

  it("between two attempts, is not sent again", async () => {
    const { client, time, received } = await scene([json(429, {}, { "retry-after": "30" }), ok]);

    const error = await time.until(asOneChange(() => caught(removal(client))));

    expect(error).toMatchObject({ status: 429, unsent: "late", retryable: false, unknownResult: false });
    expect(error.message).toMatch(/^DELETE \/a answered 429; not sent again: its turn came after 30 s/);
    expect(received()).toEqual(["DELETE /a"]);
  });

  it("is sent again when it may be done already and carries a key", async () => {
    const { client, pace, time, received } = await scene([reset, ok]);
    const keyed = { headers: { "idempotency-key": "k" } };

    for (const work of [asOneChange, (send: () => Promise<unknown>) => send()]) {
      const sending = work(() => client.send("POST", "/a", keyed));
      pace.rest(20_000, "write");
      await time.until(sending);
    }

    expect(received().length).toBeGreaterThanOrEqual(3);
  });

  it("is not the second one: that waits as long as it takes", async () => {
    const { client, pace, time, received } = await scene();

    await time.until(
      asOneChange(async () => {
        await client.send("DELETE", "/old");
        pace.rest(200_000, "write");
        await client.send("POST", "/new");
      }),
    );

    expect(received()).toEqual(["DELETE /old", "POST /new"]);
  });
});
