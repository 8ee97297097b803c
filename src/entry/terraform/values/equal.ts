/** When two values are the same, and what a set holds once. */
import { compareText } from "../../../model/diagnostic.ts";
import { textOf } from "./number.ts";
import { normalText } from "./text.ts";
import { ExactNumber, isKnown, type Type, Unknown, type Value } from "./value.ts";

/**
 * Whether two values of a type are the same, however deep: numbers by what they count, text in normal form, sets in
 * any order, an attribute left out as null. Something unknown is the same as what is unknown in the same way, and as
 * nothing else.
 */
export function sameValue(a: Value, b: Value, type: Type): boolean {
  return a === b || identity(a, type) === identity(b, type);
}

/** The members that a set holds, in a stable order. What holds something unknown may become anything: it stays apart. */
export function distinct(members: readonly Value[], of: Type): readonly Value[] {
  const keyed = members.map((member) => ({ member, key: identity(member, of) }));
  keyed.sort((a, b) => compareText(a.key, b.key));
  return keyed
    .filter(({ member, key }, index) => key !== keyed[index - 1]?.key || !isKnown(member))
    .map(({ member }) => member);
}

/** A text that the same values of a type share, and no others. */
function identity(value: Value, type: Type): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(normalText(value));
  if (typeof value === "number" || value instanceof ExactNumber) return textOf(value) ?? "NaN";
  if (value instanceof Unknown) return `?${Buffer.from(value.refinements ?? []).toString("hex")}`;
  if (typeof type === "string") return kindOnly(value);
  if (type[0] === "object") return ofEntries(withNulls(value, type[1]), (name) => type[1][name]);
  if (type[0] === "map") return ofEntries(Object.entries(value), () => type[1]);
  return ofMembers(Object.values(value), type[1], type[0] === "set");
}

/** A collection where the type has none is a mistake of ours; it is never equal to what fits. */
function kindOnly(value: object): string {
  return Array.isArray(value) ? "[]" : "{}";
}

function withNulls(
  value: { readonly [key: string]: Value } | readonly Value[],
  attributes: Readonly<Record<string, Type>>,
): readonly (readonly [string, Value])[] {
  const nulls = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
  return Object.entries({ ...nulls, ...value });
}

function ofMembers(members: readonly Value[], of: Type, isSet: boolean): string {
  return `[${(isSet ? distinct(members, of) : members).map((member) => identity(member, of)).join()}]`;
}

function ofEntries(
  entries: readonly (readonly [string, Value])[],
  typeOf: (name: string) => Type | undefined,
): string {
  const texts = entries.map(
    ([name, value]) => `${JSON.stringify(normalText(name))}:${identity(value, typeOf(name) ?? "string")}`,
  );
  return `{${texts.sort(compareText).join()}}`;
}
