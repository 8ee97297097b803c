import { describe, expect, it } from "vitest";
import { type Limits, limitsAt, windowsOf } from "../../src/model/pace.ts";

const documented: Limits = { all: { perMinute: 100, perSecond: 20 }, shared: "with-others" };

describe("what a connection keeps to", () => {
  it("leaves a fifth to others where they share the quota", () => {
    expect(windowsOf(documented)).toEqual({
      all: [
        { count: 80, ms: 60_000 },
        { count: 16, ms: 1000 },
      ],
      reads: [],
      writes: [],
      leave: 20,
    });
  });

  it("takes all of what is the credential's own, reads and writes apart", () => {
    const limits: Limits = { reads: { perMinute: 1000 }, writes: { perMinute: 100 }, shared: "own" };

    expect(windowsOf(limits)).toEqual({
      all: [],
      reads: [{ count: 1000, ms: 60_000 }],
      writes: [{ count: 100, ms: 60_000 }],
      leave: 0,
    });
  });

  it("goes by the project file's numbers in the system's place, one by one", () => {
    const { all } = windowsOf(documented, { perMinute: 30, leave: 0 });

    expect(all).toEqual([
      { count: 30, ms: 60_000 },
      { count: 20, ms: 1000 },
    ]);
  });

  it("never leaves so much to others that nothing can be sent", () => {
    expect(windowsOf({ all: { perSecond: 1 }, shared: "with-others" }).all).toEqual([{ count: 1, ms: 1000 }]);
  });

  it("keeps to the run's own rate as well, whole", () => {
    expect(windowsOf({ shared: "with-others" }, {}, { count: 10, ms: 1000 }).all).toEqual([
      { count: 10, ms: 1000 },
    ]);
  });
});

describe("limitsAt", () => {
  const documented = { all: { perMinute: 100, perSecond: 20 }, shared: "with-others" } as const;

  it.each(["https://acme.signalsmith.dev/api/v1", "https://10.0.0.7/api", "https://127.0.0.1.example.test/"])(
    "holds what is documented at %s",
    (endpoint) => expect(limitsAt(endpoint, documented)).toBe(documented),
  );

  it.each(["http://127.0.0.1:4010/signalsmith", "http://localhost/", "http://[::1]:4010/"])(
    "leaves it to the answers at %s",
    (endpoint) => expect(limitsAt(endpoint, documented)).toEqual({ shared: "with-others" }),
  );
});
