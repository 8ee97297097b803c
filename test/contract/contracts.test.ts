import { readdirSync, readFileSync } from "node:fs";
import { type SpecData, Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { connectors } from "../../src/connectors/index.ts";
import { createChecker } from "./checker.ts";

const folder = new URL("../../schemas/systems/", import.meta.url);
const suffix = ".openapi.json";
const systems = readdirSync(folder).map((name) => name.replace(suffix, ""));

interface Operation {
  readonly operationId?: string;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly content?: unknown }>>;
}

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

function read(system: string): Contract {
  return JSON.parse(readFileSync(new URL(system + suffix, folder), "utf8")) as Contract;
}

function operations({ paths }: Contract): readonly Operation[] {
  return Object.values(paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, operation]) => (method === "parameters" ? [] : [operation])),
  );
}

/** What requests and replies refer to: only names, nothing inline. */
function bodies(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if ("application/json" in value) {
    const media = value["application/json"] as { readonly schema?: unknown };
    return [media.schema];
  }
  return Object.values(value).flatMap(bodies);
}

test("every system has a contract", () => {
  expect(systems.sort()).toEqual(Object.keys(connectors).sort());
});

describe.each(systems)("the contract of %s", (system) => {
  const contract = read(system);
  const { schemas } = contract.components;

  test("is an OpenAPI 3.1 document", async () => {
    const result = await new Validator().validate(structuredClone(contract) as unknown as SpecData);

    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test("names every operation once, and every body", () => {
    const all = operations(contract);
    const ids = all.map(({ operationId }) => operationId);

    expect(ids.filter((id, at) => id === undefined || ids.indexOf(id) !== at)).toEqual([]);
    for (const schema of all.flatMap((operation) => bodies(operation)))
      expect(schema).toEqual({ $ref: expect.stringMatching(/^#\/components\/schemas\/\w+$/) });
  });

  test("closes what we send, so that a mistake of ours is refused by it", () => {
    const sent = operations(contract).flatMap(({ requestBody }) => bodies(requestBody));
    const names = sent.map((schema) => (schema as { readonly $ref: string }).$ref.split("/").at(-1) ?? "");

    for (const name of new Set(names))
      expect([name, isClosed(schemas[name] ?? {}, schemas)]).toEqual([name, true]);
  });

  test("has schemas that compile, all of them used", () => {
    const ajv = new Ajv2020.default({ strict: false, validateFormats: false });
    ajv.addSchema({ ...contract, $id: system });

    for (const name of Object.keys(schemas)) ajv.compile({ $ref: `${system}#/components/schemas/${name}` });
    const text = JSON.stringify(contract);
    expect(Object.keys(schemas).filter((name) => !text.includes(`#/components/schemas/${name}"`))).toEqual(
      [],
    );
  });

  test("complains of what it does not know", () => {
    const checker = createChecker(system);
    const exchange = { method: "GET", path: "/nowhere/at/all", status: 200, reply: {} };

    expect(checker.check(exchange)).not.toEqual([]);
  });
});

function isClosed(
  schema: Readonly<Record<string, unknown>>,
  all: Contract["components"]["schemas"],
): boolean {
  const parts = [schema["oneOf"], schema["anyOf"]].flatMap((each) => (Array.isArray(each) ? each : []));
  if (parts.length > 0) return parts.every((part) => isClosed(resolved(part, all), all));
  return schema["additionalProperties"] === false;
}

function resolved(schema: Readonly<Record<string, unknown>>, all: Contract["components"]["schemas"]) {
  const name = typeof schema["$ref"] === "string" ? schema["$ref"].split("/").at(-1) : undefined;
  return name === undefined ? schema : (all[name] ?? {});
}
