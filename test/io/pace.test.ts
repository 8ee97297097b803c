import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPace } from "../../src/io/pace.ts";
import { createBudget } from "../../src/io/pace-budget.ts";
import type { RequestKind } from "../../src/io/pace-line.ts";
import { Unsent } from "../../src/io/pace-unsent.ts";
import type { Window, Windows } from "../../src/model/pace.ts";
import { type VirtualTime, virtualTime } from "./virtual-time.ts";

const NONE: Windows = { all: [], reads: [], writes: [], leave: 0 };

function paceOf(time: VirtualTime, windows: Partial<Windows>, more: { readonly concurrency?: number } = {}) {
  return createPace({ time, random: () => 0, windows: { ...NONE, ...windows }, ...more });
}

interface Asked {
  readonly kind: RequestKind;
  /** Milliseconds after the start. */
  readonly at: number;
  readonly lasts: number;
}

interface Started {
  readonly index: number;
  readonly kind: RequestKind;
  readonly at: number;
}

/** Sends all, each at its time; tells when each truly started. */
async function sendAll(
  all: readonly Asked[],
  windows: Partial<Windows>,
  { time = virtualTime(), concurrency = 4, onStart = () => {} }: Partial<Options> = {},
) {
  const pace = paceOf(time, windows, { concurrency });
  const started: Started[] = [];
  let open = 0;
  let busiest = 0;
  const work = all.map(async ({ kind, at, lasts }, index) => {
    await time.sleep(at);
    await pace.run(
      async () => {
        started.push({ index, kind, at: time.passed() });
        onStart();
        open += 1;
        busiest = Math.max(busiest, open);
        if (lasts > 0) await time.sleep(lasts);
        open -= 1;
      },
      { kind, priority: 0 },
    );
  });
  await time.until(Promise.all(work));
  return { started, busiest, pace };
}

interface Options {
  readonly time: VirtualTime;
  readonly concurrency: number;
  readonly onStart: () => void;
}

/** The most starts in any stretch of so many milliseconds. */
function most(starts: readonly number[], ms: number): number {
  const sorted = [...starts].sort((a, b) => a - b);
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + ms).length));
}

function expectKept(started: readonly Started[], { all, reads, writes }: Windows): void {
  const of = (kind?: RequestKind) =>
    started.filter((each) => kind === undefined || each.kind === kind).map(({ at }) => at);
  const scopes = [
    [all, of()],
    [reads, of("read")],
    [writes, of("write")],
  ] as const;
  for (const [windows, starts] of scopes) {
    for (const { count, ms } of windows) expect(most(starts, ms)).toBeLessThanOrEqual(count);
  }
}

const anyWindows = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 8 }), ms: fc.constantFrom(200, 1000, 60_000) }),
  { maxLength: 2 },
) as fc.Arbitrary<readonly Window[]>;
const anyLimits: fc.Arbitrary<Windows> = fc.record({
  all: anyWindows,
  reads: anyWindows,
  writes: anyWindows,
  leave: fc.constant(0),
});
const anyAsked: fc.Arbitrary<Asked> = fc.record({
  kind: fc.constantFrom("read", "write"),
  at: fc.integer({ min: 0, max: 5000 }),
  lasts: fc.integer({ min: 0, max: 2000 }),
});

describe("for any limits and any arrival of requests", () => {
  it("no window is ever exceeded, everybody has a turn, and nobody is passed by one of its kind", async () => {
    await fc.assert(
      fc.asyncProperty(anyLimits, fc.array(anyAsked, { maxLength: 30 }), async (limits, asked) => {
        const { started, busiest } = await sendAll(asked, limits);

        expect(started).toHaveLength(asked.length);
        expect(busiest).toBeLessThanOrEqual(4);
        expectKept(started, limits);
        for (const kind of ["read", "write"] as const) {
          const times = started
            .filter((each) => each.kind === kind)
            .map(({ index }) => asked[index]?.at ?? 0);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("holds too when the clock is set back, and no wait is longer than its window", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLimits,
        fc.array(anyAsked, { maxLength: 12 }),
        fc.array(fc.integer({ min: -7_200_000, max: 0 }), { minLength: 1, maxLength: 12 }),
        async (limits, asked, jumps) => {
          const time = virtualTime();
          let next = 0;
          const { started } = await sendAll(asked, limits, {
            time,
            onStart: () => {
              time.jump(jumps[next % jumps.length] ?? 0);
              next += 1;
            },
          });

          expect(started).toHaveLength(asked.length);
          expectKept(started, limits);
          expect(Math.max(0, ...time.slept)).toBeLessThanOrEqual(60_000 + 1000 + 5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("no window is exceeded at the system either, however long each request is on its way", async () => {
    // The shortest of all is not twice as short as the shortest of the first.
    const ways = fc
      .tuple(
        fc.integer({ min: 0, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 }),
      )
      .map(([first, others]) => [first, ...others]);
    await fc.assert(
      fc.asyncProperty(ways, fc.integer({ min: 1, max: 6 }), async (delays, count) => {
        const time = virtualTime();
        const pace = paceOf(time, { all: [{ count, ms: 1000 }] });
        const arrived: number[] = [];
        const work = delays.map(async (delay) => {
          const exchange = async () => {
            await time.sleep(10 + delay);
            arrived.push(time.passed());
            await time.sleep(10);
          };
          await pace.run(exchange, { kind: "write", priority: 0 });
        });

        await time.until(Promise.all(work));

        expect(most(arrived, 1000)).toBeLessThanOrEqual(count);
      }),
      { numRuns: 60 },
    );
  });

  it("goes on at once when the clock is set ahead", async () => {
    const time = virtualTime();
    const asked = Array.from({ length: 3 }, () => ({ kind: "read", at: 0, lasts: 0 }) as const);

    const { started } = await sendAll(
      asked,
      { all: [{ count: 1, ms: 60_000 }] },
      {
        time,
        onStart: () => time.jump(3_600_000),
      },
    );

    expect(started.map(({ at }) => at)).toEqual([0, 0, 0]);
  });
});

describe("the windows", () => {
  it("let a burst through, then each when its place is free again", async () => {
    const asked = Array.from({ length: 5 }, () => ({ kind: "write", at: 0, lasts: 0 }) as const);

    const { started } = await sendAll(asked, { all: [{ count: 2, ms: 1000 }] });

    expect(started.map(({ at }) => at)).toEqual([0, 0, 1005, 1005, 2010]);
  });

  it("count a request from its answer on, while connections may be new", async () => {
    const asked = [100, 0].map((lasts) => ({ kind: "read", at: 0, lasts }) as const);

    const { started } = await sendAll(asked, { all: [{ count: 1, ms: 1000 }] });

    expect(started.map(({ at }) => at)).toEqual([0, 1105]);
  });

  it("count it later by what it took longer than the shortest, once that is known", async () => {
    const lasting = [40, 40, 40, 40, 40, 40, 40, 40, 40, 90, 40, 2000, 40];
    const asked = lasting.map((lasts, index) => ({ kind: "read", at: index * 5000, lasts }) as const);

    const { started } = await sendAll(
      [...asked, ...asked.map(({ at }) => ({ kind: "read", at: at + 1, lasts: 40 }) as const)],
      { all: [{ count: 1, ms: 1000 }] },
    );
    const behind = asked.map(({ at }) => {
      const next = started.map((each) => each.at).filter((each) => each > at);
      return Math.min(...next) - at;
    });

    expect(behind).toEqual([1045, 1045, 1045, 1045, 1025, 1025, 1025, 1025, 1025, 1075, 1025, 2005, 1025]);
  });

  it("count the two kinds apart: reads go on while writes wait", async () => {
    const asked = (["write", "write", "read", "read"] as const).map((kind) => ({ kind, at: 0, lasts: 0 }));

    const { started } = await sendAll(asked, { writes: [{ count: 1, ms: 60_000 }] });

    expect(started.map(({ kind, at }) => [kind, at])).toEqual([
      ["write", 0],
      ["read", 0],
      ["read", 0],
      ["write", 60_005],
    ]);
  });

  it("starve no kind: whoever came first has the next place that both may take", async () => {
    const asked = (["read", "read", "write", "read", "read"] as const).map((kind) => ({
      kind,
      at: 0,
      lasts: 0,
    }));

    const { started } = await sendAll(asked, { all: [{ count: 1, ms: 1000 }] });

    expect(started.map(({ kind }) => kind)).toEqual(["read", "read", "write", "read", "read"]);
  });

  it("let those of a higher priority go first", async () => {
    const time = virtualTime();
    const pace = paceOf(time, { all: [{ count: 1, ms: 1000 }] });
    const order: number[] = [];
    const work = [0, 1, 5].map(async (priority) => {
      await pace.run(
        async () => {
          await Promise.resolve();
          order.push(priority);
        },
        { kind: "read", priority },
      );
    });

    await time.until(Promise.all(work));

    expect(order).toEqual([0, 5, 1]);
  });
});

describe("a quota that answers tell of", () => {
  const reset = (remaining: number, limit = 100) => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": "30",
  });

  it("is rested for once only the share of others is left", async () => {
    const time = virtualTime();
    const pace = paceOf(time, { leave: 20 });
    const at: number[] = [];
    const send = async (remaining: number) => {
      await pace.run(
        async () => {
          await Promise.resolve();
          at.push(time.passed());
          pace.heard(reset(remaining), "read");
        },
        { kind: "read", priority: 0 },
      );
    };

    for (const remaining of [22, 21, 20, 99, 98]) await time.until(send(remaining));

    expect(at).toEqual([0, 0, 0, 30_000, 30_000]);
  });

  it("that is only guessed to be used up is no reason to rest: the answers that are still to come tell", async () => {
    const time = virtualTime();
    const pace = paceOf(time, {}, { concurrency: 8 });
    const at: number[] = [];
    const send = async () =>
      await pace.run(
        async () => {
          at.push(time.passed());
          await time.sleep(10);
          // As a server tells that has counted all of them: six are left after each.
          pace.heard({ ...reset(6), "x-ratelimit-reset": "1800" }, "read");
        },
        { kind: "read", priority: 0 },
      );

    await time.until(Promise.all(Array.from({ length: 9 }, send)));

    expect(at).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 10]);
  });

  it("counts those that are under way, and one alone asks when it is given anew", async () => {
    const time = virtualTime();
    const pace = paceOf(time, {}, { concurrency: 8 });
    const at: number[] = [];
    let answers = 0;
    const send = async () =>
      await pace.run(
        async () => {
          at.push(time.passed());
          await time.sleep(10);
          answers += 1;
          pace.heard(answers <= 3 ? reset(3 - answers) : reset(90), "read");
        },
        { kind: "read", priority: 0 },
      );

    await time.until(send());
    await time.until(Promise.all(Array.from({ length: 6 }, send)));

    expect(at).toEqual([0, 10, 10, 30_020, 30_030, 30_030, 30_030]);
  });

  it("is taken for used up by those whose answers are still to come", async () => {
    const time = virtualTime();
    const pace = paceOf(time, {}, { concurrency: 3 });
    const at: number[] = [];
    const sends = [10, 50, 50, 50].map(async (lasts) => {
      const exchange = async () => {
        at.push(time.passed());
        await time.sleep(lasts);
        pace.heard(lasts === 10 ? reset(2) : reset(0), "read");
      };
      await pace.run(exchange, { kind: "read", priority: 0 });
    });

    await time.until(Promise.all(sends));

    expect(at).toEqual([0, 0, 0, 30_050]);
  });

  it("is one kind's where the system counts the kinds apart, else all requests'", async () => {
    const startOfWrite = async (windows: Partial<Windows>) => {
      const time = virtualTime();
      const pace = paceOf(time, windows);
      await time.until(
        pace.run(async () => await Promise.resolve(pace.heard(reset(0), "read")), {
          kind: "read",
          priority: 0,
        }),
      );
      return await time.until(
        pace.run(async () => await Promise.resolve(time.passed()), { kind: "write", priority: 0 }),
      );
    };

    expect(await startOfWrite({ writes: [{ count: 9, ms: 1000 }] })).toBe(0);
    expect(await startOfWrite({ all: [{ count: 9, ms: 1000 }] })).toBe(30_000);
  });
});

describe("a request that is not sent", () => {
  const wait = { kind: "read", priority: 0 } as const;
  const never = async () => await Promise.reject(new Error("was sent"));

  it("is told at once when the run is stopped, waiting or new; those under way come to their end", async () => {
    const time = virtualTime();
    const stop = new AbortController();
    const pace = createPace({
      time,
      random: () => 0,
      windows: { ...NONE, all: [{ count: 1, ms: 60_000 }] },
      stop: stop.signal,
    });
    const underWay = pace.run(async () => {
      await time.sleep(5000);
      return "answered";
    }, wait);
    const waiting = pace.run(never, wait).catch((error: unknown) => error);

    stop.abort();

    expect(await waiting).toMatchObject({ name: "Unsent", reason: "stopped" });
    await expect(pace.run(never, wait)).rejects.toMatchObject({ reason: "stopped" });
    expect(await time.until(underWay)).toBe("answered");
  });

  it("is told as soon as the last of the budget is taken, on every connection; whoever gave it is told once", async () => {
    const time = virtualTime();
    let told = 0;
    const budget = createBudget(2, () => {
      told += 1;
    });
    const windows = { ...NONE, all: [{ count: 1, ms: 60_000 }] };
    const [one, two] = [1, 2].map(() => createPace({ time, random: () => 0, windows, budget }));
    const fine = async () => await Promise.resolve("fine");

    await one?.run(fine, wait);
    const waiting = one?.run(never, wait).catch((error: unknown) => error);
    expect(told).toBe(0);
    await two?.run(fine, wait);

    expect(await waiting).toBeInstanceOf(Unsent);
    expect(await waiting).toMatchObject({
      reason: "budget",
      message: "the run has sent all that it may (2)",
    });
    await expect(two?.run(never, wait)).rejects.toMatchObject({ reason: "budget" });
    expect(told).toBe(1);
  });

  it("is told when the system asks for a longer rest than anybody waits", async () => {
    const time = virtualTime();
    const pace = paceOf(time, {});
    const waiting = pace.run(async () => await Promise.resolve(pace.rest(3_600_000, "read")), wait);
    await waiting;

    await expect(pace.run(never, wait)).rejects.toMatchObject({
      reason: "resting",
      message: "the system asks to wait 60 min",
    });
    expect(time.slept).toEqual([]);
  });
});
