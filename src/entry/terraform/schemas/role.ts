/** Schema of `orgwright_role`. */
import type { Schema } from "../schema/schema.ts";
import {
  either,
  id,
  needed,
  onDestroy,
  organization,
  pending,
  takenOver,
  text,
  timeouts,
  told,
} from "./parts.ts";

/** A role of an organization's own. */
export const roleSchema: Schema = {
  version: 0,
  description: "A role of an organization, on systems with roles of one's own (LumoAuth, APImetrics).",
  attributes: {
    id: id("ORGANIZATION/role/NAME"),
    organization,
    name: text("Its key on the system.", needed),
    display_name: text("The name that people see.", either),
    description: text("What it is for. Empty clears it.", either),
    role_id: text("The system's own id of it.", told),
    on_destroy: onDestroy("deletes it"),
    taken_over: takenOver,
    timeouts,
    pending,
  },
};
