import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Plan as validPlan } from "../../src/manifest/compiled/saved-plan.js";
import { diagnosticsJson, outcomeJson, planJson } from "../../src/report/index.ts";
import { outcomeShape, planShape, reportShape, type Shape } from "../../src/report/shapes.ts";
import * as stories from "./stories.ts";
import { strangePlan } from "./strange.ts";

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function load(file: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8"));
}

/** The keys that a schema names, in their order, as a shape. */
function shapeIn(schema: Schema, file: string): Shape | null {
  if (schema.$ref !== undefined) {
    const [other = "", name = ""] = schema.$ref.split("#/$defs/");
    const target = load(other === "" ? file : other).$defs?.[name];
    return target === undefined ? null : shapeIn(target, other === "" ? file : other);
  }
  if (schema.items !== undefined) return shapeIn(schema.items, file);
  if (schema.properties === undefined) return null;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, inner]) => [key, shapeIn(inner, file)]),
  );
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("shapes", () => {
  it.each([
    ["plan.schema.json", planShape],
    ["outcome.schema.json", outcomeShape],
    ["diagnostics.schema.json", reportShape],
  ])("have the keys of %s in its order", (file, shape) => {
    expect(JSON.stringify(shape)).toBe(JSON.stringify(shapeIn(load(file), file)));
  });
});

describe("planJson", () => {
  it("is the plan, valid, with keys in one order", () => {
    for (const story of [stories.ordinary, stories.dangerous]) {
      const json = planJson(story);

      expect(JSON.parse(json)).toEqual(story);
      expect(validPlan(JSON.parse(json)), JSON.stringify(validPlan.errors)).toBe(true);
      expect(planJson(reversed(story) as typeof story)).toBe(json);
      expect(json.endsWith("}\n")).toBe(true);
    }
  });

  it("round-trips, whatever the text", () => {
    fc.assert(
      fc.property(strangePlan, (plan) => {
        expect(JSON.parse(planJson(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
      }),
    );
  });
});

describe("outcomeJson", () => {
  it("is the outcome with keys in one order", () => {
    const json = outcomeJson(stories.outcome);

    expect(JSON.parse(json)).toEqual(stories.outcome);
    expect(outcomeJson(reversed(stories.outcome) as typeof stories.outcome)).toBe(json);
  });
});

describe("diagnosticsJson", () => {
  it("counts and sorts", () => {
    const report = JSON.parse(diagnosticsJson([...stories.problems].reverse()));

    expect(report).toMatchObject({ formatVersion: 1, errors: 2, warnings: 1 });
    expect(report.diagnostics).toEqual(stories.problems);
  });
});
