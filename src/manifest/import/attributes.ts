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
    const place = placeOf(path, plain, headings);
    if (place === undefined || !isOurs(spec) || value === null || value === "") continue;
    const data = sayable(value, spec, place.heading);
    if (data === undefined) unsaid.push(path);
    else if (place.heading === undefined) fields.set(path, data);
    else fields.set(place.heading, new Map([...inside(fields.get(place.heading)), [place.key, data]]));
  }
  return { fields, unsaid };
}

interface Place {
  readonly heading?: string;
  readonly key: string;
}

/** `settings.tags` as heading and key, a plain name as a key; undefined for what a manifest has no place for. */
function placeOf(path: string, plain: readonly string[], headings: readonly string[]): Place | undefined {
  const dot = path.indexOf(".");
  if (dot === -1) return plain.includes(path) ? { key: path } : undefined;
  const [heading, key] = [path.slice(0, dot), path.slice(dot + 1)];
  const isKnown = headings.includes(heading) && (heading !== "branding" || brandingKeys.includes(key));
  return isKnown ? { heading, key } : undefined;
}

function isOurs({ mode, sensitive }: AttributeSpec): boolean {
  return (mode === "managed" || mode === "immutable") && sensitive !== true;
}

function inside(data: Data | undefined): Fields {
  return data instanceof Map ? data : new Map();
}

/** The value as the schema and `validate` take it. */
export function sayable(
  value: NonNullable<Value>,
  { compare, values }: AttributeSpec,
  heading: string | undefined,
): Data | undefined {
  if (typeof value === "object" && !isTexts(value)) return undefined;
  const all = isTexts(value) ? value : [value];
  const fitsSchema = heading === "settings" || typeof value === "string";
  const fitsKind = compare !== "set" || isTexts(value);
  const isAllowed = all.every((one) => values?.includes(String(one)) ?? true);
  const isText = all.every((one) => typeof one !== "string" || isSayable(one));
  return fitsSchema && fitsKind && isAllowed && isText ? value : undefined;
}

function isTexts(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
