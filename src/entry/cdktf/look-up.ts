/** Lookups by a name of the manifests. */
import { closest, distance } from "fastest-levenshtein";

/** What has the name. Throws an Error that names what is near, or all there is. */
export function lookUp<T>(all: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = all.get(name);
  if (found !== undefined) return found;
  throw new Error(`There is no ${what} ${JSON.stringify(name)}. ${nearest(name, [...all.keys()])}`);
}

function nearest(name: string, names: readonly string[]): string {
  if (names.length === 0) return "The manifests declare none.";
  const near = closest(name, [...names]);
  const allowed = name.length < 3 ? 0 : Math.ceil(Math.max(name.length, near.length) / 3);
  if (distance(name, near) <= allowed) return `Did you mean ${JSON.stringify(near)}?`;
  return `The manifests declare ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}.`;
}
