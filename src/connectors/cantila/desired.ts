import type { Organization } from "../../model/organization.ts";
import { type Resource, resourcesOf } from "../../model/resource.ts";
import { attributesOf, lookOf } from "./look.ts";

/** The resources that an organization wants; colors in the form in which they are compared. Pure. */
export function desired(organization: Organization): readonly Resource[] {
  const { attributes } = organization;
  return resourcesOf({
    ...organization,
    attributes: { ...attributes, ...attributesOf(lookOf(attributes)) },
  });
}
