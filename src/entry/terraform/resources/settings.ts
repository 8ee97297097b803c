/** Settings and branding: attributes in a schema's spelling, and the same in a manifest's. */
import type { Branding, Value as ManifestValue, Settings } from "../../../model/contract.ts";
import { numberIn, objectIn, textsIn } from "../reading-attributes.ts";
import { isKnown, type Value } from "../values/value.ts";

/** What ends a setting where zero is no value of it. */
const ended: Readonly<Record<string, number>> = { password_expiry_days: 0 };

/** `require_two_factor` as `requireTwoFactor`. */
export function manifestName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `requireTwoFactor` as `require_two_factor`. */
export function attributeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The value as a manifest says it: null where it clears; undefined where nothing is said, or not all of it is known. */
export function manifestValue(name: string, value: Value | undefined): ManifestValue | undefined {
  if (value === null || value === undefined || !isKnown(value)) return undefined;
  if (value === "") return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  const texts = textsIn(value);
  if (texts !== undefined) return texts.length === 0 ? null : texts;
  const number = numberIn(value);
  return number !== undefined && number === ended[name] ? null : number;
}

/** The settings that a manifest would have; undefined where none is said. */
export function settingsIn(value: Value | undefined): Settings | undefined {
  const said = Object.entries(objectIn(value) ?? {}).flatMap(([name, each]) => {
    const meant = manifestValue(name, each);
    return meant === undefined ? [] : [[manifestName(name), meant] as const];
  });
  return said.length === 0 ? undefined : (Object.fromEntries(said) as Settings);
}

/** The same of the branding. */
export function brandingIn(value: Value | undefined): Branding | undefined {
  return settingsIn(value) as Branding | undefined;
}

/** A live value as an attribute has it; null where it is none. */
export function attributeValue(value: ManifestValue | undefined): Value {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return [...(value as readonly string[])];
  return typeof value === "object" ? null : value;
}
