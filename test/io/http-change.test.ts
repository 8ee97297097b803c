/** What belongs to one change, over real HTTP, when the run is to end or has sent all that it may. */
import { afterEach, describe, expect, it } from "vitest";
import { asOneChange, currentChange } from "../../src/io/http-change.ts";
import { caught, closeScenes, ok, scene } from "./change-scene.ts";
import { json, reset } from "./http-server.ts";

afterEach(closeScenes);

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

  it("waits between the attempts of what follows, as ever", async () => {
    const { client, stop, received, time } = await scene([ok, json(500, {}), ok], { random: 1 });

    await time.until(
      asOneChange(async () => {
        await client.send("DELETE", "/old");
        stop.abort();
        await client.get("/list");
      }),
    );

    expect(received()).toEqual(["DELETE /old", "GET /list", "GET /list"]);
    expect(time.passed()).toBeGreaterThanOrEqual(1000);
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
