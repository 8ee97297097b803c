/** Schema of `orgwright_members`. */
import type { Schema } from "../schema/schema.ts";
import { membership } from "./member.ts";
import { either, given, id, onDestroy, organization, takenOver, text, timeouts, told } from "./parts.ts";

/** The whole membership of an organization as one resource: a map, for Terraform compares each member of a set with each other one. */
export const membersSchema: Schema = {
  version: 0,
  description:
    "The whole membership of an organization: thousands of people are one resource, guards judge them together when the plan is made, and adds come before removals. Not beside `orgwright_member` of the same organization.",
  attributes: {
    id: id("ORGANIZATION/members"),
    organization,
    members: {
      type: {
        nesting: "map",
        attributes: {
          user_id: text("The system's own id of the account, beside the address in the key.", given),
          ...membership,
          status: text("`active` or `suspended`, on systems that suspend. Left out: as it is.", given),
          ensure: text("`absent` removes the person, whatever `ownership` says. Default `present`.", given),
        },
      },
      description:
        "Everybody who shall be a member, by address; by `id:` and the system's own id who has none.",
      required: true,
    },
    ownership: text(
      "`exact` (default) removes who is not among them; `additive` leaves them; `observe` writes nothing and warns of differences. The credential's own account, service accounts, inherited members and people without a known e-mail are never removed.",
      either,
    ),
    confirm_empty: { type: "bool", description: "Needs to be true where there are none.", ...given },
    on_destroy: onDestroy("removes these members, but for owners that a guard keeps"),
    taken_over: takenOver,
    timeouts,
    pending: {
      type: { collection: "map", of: "string" },
      description: "What is wanted and waits for something, by person.",
      ...told,
    },
  },
};
