/** What makes a schema a bad one, though Terraform would take it. For tests: a good provider has none of this. */
import type { Attribute, Attributes, ProviderSchemas, Schema } from "./schema.ts";

/** What a schema is of: each has words that Terraform keeps for itself. */
type Kind = "provider" | "resource" | "data source";

const META: readonly string[] = ["count", "depends_on", "for_each", "lifecycle", "locals", "provider"];

/**
 * As Terraform 1.11 takes them. Some are only lost in its JSON syntax, which is what the construct writes: there
 * `connection` is a block, whatever the schema says. The bindings of a data source do not compile with it either.
 */
const RESERVED: Readonly<Record<Kind, readonly string[]>> = {
  provider: ["alias", "count", "depends_on", "for_each", "locals", "source", "version"],
  resource: [...META, "connection", "provisioner"],
  "data source": [...META, "connection", "provisioner"],
};

/** What the classes of the bindings inherit: with such an attribute they do not compile. */
const INHERITED =
  /^(?:add_override|cdktf_stack|construct_node_metadata|fqn|friendly_unique_id|provisioners|raw_overrides|terraform_.*)$/;

/** The generator of the bindings gives these another name, which nobody would look for. */
const RENAMED =
  /^(?:self|build|get_?[a-z].*|equals|node|system|tf_resource_type|import_from|move_to|software)$/;
const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/** Every problem of the schemas, each with its place; none for good ones. */
export function checkSchemas({ provider, resources, dataSources }: ProviderSchemas): readonly string[] {
  return [
    ...checkSchema("provider", "provider", provider),
    ...Object.entries(resources).flatMap(([name, each]) => checkSchema(name, "resource", each)),
    ...Object.entries(dataSources).flatMap(([name, each]) => checkSchema(name, "data source", each)),
  ];
}

function checkSchema(name: string, kind: Kind, schema: Schema): readonly string[] {
  const place = kind === "data source" ? `data.${name}` : name;
  const names = Object.keys(schema.attributes);
  const reserved = names.filter((each) => RESERVED[kind].includes(each));
  const inherited = names.filter((each) => INHERITED.test(each));
  return [
    ...(SNAKE_CASE.test(name) ? [] : [`${place}: is not in snake_case`]),
    ...(Number.isSafeInteger(schema.version) && schema.version >= 0
      ? []
      : [`${place}: has no version from 0 on`]),
    ...checkDescription(place, schema.description),
    ...reserved.map((each) => `${place}.${each}: is a word that Terraform keeps for itself`),
    ...inherited.map((each) => `${place}.${each}: is inherited in the bindings, which do not compile then`),
    ...checkAttributes(place, schema.attributes),
  ];
}

function checkAttributes(place: string, attributes: Attributes): readonly string[] {
  return Object.entries(attributes).flatMap(([name, each]) => checkAttribute(`${place}.${name}`, name, each));
}

function checkAttribute(place: string, name: string, attribute: Attribute): readonly string[] {
  const { description, required, type } = attribute;
  const nested = typeof type === "object" && "nesting" in type ? type.attributes : {};
  const isSaid = (required ?? false) !== (attribute.optional === true || attribute.computed === true);
  return [
    ...(SNAKE_CASE.test(name) ? [] : [`${place}: is not in snake_case`]),
    ...(RENAMED.test(name) ? [`${place}: is renamed in the bindings`] : []),
    ...(isSaid ? [] : [`${place}: has to be either required, or any of optional and computed`]),
    ...checkDescription(place, description),
    ...checkAttributes(place, nested),
  ];
}

function checkDescription(place: string, description: string): readonly string[] {
  if (description.trim() === "") return [`${place}: has no description`];
  return description.endsWith(".") ? [] : [`${place}: its description has no full stop`];
}
