/** Ids of resources that are a whole section of an organization: the organization's reference, and the section behind it. */
import { parseReference, referenceOf } from "../references.ts";

/** The reference of the organization in `ORGANIZATION/SECTION`; undefined for an id of something else. */
export function organizationOfSection(id: string, section: string): string | undefined {
  const end = `/${section}`;
  const reference = id.endsWith(end) ? parseReference(id.slice(0, -end.length)) : undefined;
  return reference && referenceOf(reference.connection, reference.key);
}
