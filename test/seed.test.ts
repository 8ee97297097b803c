import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { seedOf } from "./seed.ts";

const one = "1979a5c0000000000000000000000000000000000";
const other = "607d8e50000000000000000000000000000000000";

describe("the seed of random properties", () => {
  test("is the commit's: the same again, another one with the next", () => {
    expect(seedOf(undefined, one)).toBe(0x1979a5c);
    expect(seedOf("", one)).toBe(seedOf(undefined, one));
    expect(seedOf(undefined, other)).not.toBe(seedOf(undefined, one));
  });

  test("is the one that is asked for", () => {
    expect(seedOf("-1204", one)).toBe(-1204);
    expect(() => seedOf("lucky", one)).toThrow("ORGWRIGHT_SEED is lucky");
  });

  test("is any where there is no commit", () => {
    expect(new Set(Array.from({ length: 8 }, () => seedOf(undefined, undefined))).size).toBeGreaterThan(1);
  });

  test("is what a property in this run draws from", () => {
    const told = fc.check(fc.property(fc.nat(), () => true));
    const drawn = () => fc.sample(fc.nat(), 20);

    expect(told.seed).toBe(inject("seed"));
    expect(drawn()).toEqual(drawn());
  });
});
