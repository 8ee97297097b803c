/** Values and private data as messages have them. */
import { InternalError } from "../../../model/errors.ts";
import type { Private } from "../provider.ts";
import { fromJson } from "../values/json.ts";
import { decode, encode } from "../values/msgpack.ts";
import { type Attributes, ExactNumber, type Type, Unknown, type Value } from "../values/value.ts";
import type { Dynamic } from "./generated/provider.ts";

/** The attributes that a message carries; null where it carries null. Throws when they are not of the type. */
export function attributesOrNull(dynamic: Dynamic | undefined, type: Type): Attributes | null {
  if (dynamic === undefined) return null;
  const value =
    dynamic.json.length > 0 ? fromJson(dynamic.json.toString("utf8"), type) : packed(dynamic, type);
  if (value === null || isAttributes(value)) return value;
  throw new InternalError("Terraform sent something else than the attributes of an object.");
}

/** The attributes that a message carries. Throws when there are none. */
export function attributesOf(dynamic: Dynamic | undefined, type: Type): Attributes {
  const attributes = attributesOrNull(dynamic, type);
  if (attributes === null) throw new InternalError("Terraform sent null where attributes belong.");
  return attributes;
}

/** A message with these attributes. Throws when they are not of the type. */
export function dynamicOf(attributes: Attributes | null, type: Type): Dynamic {
  return { msgpack: bufferOf(encode(attributes, type)), json: Buffer.alloc(0) };
}

/** Private data from its bytes; none is no data. */
export function privateOf(bytes: Uint8Array): Private {
  if (bytes.length === 0) return {};
  const value = jsonOf(bytes);
  if (isPrivate(value)) return value;
  throw new InternalError("The private data beside the state is not what this provider has written.");
}

/** Private data as bytes; no bytes where it has nothing in it. */
export function privateBytes(data: Private): Buffer {
  return Object.keys(data).length === 0 ? Buffer.alloc(0) : Buffer.from(JSON.stringify(data));
}

/** Whether a value is an object's. */
export function isAttributes(value: Value): value is Attributes {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return !(value instanceof Unknown || value instanceof ExactNumber);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    // The parser's own words show a piece of the data.
    return undefined;
  }
}

function isPrivate(value: unknown): value is Private {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function packed({ msgpack }: Dynamic, type: Type): Value {
  if (msgpack.length === 0) throw new InternalError("Terraform sent a value in a form that nobody knows.");
  return decode(msgpack, type);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
