import type { CheckProblem, ConnectionSettings } from "../../model/connector.ts";
import type { Organization, Role } from "../../model/organization.ts";

type Place = Pick<CheckProblem, "at" | "location">;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What LumoAuth cannot express beyond its `kinds`: a connection has a tenant, slugs are URL-friendly (inferred). */
export function check(organization: Organization, settings: ConnectionSettings): readonly CheckProblem[] {
  const { name, key, roles } = organization;
  return [
    ...(settings.tenant ? [] : [noTenant(settings.name)]),
    ...(key.slug === undefined ? [] : slugOf(`${name}: the slug`, key.slug, { at: ["slug"] })),
    ...(roles?.entries ?? []).flatMap((role) =>
      role.ensure === "absent" ? [] : slugOf(`${name}: the role's name`, role.name, placeOf(role)),
    ),
  ];
}

function noTenant(connection: string): CheckProblem {
  return {
    code: "lumoauth/tenant",
    severity: "error",
    message: `The connection ${connection} names no tenant.`,
    why: "LumoAuth keeps organizations inside a tenant, whose slug is part of every address.",
    fix: "Write `tenant:` with the tenant's slug into the connection in the project file.",
    at: ["connection"],
  };
}

function placeOf({ origins: [location] }: Role): Place {
  return location === undefined ? {} : { location };
}

function slugOf(what: string, slug: string, place: Place): readonly CheckProblem[] {
  if (SLUG.test(slug)) return [];
  return [
    {
      code: "lumoauth/slug",
      severity: "warning",
      message: `${what} ${JSON.stringify(slug)} does not look like one of LumoAuth's slugs.`,
      why: "Slugs there are URL-friendly: one that is written otherwise can hardly be found, so it would be made anew.",
      fix: "Copy the slug from LumoAuth; it is made of small letters, digits and single hyphens.",
      ...place,
    },
  ];
}
