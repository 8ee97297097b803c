/** What a configuration declares of attributes that are also told: what is only told is nobody's wish. */
import type { Attributes, Value } from "../values/value.ts";
import type { Piece } from "./piece.ts";

/**
 * The attributes without those that nobody gave. The system's own ids stay, for they say which thing is meant, and so does
 * what the piece says by itself where it is left out.
 */
export function declared(
  attributes: Attributes,
  config: Attributes,
  { schema, defaults }: Piece,
): Attributes {
  const isTold = (name: string) => {
    const attribute = schema.attributes[name];
    return attribute?.optional === true && attribute.computed === true && (config[name] ?? null) === null;
  };
  const isKept = (name: string) => name in defaults || name.endsWith("_id") || !isTold(name);
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, Value] => [name, isKept(name) ? value : null]),
  );
}
