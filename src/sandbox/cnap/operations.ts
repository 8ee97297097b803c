import { found, ok, type Reply } from "../reply.ts";
import { type Call, callingUser, type Operation, param, type World } from "./call.ts";
import { invalid, refusal } from "./errors.ts";
import { issueId } from "./ids.ts";
import { dissolve } from "./membership.ts";
import type { Deletion, Organization } from "./state.ts";
import { unixSeconds } from "./time.ts";
import { operationBody } from "./wire.ts";

/** How often an operation is asked for until it is done: once in vain. */
const POLLS = 2;

/** Work that goes on after the reply; the sandbox does it while it is asked for. */
export const workOperations: readonly Operation[] = [
  { method: "GET", path: "/operations/:operation", answer: (call) => poll(call, param(call, "operation")) },
  { method: "POST", path: "/operations/:action{[^/]+:wait}", answer: wait },
];

/** Begins the deletion of an organization, which stays until the operation is done. */
export function startDeletion({ state, now }: World, { id }: Organization, user: string): Deletion {
  const deletion: Deletion = {
    id: issueId(state, "op"),
    organization: id,
    started_by: user,
    started_at: unixSeconds(now),
    completed_at: null,
    polls_left: POLLS,
  };
  state.deletions.push(deletion);
  return deletion;
}

function wait(call: Call): Reply {
  const timeout = Number(call.query.get("timeout") ?? 30);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 60) {
    throw refusal(400, invalid(["query", "timeout"], "must be a whole number from 1 to 60"));
  }
  // Answers at once, as if the time were up: a test need not wait.
  return poll(call, param(call, "action").replace(/:wait$/, ""));
}

function poll(call: Call, id: string): Reply {
  const user = callingUser(call);
  const deletion = found(
    call.state.deletions.find((one) => one.id === id && one.started_by === user.id),
    `Operation ${id}`,
  );
  if (deletion.completed_at === null) {
    proceed(call, deletion);
  }
  return ok(operationBody(deletion));
}

function proceed(world: World, deletion: Deletion): void {
  deletion.polls_left -= 1;
  const organization = world.state.organizations.find(({ id }) => id === deletion.organization);
  if (deletion.polls_left <= 0 && organization !== undefined) {
    dissolve(world, organization);
    deletion.completed_at = unixSeconds(world.now);
  }
}
