/** A provider's schemas with every shape that an attribute can have. */
import type {
  Attribute,
  Attributes,
  ProviderSchemas,
} from "../../../../src/entry/terraform/schema/schema.ts";

/** An attribute; optional unless said otherwise. */
export function attribute(
  type: Attribute["type"],
  says: Omit<Attribute, "type" | "description"> = { optional: true },
): Attribute {
  return { type, description: "What it is, in `words` <b> & signs.", ...says };
}

const inner: Attributes = {
  name: attribute("string", { required: true }),
  level: attribute("number", { optional: true, computed: true }),
};

const every: Attributes = {
  text: attribute("string", { required: true }),
  number: attribute("number", { computed: true }),
  flag: attribute("bool"),
  token: attribute("string", { optional: true, sensitive: true }),
  list: attribute({ collection: "list", of: "string" }),
  set: attribute({ collection: "set", of: "number" }),
  map: attribute({ collection: "map", of: "bool" }),
  single: attribute({ nesting: "single", attributes: inner }),
  several: attribute({ nesting: "list", attributes: inner }, { computed: true }),
  members: attribute({
    nesting: "set",
    attributes: { ...inner, deep: attribute({ nesting: "map", attributes: inner }) },
  }),
  keyed: attribute({ nesting: "map", attributes: inner }),
};

export const everyShape: ProviderSchemas = {
  provider: { version: 0, description: "A provider.", attributes: { endpoint: attribute("string") } },
  resources: {
    orgwright_thing: { version: 3, description: "A thing.", attributes: every },
    orgwright_nothing: { version: 0, description: "Nothing.", attributes: {} },
  },
  dataSources: { orgwright_thing: { version: 0, description: "A thing.", attributes: every } },
};
