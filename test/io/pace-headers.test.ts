import { describe, expect, it } from "vitest";
import { leftOf, retryAfterMs } from "../../src/io/pace-headers.ts";

const now = Date.parse("2026-03-10T12:00:00Z");
const seconds = now / 1000;

describe("Retry-After", () => {
  it.each<[string, Record<string, string>, number]>([
    ["seconds", { "retry-after": "7" }, 7000],
    ["parts of a second", { "retry-after": " 0.5 " }, 500],
    ["a date", { "retry-after": "Tue, 10 Mar 2026 12:00:09 GMT" }, 9000],
    ["a date that has just passed", { "retry-after": "Tue, 10 Mar 2026 11:59:59 GMT" }, 0],
    ["the other name", { "x-retry-after": "3" }, 3000],
    ["seconds since 1970", { "retry-after": String(seconds + 20) }, 20_000],
  ])("may be %s", (_, headers, ms) => {
    expect(retryAfterMs(headers, now)).toBe(ms);
  });

  it.each<[string, Record<string, string>]>([
    ["absent", {}],
    ["no time", { "retry-after": "soon" }],
    ["negative", { "retry-after": "-5" }],
    ["longer than a day", { "retry-after": "90000" }],
    ["long gone", { "retry-after": "Tue, 10 Mar 2026 11:00:00 GMT" }],
    ["empty", { "retry-after": "" }],
  ])("says nothing when it is %s", (_, headers) => {
    expect(retryAfterMs(headers, now)).toBeUndefined();
  });

  it("goes by the server's clock where ours is behind, and by ours where the server's is", () => {
    const date = "Tue, 10 Mar 2026 12:00:05 GMT";

    expect(
      retryAfterMs({ "retry-after": date, date: "Tue, 10 Mar 2026 12:00:00 GMT" }, now - 3_000_000),
    ).toBe(5000);
    expect(retryAfterMs({ "retry-after": date, date: "Tue, 10 Mar 2026 09:00:00 GMT" }, now)).toBe(5000);
  });
});

describe("a quota", () => {
  it.each<[string, Record<string, string>, object]>([
    [
      "X-RateLimit with seconds to wait",
      { "x-ratelimit-limit": "100", "x-ratelimit-remaining": "40", "x-ratelimit-reset": "30" },
      { limit: 100, remaining: 40, resetMs: 30_000 },
    ],
    [
      "X-RateLimit with an instant in seconds",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + 12) },
      { remaining: 0, resetMs: 12_000 },
    ],
    [
      "X-RateLimit with an instant in milliseconds",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now + 1500) },
      { remaining: 0, resetMs: 1500 },
    ],
    [
      "X-RateLimit with a date",
      { "x-ratelimit-remaining": "1", "x-ratelimit-reset": "2026-03-10T12:00:02Z" },
      { remaining: 1, resetMs: 2000 },
    ],
    [
      "RateLimit in three headers, as the draft first had it",
      { "ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "9", "ratelimit-reset": "50" },
      { limit: 100, remaining: 9, resetMs: 50_000 },
    ],
    [
      "RateLimit in one header, as the draft has it now",
      { ratelimit: '"default";r=50;t=30', "ratelimit-policy": '"default";q=100;w=60' },
      { limit: 100, remaining: 50, resetMs: 30_000 },
    ],
  ])("is told by %s", (_, headers, left) => {
    expect(leftOf(headers, now)).toEqual(left);
  });

  it.each<[string, Record<string, string>]>([
    ["nothing left to read", {}],
    ["a negative rest", { "x-ratelimit-remaining": "-1", "x-ratelimit-reset": "30" }],
    ["no number", { "x-ratelimit-remaining": "many", "x-ratelimit-reset": "30" }],
    ["no reset", { "x-ratelimit-remaining": "5" }],
    ["a reset long gone", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds - 3600) }],
    [
      "a reset beyond a day",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + 900_000) },
    ],
    [
      "more left than there is",
      { "x-ratelimit-limit": "5", "x-ratelimit-remaining": "9", "x-ratelimit-reset": "1" },
    ],
    [
      "a quota of nothing",
      { "x-ratelimit-limit": "0", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
    ],
    ["a number beyond all numbers", { "x-ratelimit-remaining": "9".repeat(40), "x-ratelimit-reset": "1" }],
  ])("is not believed with %s", (_, headers) => {
    expect(leftOf(headers, now)).toBeUndefined();
  });
});
