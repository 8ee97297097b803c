/** Attributes as the model has them to attributes as Terraform takes them. */
import type { Attributes, Value } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { InternalError } from "../../model/errors.ts";
import type { OrganizationBranding, OrganizationSettings, WorkspaceSettings } from "./compiled/index.js";

/** What a manifest says of an organization; what it does not say is not there. */
export interface OrganizationAttributes {
  readonly displayName?: string;
  readonly description?: string;
  readonly settings?: OrganizationSettings;
  readonly branding?: OrganizationBranding;
}

/** What a manifest says of a workspace beside its name. */
export interface WorkspaceAttributes {
  readonly displayName?: string;
  readonly settings?: WorkspaceSettings;
}

type Plain = Exclude<Value, null>;

/** Words for "nothing there", by attribute; a text is empty. A manifest's null says the same. */
const CLEARED: Readonly<Record<string, Plain>> = { tags: [], passwordExpiryDays: 0 };

/** What can be said of which kind; a system's attribute that is not here has no place in Terraform. */
const KNOWN = {
  organization: {
    own: ["displayName", "description"],
    settings: ["requireTwoFactor", "passwordExpiryDays", "tags"],
    branding: ["displayName", "primaryColor", "accentColor", "logoUrl"],
  },
  role: { own: ["displayName", "description"] },
  workspace: { own: ["displayName"], settings: ["tags", "email", "securityProfile"] },
} as const satisfies Record<string, Readonly<Record<string, readonly string[]>>>;

/** An organization's attributes. Throws an InternalError for one that Terraform's schema does not have. */
export function organizationAttributes(attributes: Attributes): OrganizationAttributes {
  return nested(attributes, KNOWN.organization);
}

/** A role's attributes. Throws as above. */
export function roleAttributes(
  attributes: Attributes,
): Pick<OrganizationAttributes, "displayName" | "description"> {
  return nested(attributes, KNOWN.role);
}

/** A workspace's attributes. Throws as above. */
export function workspaceAttributes(attributes: Attributes): WorkspaceAttributes {
  return nested(attributes, KNOWN.workspace);
}

/** `settings.tags` as `{settings: {tags}}`. */
function nested(attributes: Attributes, known: Readonly<Record<string, readonly string[]>>): object {
  const groups = new Map<string, Record<string, Plain>>();
  for (const [name, value] of Object.entries(attributes)) {
    const [group, key] = name.includes(".") ? (name.split(".") as [string, string]) : ["own", name];
    if (known[group]?.includes(key) !== true) throw new InternalError(`Terraform has no attribute ${name}`);
    groups.set(group, { ...groups.get(group), [key]: terraformValue(key, value) });
  }
  const { own, ...others } = Object.fromEntries(groups);
  return { ...own, ...others };
}

function terraformValue(key: string, value: Value): Plain {
  if (value === null) return CLEARED[key] ?? "";
  return Array.isArray(value) ? [...value].sort(compareText) : value;
}
