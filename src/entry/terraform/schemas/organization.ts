/** Schema of `orgwright_organization`. */
import type { Schema } from "../schema/schema.ts";
import {
  branding,
  either,
  given,
  id,
  needed,
  object,
  onDestroy,
  organizationSettings,
  pending,
  takenOver,
  text,
  timeouts,
} from "./parts.ts";

/** An organization itself, without what is in it. */
export const organizationSchema: Schema = {
  version: 0,
  description:
    "An organization. One that is there already under its slug or id is taken over. What is in it has resources of its own.",
  attributes: {
    id: id("CONNECTION/SLUG` or `CONNECTION/id:ID"),
    connection_name: text("Name of the connection on which it lives.", needed),
    slug: text("Its natural key on the system. Give this or `organization_id`.", either),
    organization_id: text("The system's own id of it.", either),
    display_name: text("The name that people see.", either),
    description: text("What it is for. Empty clears it.", either),
    parent: text("`id` of the organization that this one is a sub-account of.", given),
    settings: object(
      "Settings; each system has some of them. What is left out is left alone.",
      organizationSettings,
      given,
    ),
    branding: object("How it shows itself. What is left out is left alone.", branding, given),
    ensure: text(
      "`absent` ends the organization, as far as `deletion_protection` lets it. Default `present`.",
      given,
    ),
    on_destroy: onDestroy("deletes it, once `deletion_protection` is false"),
    deletion_protection: {
      type: "bool",
      description: "While true (default), nothing deletes the organization.",
      ...either,
    },
    taken_over: takenOver,
    timeouts,
    pending,
  },
};
