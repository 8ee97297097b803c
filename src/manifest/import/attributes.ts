/** Live attributes to manifest fields: all that the system lets us manage, or had set when it was made. */
import type { Attributes, Value } from "../../model/contract.ts";
import type { AttributeSpec, KindSpec } from "../../model/kinds.ts";
import { type Data, type Fields, isSayable } from "./text.ts";

/** Fields in the order of `kinds`, and the names of those that a manifest cannot say. */
export interface Said {
  readonly fields: Fields;
  readonly unsaid: readonly string[];
}

const brandingKeys = ["displayName", "primaryColor", "accentColor", "logoUrl"];

/** An organization's displayName, description, settings and branding. */
export function organizationFields(attributes: Attributes, kind: KindSpec): Said {
  return said(attributes, kind, ["displayName", "description"], ["settings", "branding"]);
}

/** A role's displayName and description. */
export function roleFields(attributes: Attributes, kind: KindSpec): Said {
  return said(attributes, kind, ["displayName", "description"], []);
}

/** A workspace's displayName and settings. */
export function workspaceFields(attributes: Attributes, kind: KindSpec): Said {
  return said(attributes, kind, ["displayName"], ["settings"]);
}

function said(
  attributes: Attributes,
  kind: KindSpec,
  plain: readonly string[],
  headings: readonly string[],
): Said {
  const fields = new Map<string, Data>();
  const unsaid: string[] = [];
  for (const [path, spec] of Object.entries(kind.attributes)) {
    const value = attributes[path] ?? null;
    const [heading, key] = parted(path, headings);
    const hasPlace = key === undefined ? plain.includes(path) : heading !== "branding" || brandingKeys.includes(key);
    if (!hasPlace || !isOurs(spec) || value === null || value === "") continue;
    const data = sayable(value, spec, heading);
    if (data === undefined) unsaid.push(path);
    else if (key === undefined) fields.set(path, data);
    else fields.set(heading, new Map([...inside(fields.get(heading)), [key, data]]));
  }
  return { fields, unsaid };
}

/** `settings.tags` as heading and key; a name without a known heading has no key. */
function parted(path: string, headings: readonly string[]): readonly [heading: string, key?: string] {
  const heading = path.slice(0, Math.max(0, path.indexOf(".")));
  return headings.includes(heading) ? [heading, path.slice(heading.length + 1)] : [""];
}

function isOurs({ mode, sensitive }: AttributeSpec): boolean {
  return (mode === "managed" || mode === "immutable") && sensitive !== true;
}

function inside(data: Data | undefined): Fields {
  return data instanceof Map ? data : new Map();
}

/** The value as the schema and `validate` take it. */
function sayable(value: Value, { compare, values }: AttributeSpec, heading: string): Data | undefined {
  if (value === null || typeof value === "object") {
    if (!isTexts(value) || heading !== "settings" || !value.every(isSayable)) return undefined;
  } else if (compare === "set" || (typeof value === "string" && !isSayable(value))) return undefined;
  else if (typeof value !== "string" && heading !== "settings") return undefined;
  const all: readonly unknown[] = isTexts(value) ? value : [value];
  return values === undefined || all.every((one) => values.includes(String(one))) ? value : undefined;
}

function isTexts(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
