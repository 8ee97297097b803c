/** system.yaml: what the system of a story can do other than the reference connector's; the words of src/model/kinds.ts. */
import { memoryKinds } from "../../../src/connectors/memory/index.ts";
import type { Kinds } from "../../../src/model/kinds.ts";

/** A part of what the system can do; null says that it does not have it. */
export type Part<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Part<T[K]> | null }
    : T;

/** The reference connector's kinds with the file's words over them. */
export function kindsOf(written: Part<Kinds>): Kinds {
  return over(memoryKinds, written) as Kinds;
}

function over(base: unknown, written: unknown): unknown {
  if (!isMap(base) || !isMap(written)) return written;
  const merged = { ...base };
  for (const [key, value] of Object.entries(written)) {
    if (value === null) delete merged[key];
    else merged[key] = over(base[key], value);
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
