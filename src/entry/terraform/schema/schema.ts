/** Schemas as data: the protocol's messages, the schema as JSON, the registry's pages and the bindings are made from them. */

/** The type of an attribute; nested objects say for each of their attributes what it is. */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | { readonly collection: "list" | "set" | "map"; readonly of: "string" | "number" | "bool" }
  | { readonly nesting: "single" | "list" | "set" | "map"; readonly attributes: Attributes };

/** Attributes by name, in the order of the pages. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** One attribute: required, or any of optional and computed. */
export interface Attribute {
  readonly type: AttributeType;
  /** Markdown: what it takes, in which unit, what it is when left out. */
  readonly description: string;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
}

/** The schema of the provider, of a resource or of a data source. */
export interface Schema {
  /** Raised when states of older ones need to be rewritten. */
  readonly version: number;
  /** Markdown, one paragraph. */
  readonly description: string;
  readonly attributes: Attributes;
}

/** All that the provider offers, by full type name such as `orgwright_member`. */
export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}
