import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inside, type KeyOrder, namesOf, orderOf } from "../../src/manifest/key-order.ts";

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function load(file: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8"));
}

/** Every place where the order differs from the schema's. */
function differences(order: KeyOrder, schema: Schema, file: string, path: string): readonly string[] {
  if (schema.$ref !== undefined) {
    const [other = "", name = ""] = schema.$ref.split("#/$defs/");
    const next = other === "" ? file : other;
    return differences(order, load(next).$defs?.[name] ?? {}, next, path);
  }
  if (schema.items !== undefined) return differences(order, schema.items, file, path);
  if (typeof schema.additionalProperties === "object") {
    return differences(inside(order, "any"), schema.additionalProperties, file, `${path}.*`);
  }
  const keys = Object.keys(schema.properties ?? {});
  const here = keys.length < 2 || keys.join() === namesOf(order).join() ? [] : [`${path}: ${keys.join()}`];
  const deeper = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    differences(inside(order, key), inner, file, `${path}.${key}`),
  );
  return [...here, ...deeper];
}

describe("orderOf", () => {
  it.each(["Project", "Organization", "Group", "Person", "Approval"])(
    "%s is in the schema's order",
    (kind) => {
      const file = `${kind.toLowerCase()}.schema.json`;

      expect(differences(orderOf(kind), load(file), file, kind)).toEqual([]);
    },
  );
});
