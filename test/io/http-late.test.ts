/** Writes that waited too long for their turn, over real HTTP. */
import { afterEach, describe, expect, it } from "vitest";
import { asOneChange } from "../../src/io/http-change.ts";
import type { WriteClient } from "../../src/model/connector.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import { caught, closeScenes, ok, type Scene, scene } from "./change-scene.ts";
import { json, reset } from "./http-server.ts";

afterEach(closeScenes);

describe("a first write that waited for its turn", () => {
  const rested = async (ms: number, work: (client: WriteClient) => Promise<unknown>) => {
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
    const { end, received, budget } = await rested(12_000, work);

    expect(end).toMatchObject({ unsent: "late", retryable: false, unknownResult: false, status: undefined });
    expect(end).toHaveProperty(
      "message",
      "DELETE /a was not sent: its turn came after 12 s, and what was read before it may be old by then",
    );
    expect(received()).toEqual([]);
    expect(budget.isSpent()).toBe(false);
  });

  it("not so long, is sent", async () => {
    const { end, received } = await rested(10_000, (client) => asOneChange(() => removal(client)));

    expect(end).toBeUndefined();
    expect(received()).toEqual(["DELETE /a"]);
  });

  it("with an etag, is sent whenever its turn comes", async () => {
    const { end, received } = await rested(200_000, (client) =>
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

  it.each([
    ["of a change", asOneChange],
    ["outside of any change", (send: () => Promise<unknown>) => send()],
  ])("is sent again when it may be done already and carries a key: %s", async (_, work) => {
    const { client, pace, time, received } = await scene([reset, ok]);

    const sending = work(() => client.send("POST", "/a", { headers: { "idempotency-key": "k" } }));
    pace.rest(20_000, "write");
    await time.until(sending);

    expect(received()).toEqual(["POST /a", "POST /a"]);
    expect(time.passed()).toBeGreaterThanOrEqual(20_000);
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

describe("changes that waited too long and are begun again", () => {
  /** Reads as often as it is to, then removes. */
  const once = async ({ client }: Scene, path: string, reads: number) => {
    for (let read = 0; read < reads; read += 1) await client.get(path);
    await client.send("DELETE", path);
  };
  /** Begins again where it is late, five times at most. */
  const removal = async (work: () => Promise<void>, beginnings = 5): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const isLate = error instanceof ConnectorError && error.unsent === "late";
      if (!isLate || beginnings === 1) throw error;
      await removal(work, beginnings - 1);
    }
  };

  it.each([
    { count: 3, ms: 60_000, reads: 2 },
    { count: 4, ms: 60_000, reads: 1 },
    { count: 5, ms: 60_000, reads: 2 },
    { count: 7, ms: 60_000, reads: 3 },
    { count: 10, ms: 60_000, reads: 2 },
    { count: 1, ms: 4_000, reads: 1 },
    { count: 2, ms: 15_000, reads: 1 },
    { count: 20, ms: 60_000, reads: 5 },
  ])(
    "all come to their write, on a fresh look: 8 at once, $reads reads each, $count in $ms ms",
    async (each) => {
      const { count, ms, reads } = each;
      const world = await scene([ok], { all: [{ count, ms }] });
      const names = Array.from({ length: 8 }, (_, index) => `m${index}`);

      const change = (name: string) => asOneChange(() => removal(() => once(world, `/${name}`, reads)));
      await world.time.until(Promise.all(names.map(change)));

      for (const name of names) {
        const own = world.sent.filter(({ what }) => what.endsWith(`/${name}`));
        expect(own.filter(({ what }) => what.startsWith("DELETE"))).toHaveLength(1);
        const [look, write] = [own.at(-1 - reads), own.at(-1)];
        expect(write?.what).toBe(`DELETE /${name}`);
        expect((write?.at ?? 0) - (own.at(-2)?.at ?? 0)).toBeLessThanOrEqual(10_000);
        expect(look?.what).toBe(`GET /${name}`);
      }
    },
  );

  it("begin when all of it can go at once, where turns come one by one", async () => {
    const world = await scene([ok], { all: [{ count: 5, ms: 60_000 }] });
    let beginnings = 0;
    const work = async () => {
      for (let before = 0; before < 5; before += 1) {
        await world.client.get("/before");
        await world.time.sleep(12_000);
      }
      await asOneChange(() =>
        removal(async () => {
          beginnings += 1;
          await once(world, "/a", 2);
        }),
      );
    };

    await world.time.until(work());

    expect(beginnings).toBe(2);
  });

  it("wait for what another one reads, though that one has to let them go first", async () => {
    const world = await scene([ok], { all: [{ count: 2, ms: 60_000 }] });
    const shared: Promise<unknown>[] = [];
    const read = () => {
      shared.push(world.client.get("/shared"));
    };
    const late = asOneChange(async () => {
      await world.client.get("/a");
      await world.client.get("/a");
      const error = await caught(world.client.send("DELETE", "/a"));
      expect(error.unsent).toBe("late");
      await Promise.all(shared);
      await world.client.send("DELETE", "/a");
    });
    const other = asOneChange(async () => {
      await world.time.sleep(30_000);
      read();
      await Promise.all(shared);
    });

    await world.time.until(Promise.all([late, other]));

    expect(world.received()).toEqual(["GET /a", "GET /a", "GET /shared", "DELETE /a"]);
    expect(world.time.passed()).toBeLessThan(70_000);
  });

  it("keep nobody any longer once they are over", async () => {
    const world = await scene([ok], { all: [{ count: 1, ms: 60_000 }] });

    const late = asOneChange(async () => {
      await world.client.get("/a");
      await caught(world.client.send("DELETE", "/a"));
    });
    const next = asOneChange(async () => {
      await world.time.sleep(1000);
      await world.client.get("/b");
    });
    await world.time.until(Promise.all([late, next]));

    expect(world.sent.map(({ what }) => what)).toEqual(["GET /a", "GET /b"]);
    expect(world.sent[1]?.at).toBeLessThan(61_500);
  });
});
