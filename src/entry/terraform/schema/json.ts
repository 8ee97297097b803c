/** Schemas as `terraform providers schema -json` prints them: the bindings and the pages are made from this. */
import { compareText } from "../../../model/diagnostic.ts";
import type { Attribute, Attributes, ProviderSchemas, Schema } from "./schema.ts";
import { typeJson, typeOfAttribute } from "./type.ts";

/** What Terraform prints for one provider. */
export interface SchemaJson {
  readonly format_version: "1.0";
  readonly provider_schemas: Readonly<Record<string, ProviderJson>>;
}

/** All schemas of a provider, by full type name. */
export interface ProviderJson {
  readonly data_source_schemas?: Readonly<Record<string, OneSchemaJson>>;
  readonly provider: OneSchemaJson;
  readonly resource_schemas?: Readonly<Record<string, OneSchemaJson>>;
}

/** One schema. */
export interface OneSchemaJson {
  readonly block: {
    readonly attributes?: Readonly<Record<string, AttributeJson>>;
    readonly description: string;
    readonly description_kind: "markdown";
  };
  readonly version: number;
}

/** One attribute; either with a type, or with the attributes of what is nested. */
export interface AttributeJson {
  readonly computed?: true;
  readonly description: string;
  readonly description_kind: "markdown";
  readonly nested_type?: {
    readonly attributes: Readonly<Record<string, AttributeJson>>;
    readonly nesting_mode: "single" | "list" | "set" | "map";
  };
  readonly optional?: true;
  readonly required?: true;
  readonly sensitive?: true;
  readonly type?: unknown;
}

/**
 * What Terraform prints for the provider; `source` is its full address with the host of the registry. Names are
 * sorted, so the same schemas give the same bytes.
 */
export function schemaJson(schemas: ProviderSchemas, source: string): SchemaJson {
  const { provider, resources, dataSources } = schemas;
  return {
    format_version: "1.0",
    provider_schemas: {
      [source]: {
        ...(isEmpty(dataSources) ? {} : { data_source_schemas: sorted(dataSources, oneSchema) }),
        provider: oneSchema(provider),
        ...(isEmpty(resources) ? {} : { resource_schemas: sorted(resources, oneSchema) }),
      },
    },
  };
}

function oneSchema({ version, description, attributes }: Schema): OneSchemaJson {
  return {
    block: {
      ...(isEmpty(attributes) ? {} : { attributes: allOf(attributes) }),
      description,
      description_kind: "markdown",
    },
    version,
  };
}

function allOf(attributes: Attributes): Readonly<Record<string, AttributeJson>> {
  return sorted(attributes, oneAttribute);
}

function oneAttribute(attribute: Attribute): AttributeJson {
  const { computed, description, optional, required, sensitive } = attribute;
  return {
    ...(computed && { computed }),
    description,
    description_kind: "markdown",
    ...nestedType(attribute),
    ...(optional && { optional }),
    ...(required && { required }),
    ...(sensitive && { sensitive }),
    ...plainType(attribute),
  };
}

function nestedType({ type }: Attribute): Pick<AttributeJson, "nested_type"> {
  if (typeof type === "string" || "collection" in type) return {};
  return { nested_type: { attributes: allOf(type.attributes), nesting_mode: type.nesting } };
}

function plainType(attribute: Attribute): Pick<AttributeJson, "type"> {
  const isNested = typeof attribute.type === "object" && "nesting" in attribute.type;
  return isNested ? {} : { type: JSON.parse(typeJson(typeOfAttribute(attribute))) };
}

function sorted<From, To>(
  all: Readonly<Record<string, From>>,
  each: (from: From) => To,
): Readonly<Record<string, To>> {
  const names = Object.entries(all).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(names.map(([name, from]) => [name, each(from)]));
}

function isEmpty(all: object): boolean {
  return Object.keys(all).length === 0;
}
