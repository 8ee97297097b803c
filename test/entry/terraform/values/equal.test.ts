import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distinct, sameValue } from "../../../../src/entry/terraform/values/equal.ts";
import {
  ExactNumber,
  type Type,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../../../src/entry/terraform/values/value.ts";
import { anyTyped } from "./any-value.ts";

const PERSON: Type = ["object", { email: "string", roles: ["set", "string"] }];
const refined = (...bytes: readonly number[]): Unknown => new Unknown(Uint8Array.from(bytes));

describe("the same value", () => {
  test.each<[string, Type, Value, Value]>([
    ["text in two forms", "string", "e\u0301", "\u00e9"],
    ["a number and its digits", "number", 5, new ExactNumber("5.0")],
    ["zero with a sign", "number", 0, -0],
    ["sets in another order", ["set", "number"], [1, 2, 3], [3, 1, 2]],
    ["a set that says a thing twice", ["set", "number"], [1, 2, 2], [1, 2]],
    ["maps in another order", ["map", "bool"], { a: true, b: null }, { b: null, a: true }],
    ["an attribute left out and null", PERSON, { email: "a" }, { email: "a", roles: null }],
    [
      "sets deep inside",
      ["list", PERSON],
      [{ email: "a", roles: ["x", "y"] }],
      [{ roles: ["y", "x"], email: "a" }],
    ],
    ["what is unknown", "string", UNKNOWN, new Unknown()],
    ["what is unknown in the same way", "string", refined(1, 2), refined(1, 2)],
  ])("%s", (_, type, a, b) => {
    expect(sameValue(a, b, type)).toBe(true);
    expect(sameValue(b, a, type)).toBe(true);
  });

  test.each<[string, Type, Value, Value]>([
    ["null and empty text", "string", null, ""],
    ["null and the text null", "string", null, "null"],
    ["a number and its text", "string", 5, "5"],
    ["two numbers that one double is near to", "number", 2 ** 53, new ExactNumber("9007199254740993")],
    ["lists in another order", ["list", "number"], [1, 2], [2, 1]],
    ["an empty list and null", ["list", "number"], [], null],
    ["a key with null and no key", ["map", "bool"], { a: null }, {}],
    ["unknown and null", "string", UNKNOWN, null],
    ["unknown and a text", "string", UNKNOWN, "?"],
    ["unknown in two ways", "string", refined(1), refined(2)],
    ["unknown, refined and not", "string", UNKNOWN, refined(1)],
    ["one unknown member and two", ["set", "string"], [UNKNOWN], [UNKNOWN, UNKNOWN]],
    ["texts that would run together", ["list", "string"], ['a","b'], ["a", "b"]],
    ["a collection and another, where neither belongs", "string", [], {}],
  ])("but not %s", (_, type, a, b) => {
    expect(sameValue(a, b, type)).toBe(false);
    expect(sameValue(b, a, type)).toBe(false);
  });

  test("is a set however it is turned, and two sets that differ in one known member are not", () => {
    fc.assert(
      fc.property(anyTyped(true), ({ type, value }) => {
        const set: Type = ["set", type];
        const others: readonly Value[] = type === "bool" ? [true, false] : [value, null];

        expect(sameValue(others, others.toReversed(), set)).toBe(true);
        expect(sameValue(others, [null], set)).toBe(value === null && type !== "bool");
      }),
    );
  });
});

test("a set has each thing once and in one order; unknown things stay apart", () => {
  expect(distinct(["b", UNKNOWN, "a", "b", UNKNOWN], "string")).toEqual(
    distinct([UNKNOWN, "a", UNKNOWN, "b", "a"], "string"),
  );
  expect(distinct(["b", UNKNOWN, "a", "b", UNKNOWN], "string")).toHaveLength(4);
});
