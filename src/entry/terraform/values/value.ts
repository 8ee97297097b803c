/** Values of Terraform's type system as TypeScript has them, and the types that they are of. */

/** The type of a value. Objects have exactly the attributes that they name. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>];

/** Something that only the apply will know; refinements are kept as they came, byte for byte. */
export class Unknown {
  readonly refinements: Uint8Array | undefined;

  constructor(refinements?: Uint8Array) {
    this.refinements = refinements;
  }
}

/** A number that no double holds exactly, as decimal text. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value. Lists and sets are arrays; maps and objects are records. */
export type Value =
  | null
  | string
  | boolean
  | number
  | ExactNumber
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The attributes of a resource, of a data source, or of the provider's configuration. */
export type Attributes = Readonly<Record<string, Value>>;

/** What nobody knows yet. */
export const UNKNOWN: Unknown = new Unknown();

/** Whether nothing of it is unknown, however deep. */
export function isKnown(value: Value | undefined): boolean {
  if (value === undefined || value === null || typeof value !== "object") return true;
  if (value instanceof Unknown) return false;
  if (value instanceof ExactNumber) return true;
  return Object.values(value).every(isKnown);
}
