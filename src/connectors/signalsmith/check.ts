import type { CheckProblem } from "../../model/connector.ts";
import type { Organization } from "../../model/organization.ts";

/** What SignalSmith cannot express beyond its `kinds`: a slug is the URL-friendly form of a name. */
export function check({ name, key }: Organization): readonly CheckProblem[] {
  if (key.slug === undefined || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(key.slug)) return [];
  return [
    {
      code: "signalsmith/slug",
      severity: "warning",
      message: `${name}: the slug ${JSON.stringify(key.slug)} does not look like one of SignalSmith's.`,
      why: "Slugs there are URL-friendly: an organization with another one can hardly be found, so it would be created.",
      fix: "Copy the slug from Organization > Settings; it is made of small letters, digits and single hyphens.",
      at: ["slug"],
    },
  ];
}
