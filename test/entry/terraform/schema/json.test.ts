import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schemaJson } from "../../../../src/entry/terraform/schema/json.ts";
import { everyShape } from "./every-shape.ts";
import { hasTerraform, openStage } from "./real-terraform.ts";

const SOURCE = "registry.test/orgwright/orgwright";
const GOLDEN = new URL("goldens/terraform-1.11.4.json", import.meta.url);

describe("schemas as JSON", () => {
  test("are what Terraform printed", () => {
    const printed: unknown = JSON.parse(readFileSync(GOLDEN, "utf8"));

    expect(schemaJson(everyShape, SOURCE)).toStrictEqual({
      format_version: "1.0",
      provider_schemas: { [SOURCE]: printed },
    });
  });

  test("are the same bytes whatever the order, every name sorted", () => {
    const turned = turn(everyShape);

    const text = JSON.stringify(schemaJson(turned, SOURCE));

    expect(text).toBe(JSON.stringify(schemaJson(everyShape, SOURCE)));
    expect(unsorted(JSON.parse(text))).toEqual([]);
  });

  test("leave out what a provider has none of", () => {
    const { provider } = everyShape;

    expect(
      Object.keys(
        schemaJson({ provider, resources: {}, dataSources: {} }, SOURCE).provider_schemas[SOURCE] ?? {},
      ),
    ).toEqual(["provider"]);
  });
});

describe.skipIf(!hasTerraform)("with a real Terraform", () => {
  const stage = openStage();

  test("schemas as JSON are what it prints", async () => {
    const { stdout } = await stage.terraform("providers", "schema", "-json");

    const printed = JSON.parse(stdout) as { readonly provider_schemas: Readonly<Record<string, unknown>> };
    const [source = ""] = Object.keys(printed.provider_schemas);
    expect(schemaJson(everyShape, source)).toStrictEqual(printed);
  });
});

/** The same with all names in reverse. */
function turn<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, turn(each)]),
  ) as T;
}

/** The objects whose names are not in order. */
function unsorted(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(unsorted);
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return names.join() === names.toSorted().join() ? inside : [...inside, names];
}
