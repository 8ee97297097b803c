import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameValue } from "../../../../src/entry/terraform/values/equal.ts";
import { fromJson, toJson } from "../../../../src/entry/terraform/values/json.ts";
import { ExactNumber, type Type, UNKNOWN, type Value } from "../../../../src/entry/terraform/values/value.ts";
import { anyTyped } from "./any-value.ts";

const PERSON: Type = ["object", { email: "string", role: "string" }];

describe("state as JSON", () => {
  test.each<[string, Type, string, Value]>([
    ["null", PERSON, "null", null],
    ["text with everything that a number has", "string", '"-1.5e3 \\"2\\" \\\\"', '-1.5e3 "2" \\'],
    ["text that ends in a backslash", ["list", "string"], '["\\\\","1"]', ["\\", "1"]],
    ["text in escapes", "string", '"\\u00e9\\n"', "é\n"],
    ["text in another form", "string", '"e\u0301"', "\u00e9"],
    ["half of a character", "string", '"a\\ud800b"', "a\ufffdb"],
    ["empty text", "string", '""', ""],
    ["a bool", "bool", "false", false],
    ["numbers", ["list", "number"], "[0, -0, 5, -1.5, 1e2, 0.1]", [0, 0, 5, -1.5, 100, 0.1]],
    ["a whole number beyond a double", "number", "9007199254740993", new ExactNumber("9007199254740993")],
    [
      "a fraction beyond a double",
      "number",
      "0.1234567890123456789",
      new ExactNumber("0.1234567890123456789"),
    ],
    ["what is missing as null", PERSON, '{"email":"a"}', { email: "a", role: null }],
    [
      "without what an older version had",
      PERSON,
      '{"email":"a","role":"b","x":[1]}',
      { email: "a", role: "b" },
    ],
    ["sets once", ["set", "number"], "[2,1,2.0]", [1, 2]],
    [
      "maps, whatever the keys are",
      ["map", "string"],
      '{"1":"a","s":"b","n1":"c"}',
      { "1": "a", s: "b", n1: "c" },
    ],
    [
      "objects in objects",
      ["object", { one: PERSON, all: ["list", PERSON] }],
      '{"all":[{}]}',
      { one: null, all: [{ email: null, role: null }] },
    ],
  ])("reads %s", (_, type, text, value) => {
    expect(fromJson(text, type)).toEqual(value);
  });

  test("keeps the key that JavaScript has for itself", () => {
    const value = fromJson('{"__proto__":"a"}', ["map", "string"]);

    expect(Object.entries(value ?? {})).toEqual([["__proto__", "a"]]);
    expect(toJson(value)).toBe('{"__proto__":"a"}');
  });

  test("reads a text of many megabytes", () => {
    const long = 'a\\"'.repeat(4_000_000);

    expect(fromJson(`"${long}"`, "string")).toHaveLength(8_000_000);
  });

  test.each<[string, Type, string, string]>([
    ["a number for text", PERSON, '{"email":5}', "email has to be a string, and is a number."],
    ["text for a number", "number", '"5"', "The value has to be a number, and is a string."],
    ["text for a bool", "bool", '"true"', "The value has to be a bool, and is a string."],
    ["an object for a list", ["list", "bool"], "{}", "The value has to be a list, and is an object."],
    [
      "deep inside",
      ["object", { members: ["set", PERSON] }],
      '{"members":[{"role":["s3cret"]}]}',
      "members[…].role has to be a string, and is a list.",
    ],
    [
      "a number without end",
      "number",
      "1e999999",
      "The value has to be a number, and is nothing that can be read.",
    ],
  ])("refuses %s, and names the place", (_, type, text, message) => {
    expect(() => fromJson(text, type)).toThrow(expect.objectContaining({ name: "ValueError", message }));
  });

  test.each(["", "{", "01", "1.", "{1:2}", "[1,]", "{'a':1}", '{"token":"s3cret",}'])(
    "refuses %s, which is no JSON, without showing it",
    (text) => {
      const reading = () => fromJson(text, ["map", "string"]);

      expect(reading).toThrow(/^The value cannot be read as JSON\.$/);
      expect(reading).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
    },
  );
});

describe("a value as JSON", () => {
  test("has all digits and sorted names", () => {
    expect(toJson({ b: new ExactNumber("9007199254740993"), a: [1, null, "é", true, 0.1] })).toBe(
      '{"a":[1,null,"é",true,0.1],"b":9007199254740993}',
    );
  });

  test("has no word for what is unknown", () => {
    expect(() => toJson([UNKNOWN])).toThrow("The value is unknown, and cannot be kept.");
    expect(() => toJson(Number.NaN)).toThrow("The value is a number that has no digits.");
  });

  test("is read back as the same value, whatever it is", () => {
    fc.assert(
      fc.property(anyTyped(true), ({ type, value }) => {
        const text = toJson(value);

        expect(() => JSON.parse(text)).not.toThrow();
        expect(sameValue(fromJson(text, type), value, type)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
