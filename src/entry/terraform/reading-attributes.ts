/** Attributes read as what they are; what is null or unknown is not said. */
import { ExactNumber, Unknown, type Value } from "./values/value.ts";

/** A text, or undefined where none is said. */
export function textIn(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** True or false, or undefined. */
export function flagIn(value: Value | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** A number, or undefined. */
export function numberIn(value: Value | undefined): number | undefined {
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === "number" ? value : undefined;
}

/** The texts of a list or set, or undefined. */
export function textsIn(value: Value | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.flatMap((each) => textIn(each) ?? []) : undefined;
}

/** The objects of a list or set, or undefined. */
export function objectsIn(value: Value | undefined): readonly Readonly<Record<string, Value>>[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((each) => objectIn(each)).filter((each) => each !== undefined);
}

/** An object or a map, or undefined. */
export function objectIn(value: Value | undefined): Readonly<Record<string, Value>> | undefined {
  if (value === undefined || value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value) || value instanceof Unknown || value instanceof ExactNumber) return undefined;
  return value as Readonly<Record<string, Value>>;
}

/** A map of texts, or undefined. */
export function textMapIn(value: Value | undefined): Readonly<Record<string, string>> | undefined {
  const map = objectIn(value);
  if (map === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, each]) => (typeof each === "string" ? [[key, each]] : [])),
  );
}

/** Whether something is said, be it known yet or not. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}
