/** Types and values for property tests: every shape, with nulls, numbers of any size, and unknowns at every level. */
import fc from "fast-check";
import { numberOf } from "../../../../src/entry/terraform/values/number.ts";
import { type Type, UNKNOWN, Unknown, type Value } from "../../../../src/entry/terraform/values/value.ts";

export interface Typed {
  readonly type: Type;
  readonly value: Value;
}

const names = fc.constantFrom("email", "role", "id", "until", "workspaces", "constructor", "1");

export const anyType: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Type>("string", "number", "bool"),
    fc.tuple(fc.constantFrom("list", "set", "map"), tie("type")),
    fc.tuple(fc.constant("object"), fc.dictionary(names, tie("type"), { maxKeys: 4 })),
  ) as fc.Arbitrary<Type>,
})).type;

/** Decimal text: integers far beyond a double, fractions of many digits, exponents. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(30))
  .map(([digits, places]) => `${digits}e-${places}`);

export const anyNumber: fc.Arbitrary<Value> = fc
  .oneof(
    fc.integer().map(String),
    fc.maxSafeInteger().map(String),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    decimals,
  )
  .map((text) => numberOf(text) ?? null);

const unknowns = fc.oneof(
  fc.constant(UNKNOWN),
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => new Unknown(bytes)),
);

/** Values of a type; keys of maps are none that an object of JavaScript cannot have. */
export function anyValueOf(type: Type, isKnown: boolean): fc.Arbitrary<Value> {
  const known = knownOf(type, isKnown);
  const others = isKnown ? [] : [{ arbitrary: unknowns, weight: 1 }];
  return fc.oneof(
    { arbitrary: known, weight: 8 },
    { arbitrary: fc.constant(null), weight: 1 },
    ...others,
  ) as fc.Arbitrary<Value>;
}

function knownOf(type: Type, isKnown: boolean): fc.Arbitrary<Value> {
  if (type === "string") return fc.string({ unit: "grapheme" });
  if (type === "number") return anyNumber;
  if (type === "bool") return fc.boolean();
  if (type[0] === "object")
    return fc.record(
      Object.fromEntries(Object.entries(type[1]).map(([name, of]) => [name, anyValueOf(of, isKnown)])),
    );
  const inner = anyValueOf(type[1], isKnown);
  const keys = fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__");
  return type[0] === "map" ? fc.dictionary(keys, inner, { maxKeys: 4 }) : fc.array(inner, { maxLength: 5 });
}

/** A type with a value of it. */
export function anyTyped(isKnown: boolean): fc.Arbitrary<Typed> {
  return anyType.chain((type) => anyValueOf(type, isKnown).map((value) => ({ type, value })));
}
