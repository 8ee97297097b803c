/** Values made ready for MessagePack: each checked against its type, so that a mistake of ours is seen here. */
import type { AttributePath } from "../provider.ts";
import { distinct } from "./equal.ts";
import { extensionOf } from "./extension.ts";
import { numberOf, textOf } from "./number.ts";
import { SOME_MEMBER, ValueError } from "./path.ts";
import { kindOf, named } from "./read.ts";
import { normalText } from "./text.ts";
import { ExactNumber, type Type, Unknown, type Value } from "./value.ts";

/**
 * The value as nested arrays and records. Objects have each of their attributes, sets hold a thing once; numbers that
 * are no small integers are text. Throws a ValueError that names the first place that does not fit.
 */
export function write(value: Value, type: Type): unknown {
  return writeAt(value, type, []);
}

function writeAt(value: Value | undefined, type: Type, path: AttributePath): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) return extensionOf(value);
  if (typeof type === "string") return plain(value, type, path);
  if (isRecord(value)) return type[0] === "object" ? object(value, type[1], path) : map(value, type, path);
  return members(value, type, path);
}

type Entries = Readonly<Record<string, Value>>;

function isRecord(value: Value): value is Entries {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function plain(value: Value, type: "string" | "number" | "bool", path: AttributePath): unknown {
  if (type === "string" && typeof value === "string") return normalText(value);
  if (type === "bool" && typeof value === "boolean") return value;
  if (type === "number" && (typeof value === "number" || value instanceof ExactNumber)) {
    const text = textOf(value);
    if (text === undefined) throw new ValueError(path, "is a number that has no digits");
    const number = numberOf(text);
    return Number.isSafeInteger(number) ? number : text;
  }
  throw misfit(value, type, path);
}

function members(value: Value, type: Exclude<Type, string>, path: AttributePath): unknown {
  if (!Array.isArray(value) || type[0] === "object" || type[0] === "map") throw misfit(value, type[0], path);
  const [collection, of] = type;
  if (collection === "list") return value.map((each, index) => writeAt(each, of, [...path, index]));
  return distinct(value, of).map((each) => writeAt(each, of, [...path, SOME_MEMBER]));
}

function map(entries: Entries, type: Exclude<Type, string>, path: AttributePath): unknown {
  if (type[0] !== "map") throw misfit(entries, type[0], path);
  const written = Object.entries(entries).map(([key, each]) => [
    normalText(key),
    writeAt(each, type[1], [...path, key]),
  ]);
  return Object.fromEntries(written);
}

function object(entries: Entries, attributes: Readonly<Record<string, Type>>, path: AttributePath): unknown {
  const extra = Object.keys(entries).find((name) => !Object.hasOwn(attributes, name));
  if (extra !== undefined) throw new ValueError([...path, extra], "is not in the schema");
  const written = Object.entries(attributes).map(([name, of]) => [
    name,
    writeAt(Object.hasOwn(entries, name) ? entries[name] : null, of, [...path, name]),
  ]);
  return Object.fromEntries(written);
}

function misfit(value: Value, expected: string, path: AttributePath): ValueError {
  return new ValueError(path, `has to be ${named(expected)}, and is ${named(kindOf(value))}`);
}
