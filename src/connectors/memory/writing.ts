import { organizationAddress, type ParsedAddress } from "../../model/address.ts";
import type { WriteContext, Written } from "../../model/connector.ts";
import type { Attributes, Change } from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { MemoryWorld } from "./world.ts";

export { textOf } from "../../model/writing.ts";

/** A change on its way into the world. */
export interface Writing {
  readonly world: MemoryWorld;
  readonly change: Change;
  readonly context: WriteContext;
  readonly kinds: Kinds;
}

/** What a change makes of the world. */
export interface Rewritten extends Written {
  readonly world: MemoryWorld;
}

/** What an address of one kind says. */
export type Target<Kind extends ParsedAddress["kind"]> = Extract<ParsedAddress, { readonly kind: Kind }>;

/** The id of the organization that a change lies in. */
export function home({ context }: Writing, target: ParsedAddress): string {
  return context.id(organizationAddress(target.organization));
}

/** Attributes with those of a change over them; null takes one away. */
export function merge(attributes: Attributes, after: Attributes = {}): Attributes {
  return Object.fromEntries(
    Object.entries({ ...attributes, ...after }).filter(([, value]) => value !== null),
  );
}
