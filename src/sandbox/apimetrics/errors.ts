import type * as z from "zod";
import { Refusal } from "../reply.ts";
import type { Problem } from "../system.ts";

/** One thing wrong with a request, as a 422 lists it. */
export interface Issue {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

const CODES: Readonly<Record<number, string>> = {
  400: "bad_request",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  429: "too_many_requests",
};

/** The body of an error reply, in the one of the three published forms that fits the situation. */
export function errorBody({ status, message, detail }: Problem): unknown {
  if (status === 401) {
    return { error_msg: message };
  }
  if (status === 422) {
    return { detail };
  }
  return { error: { message, code: CODES[status] ?? "server_error", details: null } };
}

/** A 422 that lists what is wrong. */
export function invalid(issues: readonly Issue[]): Refusal {
  return new Refusal(422, "The request is not valid", issues);
}

/** What a schema found wrong with a body, one issue for each field. */
export function bodyIssues({ issues }: z.ZodError): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    const loc = ["body", ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
    const extra = issue.code === "unrecognized_keys" ? issue.keys : [];
    return extra.length > 0
      ? extra.map(
          (key): Issue => ({ loc: [...loc, key], msg: "extra fields not permitted", type: issue.code }),
        )
      : [{ loc, msg: issue.message, type: issue.code }];
  });
}
