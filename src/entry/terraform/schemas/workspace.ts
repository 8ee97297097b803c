/** Schema of `orgwright_workspace`. */
import type { Schema } from "../schema/schema.ts";
import {
  either,
  given,
  id,
  object,
  onDestroy,
  organization,
  pending,
  takenOver,
  text,
  timeouts,
  workspaceSettings,
} from "./parts.ts";

/** A workspace in an organization: created, linked or granted, as the system has it. */
export const workspaceSchema: Schema = {
  version: 0,
  description:
    "A workspace of an organization: linked (SignalSmith), created (APImetrics, SignalSmith's references), or granted by a customer (CNAP). One that is there already is taken over.",
  attributes: {
    id: id("ORGANIZATION/workspace/NAME` or `ORGANIZATION/workspace/id:ID"),
    organization,
    name: text("Its live name. Give this, `workspace_id`, or both: then it is renamed.", either),
    workspace_id: text("The system's own id of it.", either),
    settings: object(
      "Settings; each system has some of them. What is left out is left alone.",
      workspaceSettings,
      given,
    ),
    on_destroy: onDestroy("unlinks or deletes it, or gives it back"),
    taken_over: takenOver,
    timeouts,
    pending,
  },
};
