import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, OrganizationPlan, Plan, Verdict } from "../../src/model/contract.ts";
import type { Window, Windows } from "../../src/model/pace.ts";
import { joinPlans } from "../../src/plan/join.ts";
import { plan } from "../../src/plan/plan.ts";
import { priced, type Rates } from "../../src/plan/price.ts";

const FREE: Windows = { all: [], reads: [], writes: [], leave: 0 };

function planOf(...organizations: readonly OrganizationPlan[]): Plan {
  return {
    ...plan({ organizations: [], guards: {}, invitations: {}, approvals: [], now: 0 }),
    organizations,
  };
}

/** Only what prices look at. */
function organization(name: string, verdict: Verdict, changes: number, more: Partial<OrganizationPlan> = {}) {
  const each = Array.from(
    { length: changes },
    (_, index) => ({ address: `${name}/member/${index}` }) as Change,
  );
  return { name, connection: "main", verdict, changes: each, ...more } as OrganizationPlan;
}

function rates({ reads = 0, windows = FREE, looks = 0 } = {}): Rates {
  return {
    reads: new Map([["main", reads]]),
    requests: () => ({ reads: looks, writes: 1 }),
    windows: () => windows,
  };
}

describe("the price", () => {
  it("is what comparing once more costs, the looks before writes, and the writes", () => {
    const { price } = priced(planOf(organization("acme", "applicable", 3)), rates({ reads: 8, looks: 2 }));

    expect(price).toEqual({ reads: 14, writes: 3, connections: { main: { reads: 14, writes: 3 } } });
  });

  it("is absent where nothing would be written", () => {
    const still = planOf(
      organization("empty", "empty", 0),
      organization("held", "blocked", 2),
      organization("lost", "failed", 2),
      organization("meant", "applicable", 2, { basis: "intent" }),
    );

    expect(priced(still, rates({ reads: 8 }))).toBe(still);
  });

  it("counts only what would be written", () => {
    const { price } = priced(
      planOf(organization("acme", "applicable", 1), organization("held", "blocked", 5)),
      rates({ reads: 4 }),
    );

    expect(price).toMatchObject({ reads: 4, writes: 1 });
  });

  it("is told by connection, by name; the slowest decides", () => {
    const all: Rates = {
      reads: new Map([
        ["z", 2],
        ["a", 1],
      ]),
      requests: () => ({ reads: 0, writes: 1 }),
      windows: (name) => (name === "z" ? { ...FREE, writes: [{ count: 1, ms: 60_000 }] } : FREE),
    };
    const { price } = priced(planOf(organization("acme", "applicable", 3, { connection: "z" })), all);

    expect(price).toEqual({
      reads: 3,
      writes: 3,
      seconds: 120,
      connections: { a: { reads: 1, writes: 0 }, z: { reads: 2, writes: 3, seconds: 120 } },
    });
    expect(Object.keys(price?.connections ?? {})).toEqual(["a", "z"]);
  });

  it("leaves the digests alone", () => {
    const before = planOf(organization("acme", "applicable", 1));
    const { price: _price, ...rest } = priced(before, rates());

    expect(rest).toEqual(before);
  });
});

describe("the time", () => {
  const seconds = (
    requests: { readonly reads: number; readonly writes: number },
    windows: Partial<Windows>,
  ) =>
    priced(
      planOf(organization("acme", "applicable", requests.writes)),
      rates({ reads: requests.reads, windows: { ...FREE, ...windows } }),
    ).price?.seconds;

  it.each<
    [string, { readonly reads: number; readonly writes: number }, Partial<Windows>, number | undefined]
  >([
    ["unknown without limits", { reads: 5, writes: 5 }, {}, undefined],
    ["none within a burst", { reads: 5, writes: 5 }, { all: [{ count: 10, ms: 1000 }] }, 0],
    ["that of 200 at 10 a second", { reads: 0, writes: 200 }, { all: [{ count: 10, ms: 1000 }] }, 19],
    [
      "that of a burst in each minute",
      { reads: 50, writes: 100 },
      {
        all: [
          { count: 100, ms: 60_000 },
          { count: 20, ms: 1000 },
        ],
      },
      62,
    ],
    ["that of the writes alone", { reads: 500, writes: 101 }, { writes: [{ count: 100, ms: 60_000 }] }, 60],
  ])("is %s", (_, requests, windows, expected) => {
    expect(seconds(requests, windows)).toBe(expected);
  });

  it("is never less than any window alone makes it, and grows with the requests", () => {
    const window: fc.Arbitrary<Window> = fc.record({
      count: fc.integer({ min: 1, max: 20 }),
      ms: fc.constantFrom(1000, 60_000),
    });
    fc.assert(
      fc.property(
        fc.array(window, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 80 }),
        (all, writes) => {
          const time = seconds({ reads: 0, writes }, { all }) ?? -1;
          for (const { count, ms } of all) {
            expect(time).toBeGreaterThanOrEqual((Math.floor((writes - 1) / count) * ms) / 1000);
          }
          expect(seconds({ reads: 0, writes: writes + 1 }, { all })).toBeGreaterThanOrEqual(time);
        },
      ),
    );
  });
});

describe("plans that are joined", () => {
  const price = (reads: number, seconds?: number) => ({
    reads,
    writes: 1,
    ...(seconds === undefined ? {} : { seconds }),
    connections: { main: { reads, writes: 1, ...(seconds === undefined ? {} : { seconds }) } },
  });

  it("cost what they cost one after the other; without a price there is none", () => {
    const none = planOf();

    expect(joinPlans([none, none])).not.toHaveProperty("price");
    expect(joinPlans([{ ...none, price: price(3) }, none]).price).toEqual(price(3));
    expect(
      joinPlans([
        { ...none, price: price(3, 10) },
        { ...none, price: price(4, 5) },
      ]).price,
    ).toEqual({
      reads: 7,
      writes: 2,
      seconds: 15,
      connections: { main: { reads: 7, writes: 2, seconds: 15 } },
    });
  });
});
