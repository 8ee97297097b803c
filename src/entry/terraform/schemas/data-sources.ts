/** Schemas of the data sources. */
import type { Attribute, Attributes, Schema } from "../schema/schema.ts";
import {
  branding,
  either,
  id,
  needed,
  object,
  organization,
  organizationSettings,
  text,
  texts,
  told,
} from "./parts.ts";

/** The same attributes, told and not given. */
function toldOf(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, description }]): [string, Attribute] => [
      name,
      { type, description, ...told },
    ]),
  );
}

function list(description: string, attributes: Attributes): Attribute {
  return { type: { nesting: "list", attributes }, description, ...told };
}

const about: Attributes = {
  slug: text("Its natural key on the system.", told),
  organization_id: text("The system's own id of it.", told),
  display_name: text("The name that people see.", told),
  description: text("What it is for.", told),
  parent: text("`id` of the organization that it is a sub-account of, where the system tells.", told),
};

/** One organization as it is live. */
export const organizationDataSchema: Schema = {
  version: 0,
  description: "One organization as it is live, with its roles and workspaces.",
  attributes: {
    id: id("CONNECTION/SLUG"),
    connection_name: text("Name of the connection on which it lives.", needed),
    ...about,
    slug: text("Its natural key on the system. Give this or `organization_id`.", either),
    organization_id: text("The system's own id of it.", either),
    settings: object("Settings, as far as the system has them.", toldOf(organizationSettings), told),
    branding: object("How it shows itself.", toldOf(branding), told),
    roles: list("Its roles.", {
      name: text("Key on the system.", told),
      role_id: text("The system's own id.", told),
      display_name: text("The name that people see.", told),
      description: text("What it is for.", told),
    }),
    workspaces: list("Its workspaces.", {
      name: text("Live name.", told),
      workspace_id: text("The system's own id.", told),
    }),
  },
};

/** All organizations of a connection. */
export const organizationsDataSchema: Schema = {
  version: 0,
  description: "All organizations that the credential of a connection sees and manages.",
  attributes: {
    id: id("CONNECTION"),
    connection_name: text("Name of the connection.", needed),
    organizations: list("By slug.", { id: text("For references: `CONNECTION/SLUG`.", told), ...about }),
  },
};

/** The members of an organization as they are live. */
export const membersDataSchema: Schema = {
  version: 0,
  description: "The members of an organization as they are live, invitations among them.",
  attributes: {
    id: id("ORGANIZATION/members"),
    organization,
    members: list("By address.", {
      email: text("Address, where the system tells it.", told),
      user_id: text("The account's own id; of an invitation null.", told),
      roles: texts("Roles.", told),
      status: text("`active`, `suspended`, `invited` or `expired`.", told),
      workspaces: {
        type: { collection: "map", of: "string" },
        description: "Level by workspace name, where access is a thing of its own.",
        ...told,
      },
    }),
  },
};
