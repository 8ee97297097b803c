/** Schema of `orgwright_members`. */
import type { Schema } from "../schema/schema.ts";
import { membership } from "./member.ts";
import {
  either,
  given,
  id,
  needed,
  objects,
  onDestroy,
  organization,
  text,
  timeouts,
  told,
} from "./parts.ts";

/** The whole membership of an organization as one set. */
export const membersSchema: Schema = {
  version: 0,
  description:
    "All members of an organization as one set: thousands of people are one resource, guards judge them together when the plan is made, and adds come before removals. Not beside `orgwright_member` of the same organization.",
  attributes: {
    id: id("ORGANIZATION/members"),
    organization,
    members: objects(
      "Everybody who shall be a member.",
      {
        email: text("The person's address. Give this or `user_id`.", given),
        user_id: text("The system's own id of the account.", given),
        ...membership,
        status: text("`active` or `suspended`, on systems that suspend. Left out: as it is.", given),
        ensure: text("`absent` removes the person, whatever `ownership` says. Default `present`.", given),
      },
      needed,
    ),
    ownership: text(
      "`exact` (default) removes who is not in the set; `additive` leaves them; `observe` writes nothing and warns of differences. The credential's own account, service accounts, inherited members and people without a known e-mail are never removed.",
      either,
    ),
    confirm_empty: { type: "bool", description: "Needs to be true where the set is empty.", ...given },
    on_destroy: onDestroy("removes the members of the set, but for owners that a guard keeps"),
    timeouts,
    pending: {
      type: { collection: "map", of: "string" },
      description: "What is wanted and waits for something, by person.",
      ...told,
    },
  },
};
