/** Attributes that several schemas have. */
import type { Attribute, Attributes } from "../schema/schema.ts";

/** An attribute of a plain type, with whether it is given, told, or either. */
export function text(description: string, how: Omit<Attribute, "type" | "description">): Attribute {
  return { type: "string", description, ...how };
}

/** A set of texts. */
export function texts(description: string, how: Omit<Attribute, "type" | "description">): Attribute {
  return { type: { collection: "set", of: "string" }, description, ...how };
}

/** One object with attributes of its own. */
export function object(
  description: string,
  attributes: Attributes,
  how: Omit<Attribute, "type" | "description">,
): Attribute {
  return { type: { nesting: "single", attributes }, description, ...how };
}

/** A set of objects. */
export function objects(
  description: string,
  attributes: Attributes,
  how: Omit<Attribute, "type" | "description">,
): Attribute {
  return { type: { nesting: "set", attributes }, description, ...how };
}

/** Given, or left as it is and told. */
export const either = { optional: true, computed: true } as const;
/** Only told. */
export const told = { computed: true } as const;
/** Only given. */
export const given = { optional: true } as const;
/** Always given. */
export const needed = { required: true } as const;

/** How an import and a reference name a resource. */
export function id(form: string): Attribute {
  return text(`The name of this resource for references and imports: \`${form}\`.`, told);
}

/** Which organization something is in. */
export const organization: Attribute = text(
  "The organization that it belongs to: the `id` of an `orgwright_organization`, or `CONNECTION/SLUG`, or `CONNECTION/id:ID`.",
  needed,
);

/** What becomes of the live thing when the resource is destroyed. */
export function onDestroy(words: string): Attribute {
  return text(`What a destroy does: \`delete\` (default) ${words}; \`release\` leaves it as it is.`, either);
}

/** What is wanted and not possible yet. */
export const pending: Attribute = text(
  "What is wanted and waits for something, such as an invitation to be accepted; null when all is as configured.",
  told,
);

/** What a creation found and changes: in the plan, so that nothing else is taken over by the apply. */
export const takenOver: Attribute = {
  type: { collection: "list", of: "string" },
  description:
    "What was there already when this was created, and was changed or removed by it; null when nothing was.",
  ...told,
};

/** How long each operation may take. */
export const timeouts: Attribute = object(
  "How long each operation may take, as numbers with a unit: `30s`, `10m`, `1h`. Default `20m` each.",
  {
    create: text("For a creation.", given),
    read: text("For a refresh.", given),
    update: text("For an update.", given),
    delete: text("For a deletion.", given),
  },
  given,
);

/** Settings of an organization, for all systems; each system has some of them. */
export const organizationSettings: Attributes = {
  require_two_factor: { type: "bool", description: "Whether everybody needs a second factor.", ...given },
  password_expiry_days: {
    type: "number",
    description: "Days after which a password has to be changed. 0 ends the expiry.",
    ...given,
  },
  tags: texts("Tags. An empty set clears them.", given),
};

/** Settings of a workspace, for all systems; each system has some of them. */
export const workspaceSettings: Attributes = {
  tags: texts("Tags. An empty set clears them.", given),
  email: text("Address for messages about the workspace.", given),
  security_profile: text("The security profile that holds in it.", given),
};

/** How an organization shows itself. */
export const branding: Attributes = {
  display_name: text("Name that is shown. Empty clears it.", given),
  primary_color: text("Main colour, as `#00bb55`. Empty clears it.", given),
  accent_color: text("Second colour. Empty clears it.", given),
  logo_url: text("Address of the logo. Empty clears it.", given),
};
