import { Refusal, type Reply } from "../reply.ts";
import type { Call, Operation } from "./call.ts";
import { invalid, refusal } from "./errors.ts";
import { unixSeconds } from "./time.ts";

/** How long an answer is kept; inferred. */
const KEPT_SECONDS = 24 * 60 * 60;

/**
 * The answer to a request with an idempotency key: the first one again when the same request was answered before, 409
 * when the key came with another request. Refusals are not kept, so that a corrected request may keep its key.
 */
export function answerOnce(call: Call, operation: Operation): Reply {
  const key = call.headers.get("idempotency-key");
  if (key === null || operation.keyed !== true) {
    return operation.answer(call);
  }
  if (key.length < 1 || key.length > 64) {
    throw refusal(400, invalid(["headers", "idempotency-key"], "must have 1 to 64 characters"));
  }
  const { state, now } = call;
  const sender = senderOf(call);
  const request = JSON.stringify([operation.method, operation.path, call.params, call.body ?? null]);
  state.answered = state.answered.filter(({ at }) => unixSeconds(now) < at + KEPT_SECONDS);
  const before = state.answered.find((one) => one.sender === sender && one.key === key);
  if (before !== undefined && before.request !== request) {
    throw new Refusal(409, "This idempotency-key was used for another request");
  }
  if (before !== undefined) {
    return { status: before.status, ...(before.body === null ? {} : { body: before.body }) };
  }
  const { status, body = null } = operation.answer(call);
  state.answered.push({ sender, key, request, status, body, at: unixSeconds(now) });
  return { status, ...(body === null ? {} : { body }) };
}

function senderOf({ caller }: Call): string {
  return caller.kind === "user" ? caller.user.id : caller.workspace.id;
}
