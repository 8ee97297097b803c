/** Schema of `orgwright_ownership`. */
import type { Schema } from "../schema/schema.ts";
import { grant } from "./access.ts";
import { given, id, object, objects, organization, text, texts, timeouts, told } from "./parts.ts";

const lists = {
  roles: texts("Names of roles.", given),
  workspaces: texts("Names or ids of workspaces.", given),
  access: objects("Grants.", grant, given),
} as const;

/** What an organization has and nothing else. */
export const ownershipSchema: Schema = {
  version: 0,
  description:
    "Makes sections of an organization exact: what is live and not listed is removed, last of all. It creates nothing; give it `depends_on` for what does. Destroying it removes nothing.",
  attributes: {
    id: id("ORGANIZATION/ownership"),
    organization,
    roles: {
      ...lists.roles,
      description:
        "All roles that there shall be, by name. System roles stay. Left out: roles are left alone.",
    },
    workspaces: {
      ...lists.workspaces,
      description: "All workspaces that there shall be, by name or id. Left out: workspaces are left alone.",
    },
    access: {
      ...lists.access,
      description:
        "All access that roles and the people named here shall have. Access of others is left alone. Left out: access is left alone.",
    },
    absent: object("What shall not be there, whatever else is said.", lists, given),
    confirm_empty: texts("Sections that are empty on purpose: `roles`, `workspaces`, `access`.", given),
    timeouts,
    pending: text("What shall go and waits for something; null when nothing does.", told),
  },
};
