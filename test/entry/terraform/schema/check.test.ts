import { expect, test } from "vitest";
import { checkSchemas } from "../../../../src/entry/terraform/schema/check.ts";
import type {
  Attribute,
  Attributes,
  ProviderSchemas,
  Schema,
} from "../../../../src/entry/terraform/schema/schema.ts";
import { attribute, everyShape } from "./every-shape.ts";

const schema = (attributes: Attributes, says: Partial<Schema> = {}): Schema => ({
  version: 0,
  description: "It is.",
  attributes,
  ...says,
});
const schemas = (says: Partial<ProviderSchemas>): ProviderSchemas => ({
  provider: schema({}),
  resources: {},
  dataSources: {},
  ...says,
});
const text = attribute("string");
const described = (description: string): Attribute => ({ ...text, description });

test("good schemas have no problem", () => {
  expect(checkSchemas(everyShape)).toEqual([]);
});

test.each<[string, Partial<ProviderSchemas>, string]>([
  ["no description", { resources: { a: schema({ b: described(" ") }) } }, "a.b: has no description"],
  [
    "no full stop",
    { dataSources: { a: schema({ b: described("It is") }) } },
    "data.a.b: its description has no full stop",
  ],
  [
    "no full stop",
    { provider: schema({}, { description: "It is" }) },
    "provider: its description has no full stop",
  ],
  [
    "something wrong deep inside",
    { resources: { a: schema({ b: attribute({ nesting: "set", attributes: { c: described("") } }) }) } },
    "a.b.c: has no description",
  ],
  [
    "neither required nor optional nor computed",
    { resources: { a: schema({ b: attribute("string", {}) }) } },
    "a.b: has to be either required, or any of optional and computed",
  ],
  [
    "required and optional",
    { resources: { a: schema({ b: attribute("string", { required: true, optional: true }) }) } },
    "a.b: has to be either required, or any of optional and computed",
  ],
  [
    "required and computed",
    { resources: { a: schema({ b: attribute("string", { required: true, computed: true }) }) } },
    "a.b: has to be either required, or any of optional and computed",
  ],
  ["a name in camel case", { resources: { a: schema({ bC: text }) } }, "a.bC: is not in snake_case"],
  ["a type name that is none", { resources: { "a-b": schema({}) } }, "a-b: is not in snake_case"],
  ["a version below 0", { resources: { a: schema({}, { version: -1 }) } }, "a: has no version from 0 on"],
  ["half a version", { resources: { a: schema({}, { version: 0.5 }) } }, "a: has no version from 0 on"],
])("%s is a problem", (_, says, problem) => {
  expect(checkSchemas(schemas(says))).toEqual([problem]);
});

test.each([
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "locals",
  "provider",
  "provisioner",
])("%s is Terraform's own word in resources and data sources, and free inside of them", (name) => {
  const own = schema({ [name]: text });

  expect(checkSchemas(schemas({ resources: { a: own }, dataSources: { a: own } }))).toEqual([
    `a.${name}: is a word that Terraform keeps for itself`,
    `data.a.${name}: is a word that Terraform keeps for itself`,
  ]);
  expect(
    checkSchemas(
      schemas({
        resources: { a: schema({ b: attribute({ nesting: "set", attributes: { [name]: text } }) }) },
      }),
    ),
  ).toEqual([]);
});

test.each(["alias", "count", "depends_on", "for_each", "locals", "source", "version"])(
  "%s is Terraform's own word in the provider",
  (name) => {
    expect(checkSchemas(schemas({ provider: schema({ [name]: text }) }))).toEqual([
      `provider.${name}: is a word that Terraform keeps for itself`,
    ]);
  },
);

test.each([
  "self",
  "build",
  "get_it",
  "getter",
  "equals",
  "node",
  "system",
  "import_from",
  "move_to",
  "software",
])("%s has another name in the bindings, however deep", (name) => {
  const nested = attribute({ nesting: "single", attributes: { [name]: text } });

  expect(checkSchemas(schemas({ resources: { a: schema({ [name]: text, b: nested }) } }))).toEqual([
    `a.${name}: is renamed in the bindings`,
    `a.b.${name}: is renamed in the bindings`,
  ]);
});

test.each(["provisioners", "fqn", "friendly_unique_id", "raw_overrides", "terraform_resource_type"])(
  "%s is inherited by the classes of the bindings",
  (name) => {
    expect(checkSchemas(schemas({ resources: { a: schema({ [name]: text }) } }))).toEqual([
      `a.${name}: is inherited in the bindings, which do not compile then`,
    ]);
  },
);

test.each(["get", "budget", "nodes", "system_name", "connections", "id", "timeouts"])(
  "%s is a name like any other",
  (name) => {
    expect(checkSchemas(schemas({ resources: { a: schema({ [name]: text }) } }))).toEqual([]);
  },
);
