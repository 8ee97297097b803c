/** Which attributes of a resource are attributes of the live thing, and what they say. */
import type { AttributeSpec, KindSpec } from "../../../model/kinds.ts";
import type { AttributePath } from "../provider.ts";
import { objectIn } from "../reading-attributes.ts";
import type { Attributes as Described } from "../schema/schema.ts";
import type { Attributes, Value } from "../values/value.ts";
import { attributeName, manifestName } from "./settings.ts";

/** The attributes that a live thing has too. */
export interface Shape {
  /** What the live thing calls them. */
  readonly plain: Readonly<Record<string, string>>;
  /** Objects whose attributes are its attributes, by the schema of each. */
  readonly groups: Readonly<Record<string, Described>>;
}

/** One attribute of a live thing: where it is said, and what. */
export interface Said {
  /** `displayName`, `settings.tags`. */
  readonly live: string;
  readonly path: AttributePath;
  readonly value: Value;
  /** In a group nothing is told that is not given. */
  readonly isTold: boolean;
}

/** What attributes say of a live thing, each attribute of the shape once. */
export function said(attributes: Attributes, { plain, groups }: Shape): readonly Said[] {
  return [
    ...Object.entries(plain).map(([name, live]) => ({
      live,
      path: [name],
      value: attributes[name] ?? null,
      isTold: true,
    })),
    ...Object.entries(groups).flatMap(([group, inside]) =>
      Object.keys(inside).map((name) => ({
        live: `${group}.${manifestName(name)}`,
        path: [group, name],
        value: objectIn(attributes[group])?.[name] ?? null,
        isTold: false,
      })),
    ),
  ];
}

/** What a kind says of an attribute that can be given; undefined where the system has none. */
export function settable(kind: KindSpec | undefined, live: string): AttributeSpec | undefined {
  if (kind === undefined || !Object.hasOwn(kind.attributes, live)) return undefined;
  const spec = kind.attributes[live];
  return spec?.mode === "computed" ? undefined : spec;
}

/** Where an attribute of a manifest's entry is in the resource; `names` are those that are called differently. */
export function placeOf(
  path: readonly (string | number)[],
  names: Readonly<Record<string, string>>,
  { groups }: Pick<Shape, "groups">,
): AttributePath {
  const [first, second] = path;
  if (typeof first !== "string") return [];
  const name = names[first] ?? first;
  return Object.hasOwn(groups, name) && typeof second === "string" ? [name, attributeName(second)] : [name];
}
