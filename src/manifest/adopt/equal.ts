/** Whether two plain values say the same; the order of keys says nothing. */
import canonicalize from "canonicalize";

/** Compares values as a parser gives them. */
export function equals(one: unknown, other: unknown): boolean {
  return canonicalize(one) === canonicalize(other);
}
