/** What a project declares already, as far as an import has to know it. */
import type { LiveOrganization } from "../../model/live.ts";
import { peopleOn, personsByEmail } from "../meaning/people.ts";
import type { Documents } from "../schema/manifests.ts";
import type { ImportContext } from "./context.ts";

/** The manifest that an organization of the connection has already: found by its slug, an earlier one, or its id. */
export function declaredName(
  { id, slug }: LiveOrganization,
  connection: string,
  { organizations }: Pick<Documents, "organizations">,
): string | undefined {
  const found = organizations.find(({ value: { spec } }) => {
    const slugs = [spec.slug, ...(spec.previously?.slugs ?? [])];
    return spec.connection === connection && (spec.id === id || (slug !== undefined && slugs.includes(slug)));
  });
  return found?.value.metadata.name;
}

/** Persons and workspaces of a connection that the project's documents speak of. */
export function declaredOn(
  connection: { readonly name: string; readonly system: string },
  { organizations, persons }: Documents,
): Pick<ImportContext, "people" | "elsewhere"> {
  const workspaces = organizations
    .filter(({ value: { spec } }) => spec.connection === connection.name && spec.ensure !== "absent")
    .flatMap(({ value: { spec } }) => spec.workspaces ?? [])
    .flatMap(({ id, ensure }) => (id === undefined || ensure === "absent" ? [] : [id]));
  return { people: peopleOn(connection, persons, personsByEmail(persons)), elsewhere: new Set(workspaces) };
}
