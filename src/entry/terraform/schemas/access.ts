/** Schema of `orgwright_access`. */
import type { Attributes, Schema } from "../schema/schema.ts";
import { given, id, needed, onDestroy, organization, pending, takenOver, text, timeouts } from "./parts.ts";

/** Who has which level on which workspace. */
export const grant: Attributes = {
  workspace: text("The workspace, by its name or its id.", needed),
  role: text("The role that has it. Give one of `role`, `email` and `user_id`.", given),
  email: text("The person who has it.", given),
  user_id: text("The account that has it, by the system's own id.", given),
  level: text("The level.", needed),
};

/** Access of a role or a person to a workspace. */
export const accessSchema: Schema = {
  version: 0,
  description:
    "Access of a role, or of a person who is no member, to a workspace (APImetrics). A member's own access is said by the member's `workspaces`.",
  attributes: {
    id: id("ORGANIZATION/access/WORKSPACE/EMAIL`, `…/id:ID` or `…/role:NAME"),
    organization,
    ...grant,
    on_destroy: onDestroy("revokes it"),
    taken_over: takenOver,
    timeouts,
    pending,
  },
};
