/** The types of what schemas describe. */
import { compareText } from "../../../model/diagnostic.ts";
import type { Type } from "../values/value.ts";
import type { Attribute, Attributes, Schema } from "./schema.ts";

/** The type of a configuration or state of that schema: an object. */
export function typeOf(schema: Schema): Type {
  return objectOf(schema.attributes);
}

/** The type of an attribute's values. */
export function typeOfAttribute({ type }: Attribute): Type {
  if (typeof type === "string") return type;
  if ("collection" in type) return [type.collection, type.of];
  const nested = objectOf(type.attributes);
  return type.nesting === "single" ? nested : [type.nesting, nested];
}

/** A type in the notation of Terraform, as JSON; the attributes of objects sorted. */
export function typeJson(type: Type): string {
  if (typeof type === "string") return JSON.stringify(type);
  const [kind, of] = type;
  if (kind !== "object") return `["${kind}",${typeJson(of)}]`;
  const attributes = Object.entries(of).sort(([a], [b]) => compareText(a, b));
  return `["object",{${attributes.map(([name, each]) => `${JSON.stringify(name)}:${typeJson(each)}`).join()}}]`;
}

function objectOf(attributes: Attributes): Type {
  return [
    "object",
    Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, typeOfAttribute(each)])),
  ];
}
