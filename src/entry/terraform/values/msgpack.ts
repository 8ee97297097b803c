/** Values as Terraform sends them: MessagePack, with extensions for what is unknown. */
import { ExtData, encode as pack, decode as unpack } from "@msgpack/msgpack";
import { unknownOf } from "./extension.ts";
import { numberOf, positiveZero } from "./number.ts";
import { ValueError } from "./path.ts";
import { type Encoding, type Raw, read } from "./read.ts";
import type { Type, Value } from "./value.ts";
import { write } from "./write.ts";

/**
 * The value of that type that the bytes say. Throws a ValueError for bytes that say none, and names the place for
 * one that does not fit.
 */
export function decode(bytes: Uint8Array, type: Type): Value {
  return read(unpacked(bytes), type, MESSAGE_PACK);
}

/**
 * The bytes of a value: equal values give equal bytes. Attributes left out are null, sets hold a thing once; what is
 * unknown keeps its refinements. Throws a ValueError for a value that is not of that type.
 */
export function encode(value: Value, type: Type): Uint8Array {
  return pack(write(value, type), { sortKeys: true });
}

const MESSAGE_PACK: Encoding = { look, loose: false };

function unpacked(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes, { useBigInt64: true });
  } catch (cause) {
    throw new ValueError([], "cannot be read as MessagePack", { cause });
  }
}

function look(written: unknown, type: Type): Raw {
  if (written instanceof ExtData) return unknownOf(written);
  if (typeof written === "bigint") return numberOf(written.toString());
  if (typeof written === "number") return Number.isFinite(written) ? positiveZero(written) : undefined;
  if (typeof written === "string") return type === "number" ? numberOf(written) : written;
  if (written === null || typeof written === "boolean" || Array.isArray(written)) return written;
  return isRecord(written) ? new Map(Object.entries(written)) : undefined;
}

/** Whether it is a map of MessagePack, and no bytes and no time. */
function isRecord(written: unknown): written is object {
  return (
    typeof written === "object" && written !== null && Object.getPrototypeOf(written) === Object.prototype
  );
}
