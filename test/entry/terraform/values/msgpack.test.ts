import { encode as pack } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameValue } from "../../../../src/entry/terraform/values/equal.ts";
import { decode, encode } from "../../../../src/entry/terraform/values/msgpack.ts";
import {
  ExactNumber,
  type Type,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../../../src/entry/terraform/values/value.ts";
import { anyTyped } from "./any-value.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll(" ", ""), "hex");

const PERSON: Type = ["object", { email: "string", role: "string" }];

/** As Terraform sends `"team-${x.id}"`: not null, and with that prefix. */
const REFINED = "c7 0b 0c 82 01 c2 02 a5 7465616d2d 00".replaceAll(" ", "");

describe("what Terraform sends comes back as the same bytes", () => {
  test.each<[string, Type, string, Value]>([
    ["null", "string", "c0", null],
    ["no configuration at all", PERSON, "c0", null],
    ["text", "string", "a3 616263", "abc"],
    ["a bool", "bool", "c3", true],
    ["a small integer", "number", "05", 5],
    ["a negative integer", "number", "d1 ff00", -256],
    ["an integer of more than 32 bits", "number", "cf 0000000100000000", 2 ** 32],
    ["the largest safe integer", "number", "cf 001fffffffffffff", Number.MAX_SAFE_INTEGER],
    ["a fraction as decimal text", "number", "a3 302e31", 0.1],
    [
      "digits that no double holds",
      "number",
      "b0 39303037313939323534373430393933",
      new ExactNumber("9007199254740993"),
    ],
    ["something unknown", "string", "d4 00 00", UNKNOWN],
    ["an unknown list", ["list", "string"], "d4 00 00", UNKNOWN],
    ["an unknown set", ["set", PERSON], "d4 00 00", UNKNOWN],
    ["an unknown map", ["map", "bool"], "d4 00 00", UNKNOWN],
    ["an unknown object", PERSON, "d4 00 00", UNKNOWN],
    ["an object", PERSON, "82 a5 656d61696c a1 61 a4 726f6c65 c0", { email: "a", role: null }],
    [
      "an object with an unknown",
      PERSON,
      "82 a5 656d61696c d4 00 00 a4 726f6c65 c0",
      { email: UNKNOWN, role: null },
    ],
    ["a list with null and unknown", ["list", "number"], "93 01 c0 d4 00 00", [1, null, UNKNOWN]],
    ["a map", ["map", "bool"], "82 a1 61 c3 a1 62 c0", { a: true, b: null }],
    ["a set", ["set", "string"], "92 a1 61 a1 62", ["a", "b"]],
    ["a set of two that are unknown", ["set", "string"], "92 d4 00 00 d4 00 00", [UNKNOWN, UNKNOWN]],
  ])("%s", (_, type, golden, value) => {
    expect(decode(bytes(golden), type)).toEqual(value);
    expect(hex(encode(value, type))).toBe(golden.replaceAll(" ", ""));
  });

  test.each([
    ["one byte", "d40c80"],
    ["two bytes", "d50c8101"],
    ["four bytes", "d60c8101c200"],
    ["eleven bytes", REFINED],
    ["three hundred bytes", `c8012c0c${"80".repeat(300)}`],
  ])("refinements of %s", (_, refined) => {
    const value = decode(bytes(refined), "string");

    expect(value).toBeInstanceOf(Unknown);
    expect((value as Unknown).refinements?.byteLength).toBeGreaterThan(0);
    expect(hex(encode(value, "string"))).toBe(refined);
  });

  test("refinements do not keep the whole message in memory", () => {
    const value = decode(bytes(`92${REFINED}a161`), ["list", "string"]) as readonly Unknown[];

    expect(value[0]?.refinements?.buffer.byteLength).toBe(11);
  });
});

describe("numbers arrive in each of the ways that Terraform has", () => {
  test.each<[string, string, Value]>([
    ["float64", "cb 3fe0000000000000", 0.5],
    ["float32", "ca 3f000000", 0.5],
    ["a float that is whole", "cb 4014000000000000", 5],
    ["negative zero", "cb 8000000000000000", 0],
    ["int64", "d3 8000000000000000", -(2 ** 63)],
    ["uint64 that is even", "cf 0020000000000002", 9007199254740994],
    ["uint64 that no double holds", "cf ffffffffffffffff", new ExactNumber("18446744073709551615")],
    ["text", "a1 35", 5],
    ["text of a fraction", "a4 302e3530", 0.5],
    ["text with an exponent", "a3 316532", 100],
  ])("%s", (_, written, value) => {
    expect(decode(bytes(written), "number")).toEqual(value);
  });

  test("and the same number leaves as the same bytes", () => {
    expect(hex(encode(new ExactNumber("5.00"), "number"))).toBe("05");
    expect(hex(encode(-0, "number"))).toBe("00");
    expect(Buffer.from(encode(2 ** 70, "number").subarray(1)).toString()).toBe("1180591620717411303424");
    expect(Buffer.from(encode(1e-7, "number").subarray(1)).toString()).toBe("0.0000001");
  });
});

describe("sets", () => {
  const set: Type = ["set", PERSON];
  const ann = { email: "ann@acme.test", role: "owner" };
  const bob = { email: "bob@acme.test", role: null };

  test("hold what is known once, in one order", () => {
    expect(hex(encode([bob, ann, bob], set))).toBe(hex(encode([ann, bob], set)));
    expect(decode(pack([bob, ann, bob]), set)).toEqual([ann, bob]);
  });

  test("never merge what holds something unknown", () => {
    const someone = { email: UNKNOWN, role: "member" };

    const decoded = decode(encode([someone, ann, someone], set), set) as readonly Value[];

    expect(decoded).toHaveLength(3);
    expect(decoded.filter((each) => sameValue(each, someone, PERSON))).toHaveLength(2);
  });

  test("know two spellings of one text as one", () => {
    expect(decode(pack(["e\u0301", "\u00e9"]), ["set", "string"])).toEqual(["\u00e9"]);
    expect(hex(encode(["e\u0301", "\u00e9"], ["set", "string"]))).toBe("91a2c3a9");
  });

  test("within sets are compared as sets", () => {
    const deep: Type = ["set", ["set", "number"]];

    expect(decode(pack([[2, 1], [1, 2], [3]]), deep)).toEqual([[1, 2], [3]]);
  });
});

describe("maps", () => {
  const map: Type = ["map", "bool"];

  test("leave in one order", () => {
    expect(hex(encode({ b: null, a: true }, map))).toBe("82a161c3a162c0");
  });

  test("know two spellings of a key as one", () => {
    expect(Object.keys(decode(pack({ "e\u0301": true }), map) ?? {})).toEqual(["\u00e9"]);
    expect(hex(encode({ "e\u0301": true }, map))).toBe("81a2c3a9c3");
  });
});

describe("objects", () => {
  test("are sent with every attribute", () => {
    expect(decode(encode({ role: "owner" }, PERSON), PERSON)).toEqual({ email: null, role: "owner" });
  });

  test("do not take what every object of JavaScript has for an attribute", () => {
    const type: Type = ["object", Object.fromEntries([["constructor", "string"]])];

    expect(Object.entries(decode(encode({}, type), type) ?? {})).toEqual([["constructor", null]]);
  });
});

describe("what does not fit is an error that names the place, and never a value", () => {
  const ALL: Type = ["object", { members: ["set", PERSON], tags: ["map", "number"], list: ["list", "bool"] }];

  test.each<[string, Type, unknown, string]>([
    [
      "text for a number",
      "number",
      "s3cret",
      "The value has to be a number, and is nothing that can be read.",
    ],
    ["a number for text", "string", 5, "The value has to be a string, and is a number."],
    [
      "infinity",
      "number",
      Number.POSITIVE_INFINITY,
      "The value has to be a number, and is nothing that can be read.",
    ],
    ["bytes", "string", new Uint8Array(2), "The value has to be a string, and is nothing that can be read."],
    ["a time", PERSON, new Date(0), "The value has to be an object, and is nothing that can be read."],
    ["a list for a map", ["map", "bool"], [true], "The value has to be a map, and is a list."],
    ["a map for a set", ["set", "bool"], { a: true }, "The value has to be a set, and is an object."],
    [
      "an attribute too many",
      PERSON,
      { email: "a", role: "b", token: "s3cret" },
      "token is not in the schema.",
    ],
    ["an attribute too few", PERSON, { email: "a" }, "role is missing."],
    [
      "deep in a set",
      ALL,
      { members: [{ email: "a", role: true }], tags: null, list: null },
      "members[…].role has to be a string, and is a bool.",
    ],
    [
      "deep in a map",
      ALL,
      { members: null, tags: { "a b": true }, list: null },
      'tags["a b"] has to be a number, and is a bool.',
    ],
    [
      "deep in a list",
      ALL,
      { members: null, tags: null, list: [true, "s3cret"] },
      "list[1] has to be a bool, and is a string.",
    ],
  ])("%s", (_, type, written, message) => {
    expect(() => decode(pack(written), type)).toThrow(
      expect.objectContaining({ name: "ValueError", message }),
    );
  });

  test.each([
    ["nothing", ""],
    ["half of a text", "a3 61"],
    ["more than one value", "c0 c0"],
  ])("bytes that are %s", (_, written) => {
    expect(() => decode(bytes(written), "string")).toThrow("The value cannot be read as MessagePack.");
  });

  test("an extension that nobody knows", () => {
    expect(() => decode(bytes("d40500"), "string")).toThrow(/has to be a string/);
  });

  test.each<[string, Type, Value, string]>([
    ["an attribute too many", PERSON, { email: "a", rol: "s3cret" }, "rol is not in the schema."],
    ["text for a number", ["list", "number"], ["s3cret"], "[0] has to be a number, and is a string."],
    ["a list for an object", PERSON, ["a"], "The value has to be an object, and is a list."],
    ["an object for a set", ["set", "string"], { a: "b" }, "The value has to be a set, and is an object."],
    ["text for a map", ["map", "string"], "s3cret", "The value has to be a map, and is a string."],
    [
      "a number for an object",
      PERSON,
      new ExactNumber("1"),
      "The value has to be an object, and is a number.",
    ],
    ["infinity", "number", Number.NaN, "The value is a number that has no digits."],
    [
      "digits that are none",
      "number",
      new ExactNumber("s3cret"),
      "The value is a number that has no digits.",
    ],
  ])("of ours: %s", (_, type, value, message) => {
    expect(() => encode(value, type)).toThrow(expect.objectContaining({ name: "ValueError", message }));
  });
});

describe("any value of any type", () => {
  test("is the same after the way there and back", () => {
    fc.assert(
      fc.property(anyTyped(false), ({ type, value }) => {
        expect(sameValue(decode(encode(value, type), type), value, type)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("gives the same bytes again", () => {
    fc.assert(
      fc.property(anyTyped(false), ({ type, value }) => {
        const first = encode(value, type);

        expect(hex(encode(decode(first, type), type))).toBe(hex(first));
      }),
      { numRuns: 300 },
    );
  });
});
