/** The look of an account: `branding` in manifests, and the one form in which its values are compared. */
import type { Attributes } from "../../model/contract.ts";
import type { Account, Branding } from "./contract.ts";
import type { Dialect } from "./dialect.ts";

/** A field of `branding`. */
export type LookField = "displayName" | "primaryColor" | "accentColor" | "logoUrl";

/** What some fields are, or shall be; null: not set. */
export type Look = Readonly<Partial<Record<LookField, string | null>>>;

const PUBLISHED = ["displayName", "primaryColor"] as const;
const ALL = [...PUBLISHED, "accentColor", "logoUrl"] as const;

/** The fields that a dialect has; all of them where it is not known yet. */
export function lookFields(dialect: Dialect | undefined): readonly LookField[] {
  return dialect === "documented" ? PUBLISHED : ALL;
}

/** A color in six small digits; anything else in small letters. */
export function comparedColor(color: string): string {
  const small = color.toLowerCase();
  return /^#[0-9a-f]{3}$/.test(small) ? small.replace(/[0-9a-f]/g, "$&$&") : small;
}

/** A value as it is compared; an empty text is one that is not set. */
export function comparedLook(field: LookField, value: string | null | undefined): string | null {
  if (!value) return null;
  return isColor(field) ? comparedColor(value) : value;
}

/** The attributes of an organization for the fields of a look. */
export function attributesOf(look: Look): Attributes {
  const fields = ALL.filter((field) => look[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [`branding.${field}`, comparedLook(field, look[field])]));
}

/** The look among attributes: only what they give. */
export function lookOf(attributes: Attributes): Look {
  return Object.fromEntries(
    ALL.flatMap((field): readonly (readonly [LookField, string | null])[] => {
      const value = attributes[`branding.${field}`];
      return typeof value === "string" || value === null ? [[field, value]] : [];
    }),
  );
}

/** The look as it stands in an account itself. */
export function lookIn(account: Account): Look {
  return {
    displayName: account.brandDisplayName ?? null,
    primaryColor: account.brandPrimaryColor ?? null,
    accentColor: account.brandAccentColor ?? null,
    logoUrl: account.brandLogoUrl ?? null,
  };
}

/** The look as it is shown apart from its account. */
export function lookShown({ displayName = null, primaryColor = null }: Branding): Look {
  return { displayName, primaryColor };
}

/** The first field that is not as it is wanted; nothing where all are. */
export function otherField(now: Look, wanted: Look): LookField | undefined {
  return ALL.find((field) => {
    const value = wanted[field];
    return value !== undefined && comparedLook(field, now[field]) !== comparedLook(field, value);
  });
}

/** Whether a field holds a color. */
export function isColor(field: LookField): boolean {
  return field === "primaryColor" || field === "accentColor";
}
