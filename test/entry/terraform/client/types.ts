import type { Type } from "../../../../src/entry/terraform/values/value.ts";
import type {
  Attribute,
  Schema,
  SchemasReply,
} from "../../../../src/entry/terraform/wire/generated/provider.ts";
import { Nesting } from "../../../../src/entry/terraform/wire/generated/provider.ts";

/** The types that a provider's own schemas say: what a client needs to speak of values. */
export interface Types {
  readonly provider: Type;
  resource(name: string): Type;
  dataSource(name: string): Type;
}

/** Reads the types out of the schemas, as they came. */
export function typesOf({ provider, resources, dataSources }: SchemasReply): Types {
  return {
    provider: typeOfSchema(provider, "the provider"),
    // A name that is not there has no attributes: what the provider answers then is its matter.
    resource: (name) =>
      Object.hasOwn(resources, name) ? typeOfSchema(resources[name], name) : ["object", {}],
    dataSource: (name) =>
      Object.hasOwn(dataSources, name) ? typeOfSchema(dataSources[name], name) : ["object", {}],
  };
}

function typeOfSchema(schema: Schema | undefined, name: string): Type {
  if (schema?.block === undefined) throw new Error(`There is no schema of ${name}`);
  return objectOf(schema.block.attributes);
}

function objectOf(attributes: readonly Attribute[]): Type {
  return ["object", Object.fromEntries(attributes.map((each) => [each.name, typeOfAttribute(each)]))];
}

function typeOfAttribute({ type, nested }: Attribute): Type {
  if (nested === undefined) return JSON.parse(type.toString()) as Type;
  const inner = objectOf(nested.attributes);
  if (nested.nesting === Nesting.SINGLE) return inner;
  if (nested.nesting === Nesting.LIST) return ["list", inner];
  return nested.nesting === Nesting.SET ? ["set", inner] : ["map", inner];
}
