/** `orgwright_organization`: an organization itself, without what is in it. */
import type { Part, PartKey } from "../../../index.ts";
import { organizationAddress } from "../../../model/address.ts";
import type { Kinds } from "../../../model/kinds.ts";
import type { LiveOrganization } from "../../../model/live.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { isGiven, textIn } from "../reading-attributes.ts";
import { parseReference, type Reference, referenceOf } from "../references.ts";
import { organizationSchema } from "../schemas/organization.ts";
import { branding, organizationSettings } from "../schemas/parts.ts";
import { type Attributes, Unknown, type Value } from "../values/value.ts";
import { asLive, updateAt } from "./following.ts";
import { waitingFor } from "./membership.ts";
import { otherOrganization } from "./organization-replaced.ts";
import type { Known, Piece, Refreshing } from "./piece.ts";
import { brandingIn, manifestValue, settingsIn } from "./settings.ts";
import { placeOf, type Shape } from "./shape.ts";
import { refuse } from "./words.ts";

/** The attributes that an organization has on its system. */
export const organizationShape: Shape = {
  plain: { slug: "slug", display_name: "displayName", description: "description" },
  groups: { settings: organizationSettings, branding },
};

/** One organization, by the system's id, else by its slug. */
export const organizationPiece: Piece = {
  schema: organizationSchema,
  defaults: { on_destroy: "delete", deletion_protection: true },
  judgedAtPlan: false,
  validate,
  id,
  part: (attributes, known) => partOf(attributes, specOf(attributes), known),
  ending: (attributes, known) => partOf(attributes, { ensure: "absent" }, known),
  place,
  replaced: (prior, proposed, { kinds }) =>
    otherOrganization(prior, proposed, { kinds, shape: organizationShape }),
  refresh,
  imported: (text) => {
    const reference = parseReference(text);
    if (reference === undefined) return undefined;
    const { slug = null, id: organizationId = null } = reference.key;
    return { connection_name: reference.connection, slug, organization_id: organizationId };
  },
};

function validate(config: Attributes): readonly Problem[] {
  return [...keyProblems(config), ...parentProblems(config), ...endProblems(config)];
}

function keyProblems(config: Attributes): readonly Problem[] {
  const names = ["slug", "organization_id"];
  if (!names.some((name) => isGiven(config[name]))) {
    return [
      refuse(
        "One of `slug` and `organization_id` is missing",
        "An organization is found by its slug or by the system's id. Give either; or both, so that it gets the slug when it has another.",
      ),
    ];
  }
  const connection = textIn(config["connection_name"]);
  return [
    ...names
      .filter((name) => config[name] === "")
      .map((name) => refuse(`\`${name}\` is empty`, "Write it, or leave it out.", [name])),
    ...(connection === undefined || parseReference(referenceOf(connection, { slug: "any" })) !== undefined
      ? []
      : [
          refuse(
            `\`${connection}\` cannot be the name of a connection`,
            "Name one of the provider's connections. Names have letters, digits, dots, dashes and underscores.",
            ["connection_name"],
          ),
        ]),
  ];
}

function parentProblems(config: Attributes): readonly Problem[] {
  const [parent, connection] = [parentIn(config), textIn(config["connection_name"])];
  if (parent === undefined || connection === undefined || parent.connection === connection) return [];
  return [
    refuse(
      `The parent is on the connection \`${parent.connection}\`, and its sub-account on \`${connection}\``,
      "A sub-account lives on the connection of its parent. Correct `connection_name` or `parent`.",
      ["parent"],
    ),
  ];
}

function endProblems(config: Attributes): readonly Problem[] {
  const protection = config["deletion_protection"];
  if (textIn(config["ensure"]) !== "absent" || protection === false || protection instanceof Unknown)
    return [];
  return [
    refuse(
      "The organization is protected from deletion",
      'With `ensure = "absent"` it is deleted. If that is meant, set `deletion_protection = false` beside it.',
      ["deletion_protection"],
    ),
  ];
}

/** By slug; by the system's id where only that was given, and then for good, whatever its slug is. */
function id(attributes: Attributes): string | undefined {
  const [connection, slug] = [textIn(attributes["connection_name"]), attributes["slug"]];
  if (connection === undefined) return undefined;
  const key = textIn(attributes["organization_id"]);
  const byId = key === undefined ? undefined : referenceOf(connection, { id: key });
  if (byId !== undefined && textIn(attributes["id"]) === byId) return byId;
  if (typeof slug === "string") return referenceOf(connection, { slug });
  return slug instanceof Unknown ? undefined : byId;
}

function parentIn(attributes: Attributes): Reference | undefined {
  const text = textIn(attributes["parent"]);
  return text === undefined ? undefined : parseReference(text);
}

/** What is remembered of the live id says nothing of an organization that is to be made anew: only the state's counts. */
function keyIn(attributes: Attributes): PartKey | undefined {
  const [slug, organizationId] = [textIn(attributes["slug"]), textIn(attributes["organization_id"])];
  if (slug === undefined && organizationId === undefined) return undefined;
  return {
    ...(slug === undefined ? {} : { slug }),
    ...(organizationId === undefined ? {} : { id: organizationId }),
  };
}

function partOf(
  attributes: Attributes,
  spec: Part["spec"],
  { invitations }: Pick<Known, "invitations">,
): Part | undefined {
  const [connection, key] = [textIn(attributes["connection_name"]), keyIn(attributes)];
  const reference =
    connection === undefined || key === undefined ? undefined : parseReference(referenceOf(connection, key));
  if (connection === undefined || key === undefined || reference === undefined) return undefined;
  const parent = parentIn(attributes);
  return {
    name: reference.name,
    connection,
    key,
    ...(parent === undefined || parent.connection !== connection
      ? {}
      : { parent: { name: parent.name, ...parent.key } }),
    spec,
    ...(attributes["deletion_protection"] === false ? { mayEnd: true } : {}),
    ...(invitations === undefined ? {} : { invitations }),
  };
}

function specOf(attributes: Attributes): Part["spec"] {
  if (textIn(attributes["ensure"]) === "absent") return { ensure: "absent" };
  const displayName = textIn(attributes["display_name"]);
  const description = manifestValue("description", attributes["description"]);
  const settings = settingsIn(attributes["settings"]);
  const look = brandingIn(attributes["branding"]);
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(typeof description === "string" || description === null ? { description } : {}),
    ...(settings === undefined ? {} : { settings }),
    ...(look === undefined ? {} : { branding: look }),
  };
}

const names = {
  connection: "connection_name",
  id: "organization_id",
  displayName: "display_name",
  previously: "slug",
} as const;

function place(path: readonly (string | number)[]): AttributePath {
  const at = placeOf(path, names, organizationShape);
  const [name] = at;
  return typeof name === "string" && Object.hasOwn(organizationSchema.attributes, name) ? at : [];
}

/** There although it was ended: shown as a difference, so that the next apply ends it again. */
const isThereAgain: Attributes = { ensure: "present" };

function refresh(state: Attributes, { compared, name, whole }: Refreshing): Attributes | undefined {
  const { plan, live, kinds } = compared;
  if (plan === undefined) return undefined;
  const address = organizationAddress(name);
  const pending = waitingFor(compared, (each) => each === address);
  const isAbsent = textIn(state["ensure"]) === "absent";
  const rest = { ...state, id: id(state) ?? null, pending: pending ?? null };
  if (live === undefined) return isAbsent || pending !== undefined ? rest : undefined;
  const { organization } = live;
  return {
    ...rest,
    ...asLive(state, organizationShape, {
      kind: kinds?.organization,
      live: { ...organization.attributes, slug: organization.slug ?? null },
      change: updateAt(compared, address),
      whole,
    }),
    organization_id: liveId(state, organization, kinds),
    parent: whole ? liveParent(state, organization) : (state["parent"] ?? null),
    ...(isAbsent && pending === undefined ? isThereAgain : {}),
  };
}

/** The system's id, where an organization can be found by it. */
function liveId(state: Attributes, { id: told }: LiveOrganization, kinds: Kinds | undefined): Value {
  return kinds?.organization.foundBy.includes("id") ? told : (state["organization_id"] ?? null);
}

function liveParent(state: Attributes, { parent, parentSlug }: LiveOrganization): Value {
  const connection = textIn(state["connection_name"]);
  if (connection === undefined || (parent === undefined && parentSlug === undefined)) return null;
  return referenceOf(connection, {
    ...(parentSlug === undefined ? {} : { slug: parentSlug }),
    ...(parent === undefined ? {} : { id: parent }),
  });
}
