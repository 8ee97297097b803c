/** What every encoding of values has in common: a type says what is expected, and the bytes have to follow. */
import type { AttributePath } from "../provider.ts";
import { distinct } from "./equal.ts";
import { SOME_MEMBER, ValueError } from "./path.ts";
import { normalText } from "./text.ts";
import { ExactNumber, type Type, Unknown, type Value } from "./value.ts";

/** One value as an encoding has it, its members not looked at yet; undefined is nothing that the encoding knows. */
export type Raw =
  | null
  | string
  | boolean
  | number
  | ExactNumber
  | Unknown
  | readonly unknown[]
  | ReadonlyMap<string, unknown>
  | undefined;

/** An encoding of values. */
export interface Encoding {
  /** What is written there, where a value of the type is expected. */
  look(written: unknown, type: Type): Raw;
  /** Whether objects may lack attributes, which are null then, or have others, which are dropped. */
  readonly loose: boolean;
}

/** Where a value is being read, and how. */
interface Place {
  readonly path: AttributePath;
  readonly encoding: Encoding;
}

/** The value of that type. Throws a ValueError that names the first place that does not fit. */
export function read(written: unknown, type: Type, encoding: Encoding): Value {
  return readAt(written, type, { path: [], encoding });
}

function readAt(written: unknown, type: Type, place: Place): Value {
  const raw = place.encoding.look(written, type);
  if (raw === null || raw instanceof Unknown) return raw;
  if (typeof type === "string") return plain(raw, type, place);
  if (type[0] === "object") return object(raw, type, place);
  if (type[0] === "map") return map(raw, type, place);
  return members(raw, type, place);
}

function plain(raw: Raw, type: "string" | "number" | "bool", place: Place): Value {
  if (type === "string" && typeof raw === "string") return normalText(raw);
  if (type === "bool" && typeof raw === "boolean") return raw;
  if (type === "number" && (typeof raw === "number" || raw instanceof ExactNumber)) return raw;
  throw misfit(raw, type, place.path);
}

function members(raw: Raw, type: readonly [string, Type], place: Place): Value {
  if (!Array.isArray(raw)) throw misfit(raw, type[0], place.path);
  const [collection, of] = type;
  const isSet = collection === "set";
  const all = raw.map((each, index) => readAt(each, of, into(place, isSet ? SOME_MEMBER : index)));
  return isSet ? distinct(all, of) : all;
}

function map(raw: Raw, type: readonly [string, Type], place: Place): Value {
  if (!(raw instanceof Map)) throw misfit(raw, "map", place.path);
  const entries = [...raw].map(([key, each]) => [normalText(key), readAt(each, type[1], into(place, key))]);
  return Object.fromEntries(entries);
}

function object(raw: Raw, type: readonly ["object", Readonly<Record<string, Type>>], place: Place): Value {
  if (!(raw instanceof Map)) throw misfit(raw, "object", place.path);
  const { loose } = place.encoding;
  const extra = [...raw.keys()].find((key) => !Object.hasOwn(type[1], key));
  if (extra !== undefined && !loose) throw new ValueError([...place.path, extra], "is not in the schema");
  const entries = Object.entries(type[1]).map(([name, of]) => {
    const inside = into(place, name);
    if (!raw.has(name) && !loose) throw new ValueError(inside.path, "is missing");
    return [name, raw.has(name) ? readAt(raw.get(name), of, inside) : null];
  });
  return Object.fromEntries(entries);
}

function into(place: Place, step: AttributePath[number]): Place {
  return { ...place, path: [...place.path, step] };
}

function misfit(raw: Raw, expected: string, path: AttributePath): ValueError {
  return new ValueError(path, `has to be ${named(expected)}, and is ${named(kindOf(raw))}`);
}

/** What a value is, for messages: the value itself may be a secret. */
export function kindOf(raw: unknown): string {
  if (raw === null) return "null";
  if (raw instanceof Unknown) return "unknown";
  if (raw instanceof ExactNumber) return "number";
  if (Array.isArray(raw)) return "list";
  if (typeof raw === "boolean") return "bool";
  if (typeof raw === "object") return "object";
  return raw === undefined ? "nothing that can be read" : typeof raw;
}

/** The word with its article, where it takes one. */
export function named(kind: string): string {
  if (kind === "object") return "an object";
  return kind === "null" || kind === "unknown" || kind.includes(" ") ? kind : `a ${kind}`;
}
