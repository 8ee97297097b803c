/** Ids of what is only imagined: told from a system's ids by how they begin. */
import type { Attributes } from "../../model/contract.ts";
import type { Identity } from "../../model/identity.ts";

/** How an imagined id or e-mail begins. */
export const MARK = "declared ";

/** By a thing's id, given or imagined: the attributes that the manifests say of it. What else it has is assumed. */
export type Known = ReadonlyMap<string, ReadonlySet<string>>;

/** The id of a person's imagined account: the system's own where the manifests give it. */
export function idOf({ id, key }: Pick<Identity, "id" | "key">): string {
  return id ?? `${MARK}${key}`;
}

/** The attributes without imagined ids and e-mails. */
export function withoutMarks(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => !isMarked(value)));
}

function isMarked(value: Attributes[string]): boolean {
  return typeof value === "string" && value.startsWith(MARK);
}
