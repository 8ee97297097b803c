import type { ConnectionSettings } from "../../model/connector.ts";
import type { Diagnostic, Location } from "../../model/contract.ts";
import type { Organization } from "../../model/organization.ts";

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What LumoAuth cannot express beyond its `kinds`: a connection has a tenant, slugs are URL-friendly (inferred). */
export function check(organization: Organization, settings: ConnectionSettings): readonly Diagnostic[] {
  const { name, key, origins, roles } = organization;
  return [
    ...(settings.tenant ? [] : [noTenant(settings.name, origins[0])]),
    ...(key.slug === undefined ? [] : slugOf(`${name}: the slug`, key.slug, origins[0])),
    ...(roles?.entries ?? []).flatMap((role) =>
      role.ensure === "absent" ? [] : slugOf(`${name}: the role's name`, role.name, role.origins[0]),
    ),
  ];
}

function noTenant(connection: string, location: Location | undefined): Diagnostic {
  return {
    code: "lumoauth/tenant",
    severity: "error",
    message: `The connection ${connection} names no tenant.`,
    why: "LumoAuth keeps organizations inside a tenant, whose slug is part of every address.",
    fix: "Write `tenant:` with the tenant's slug into the connection in the project file.",
    ...(location === undefined ? {} : { location }),
  };
}

function slugOf(what: string, slug: string, location: Location | undefined): readonly Diagnostic[] {
  if (SLUG.test(slug)) return [];
  return [
    {
      code: "lumoauth/slug",
      severity: "warning",
      message: `${what} ${JSON.stringify(slug)} does not look like one of LumoAuth's slugs.`,
      why: "Slugs there are URL-friendly: one that is written otherwise can hardly be found, so it would be made anew.",
      fix: "Copy the slug from LumoAuth; it is made of small letters, digits and single hyphens.",
      ...(location === undefined ? {} : { location }),
    },
  ];
}
