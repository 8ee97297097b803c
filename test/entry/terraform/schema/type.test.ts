import { expect, test } from "vitest";
import { typeJson, typeOf } from "../../../../src/entry/terraform/schema/type.ts";
import type { Type } from "../../../../src/entry/terraform/values/value.ts";
import { everyShape } from "./every-shape.ts";

const INNER: Type = ["object", { name: "string", level: "number" }];

test("the type of a schema is an object of all its attributes", () => {
  expect(everyShape.resources["orgwright_thing"] && typeOf(everyShape.resources["orgwright_thing"])).toEqual([
    "object",
    {
      text: "string",
      number: "number",
      flag: "bool",
      token: "string",
      list: ["list", "string"],
      set: ["set", "number"],
      map: ["map", "bool"],
      single: INNER,
      several: ["list", INNER],
      members: ["set", ["object", { name: "string", level: "number", deep: ["map", INNER] }]],
      keyed: ["map", INNER],
    },
  ]);
});

test.each<[Type, string]>([
  ["string", '"string"'],
  [["set", "bool"], '["set","bool"]'],
  [["map", INNER], '["map",["object",{"level":"number","name":"string"}]]'],
  [["object", {}], '["object",{}]'],
])("Terraform's notation of a type, names sorted: %j", (type, json) => {
  expect(typeJson(type)).toBe(json);
});
