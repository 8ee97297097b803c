import type { Attributes, Value } from "../../model/contract.ts";
import type { Organization } from "../../model/organization.ts";
import { type Resource, resourcesOf } from "../../model/resource.ts";
import { SEVERAL_LEVELS } from "./kinds.ts";
import { held } from "./roles.ts";

/** What an organization wants, in the form in which APImetrics tells it. Pure. */
export function desired(organization: Organization): readonly Resource[] {
  return resourcesOf(organization, SEVERAL_LEVELS).map((resource) => ({
    ...resource,
    attributes: inItsForm(resource.attributes),
  }));
}

function inItsForm(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const form = forms[name];
      return [name, form === undefined ? value : form(value)];
    }),
  );
}

/** What means the same is said in one way: no days and no tags are nothing. */
const forms: Readonly<Partial<Record<string, (value: Value) => Value>>> = {
  roles: (value) => (Array.isArray(value) && value.length > 0 ? [...held(value)] : value),
  description: (value) => value || null,
  "settings.passwordExpiryDays": (value) => value || null,
  "settings.tags": (value) => (Array.isArray(value) ? tagsOrNone(value) : value),
};

function tagsOrNone(tags: readonly string[]): Value {
  return tags.length === 0 ? null : [...new Set(tags)];
}
