/** Manifest fields to the flat attributes that connectors compare. */
import type { Attributes, OrganizationSpec, RoleEntry, Value, WorkspaceEntry } from "../../model/contract.ts";
import type { Path } from "../syntax/source.ts";

/** One attribute, and where in its entry it stands. */
export interface GivenAttribute {
  /** `displayName`, `settings.requireTwoFactor`, … */
  readonly name: string;
  readonly value: Value;
  readonly path: Path;
}

/** An organization's attributes but for its slug: only what is given; null clears. */
export function organizationAttributes({
  displayName,
  description,
  settings,
  branding,
}: OrganizationSpec): readonly GivenAttribute[] {
  return [
    ...plain({ displayName, description }),
    ...inner("settings", settings),
    ...inner("branding", branding),
  ];
}

/** A role's attributes. */
export function roleAttributes({ displayName, description }: RoleEntry): readonly GivenAttribute[] {
  return plain({ displayName, description });
}

/** A workspace's attributes. */
export function workspaceAttributes({ displayName, settings }: WorkspaceEntry): readonly GivenAttribute[] {
  return [...plain({ displayName }), ...inner("settings", settings)];
}

/** As an object by name. */
export function asAttributes(attributes: readonly GivenAttribute[]): Attributes {
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}

function plain(fields: Readonly<Record<string, Value | undefined>>): readonly GivenAttribute[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, path: [name] }],
  );
}

function inner(section: string, fields: object | undefined): readonly GivenAttribute[] {
  const entries: readonly [string, Value | undefined][] = Object.entries(fields ?? {});
  return entries.flatMap(([key, value]) =>
    value === undefined ? [] : [{ name: `${section}.${key}`, value, path: [section, key] }],
  );
}
