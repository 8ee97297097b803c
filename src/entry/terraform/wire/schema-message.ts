/** Schemas as messages. */
import type { Attribute, Attributes, AttributeType, Schema } from "../schema/schema.ts";
import { typeJson } from "../schema/type.ts";
import type { Type } from "../values/value.ts";
import {
  type Attribute as AttributeMessage,
  Nesting,
  type Schema as SchemaMessage,
  TextKind,
} from "./generated/provider.ts";

/** A schema as Terraform takes it. */
export function schemaMessage({ version, description, attributes }: Schema): SchemaMessage {
  return {
    version,
    block: {
      version,
      attributes: attributeMessages(attributes),
      description,
      descriptionKind: TextKind.MARKDOWN,
    },
  };
}

/** Schemas by name, as Terraform takes them. */
export function schemaMessages(
  named: Readonly<Record<string, { readonly schema: Schema }>>,
): Record<string, SchemaMessage> {
  return Object.fromEntries(Object.entries(named).map(([name, { schema }]) => [name, schemaMessage(schema)]));
}

function attributeMessages(attributes: Attributes): readonly AttributeMessage[] {
  return Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute));
}

function attributeMessage(name: string, attribute: Attribute): AttributeMessage {
  const { type, description, required = false, optional = false } = attribute;
  const { computed = false, sensitive = false } = attribute;
  const marks = { required, optional, computed, sensitive };
  return { name, description, descriptionKind: TextKind.MARKDOWN, ...marks, ...typeMessage(type) };
}

const nestings = {
  single: Nesting.SINGLE,
  list: Nesting.LIST,
  set: Nesting.SET,
  map: Nesting.MAP,
} as const;

function typeMessage(type: AttributeType): Pick<AttributeMessage, "type" | "nested"> {
  if (typeof type === "object" && "nesting" in type) {
    const nested = { attributes: attributeMessages(type.attributes), nesting: nestings[type.nesting] };
    return { type: Buffer.alloc(0), nested };
  }
  const plain: Type = typeof type === "string" ? type : [type.collection, type.of];
  return { type: Buffer.from(typeJson(plain)) };
}
