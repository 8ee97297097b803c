/** What is told of an organization itself. */
import type { Value as LiveValue } from "../../../model/contract.ts";
import type { LiveOrganization } from "../../../model/live.ts";
import { referenceOf } from "../references.ts";
import type { Attributes as Described } from "../schema/schema.ts";
import type { Attributes, Value } from "../values/value.ts";

/** Its attributes in the words of the schema, with the reference of it and of its parent. */
export function aboutOrganization(connection: string, organization: LiveOrganization): Attributes {
  const { id, slug, attributes } = organization;
  return {
    id: referenceOf(connection, slug === undefined ? { id } : { slug }),
    slug: slug ?? null,
    organization_id: id,
    display_name: tellable(attributes["displayName"]),
    description: tellable(attributes["description"]),
    parent: parentOf(connection, organization),
  };
}

function parentOf(connection: string, { parent, parentSlug }: LiveOrganization): Value {
  if (parentSlug !== undefined) return referenceOf(connection, { slug: parentSlug });
  return parent === undefined ? null : referenceOf(connection, { id: parent });
}

/** The attributes of a group such as `settings`; null where the system tells none of them. */
export function groupOf(
  { attributes }: Pick<LiveOrganization, "attributes">,
  group: "settings" | "branding",
  described: Described,
): Value {
  const keyed = Object.keys(described).map((name) => ({ name, live: attributes[`${group}.${camel(name)}`] }));
  if (keyed.every(({ live }) => live === undefined)) return null;
  return Object.fromEntries(keyed.map(({ name, live }) => [name, tellable(live)]));
}

/** What a live attribute is as a value of Terraform's; null where it is not told. */
export function tellable(live: LiveValue | undefined): Value {
  return live ?? null;
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
