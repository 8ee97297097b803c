/** Schema of `orgwright_member`. */
import type { Attributes, Schema } from "../schema/schema.ts";
import {
  either,
  given,
  id,
  onDestroy,
  organization,
  pending,
  takenOver,
  text,
  texts,
  timeouts,
} from "./parts.ts";

/** What is said of somebody's membership, here and among all members. */
export const membership: Attributes = {
  aliases: texts(
    "Other addresses that mean this person: whoever is live under one is not invited again.",
    given,
  ),
  role: text("The role. Give this or `roles`.", given),
  roles: texts("The roles, on systems where somebody has several.", given),
  workspaces: {
    type: { collection: "map", of: "string" },
    description:
      "Level by workspace (its name or id): the whole of this member's access, and part of an invitation where it can carry access. Left out: what access there is stays.",
    ...given,
  },
};

/** One member of an organization. */
export const memberSchema: Schema = {
  version: 0,
  description:
    "One member of an organization, invited or added as the system does it. A pending invitation with the right role is as configured. Not beside `orgwright_members` of the same organization.",
  attributes: {
    id: id("ORGANIZATION/member/EMAIL` or `ORGANIZATION/member/id:ID"),
    organization,
    email: text("The person's address. Give this, `user_id`, or both.", given),
    user_id: text("The system's own id of the account.", given),
    ...membership,
    status: text("`active` or `suspended`, on systems that suspend. Left out: as it is.", either),
    on_destroy: onDestroy("removes the member, or takes the invitation back"),
    taken_over: takenOver,
    timeouts,
    pending,
  },
};
