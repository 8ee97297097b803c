import { Refusal } from "../reply.ts";
import type { Problem } from "../system.ts";

/** What an error tells beside its message: a code when not the usual one of its status, and what was wrong where. */
interface Why {
  readonly code?: string;
  readonly details?: unknown;
}

const CODES: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_token",
  403: "insufficient_scope",
  404: "resource_not_found",
  409: "duplicate_resource",
  422: "validation_error",
  429: "rate_limit_exceeded",
};

/** The error as replies show it, with the documented code of its status where there is one. */
export function errorBody({ status, message, detail }: Problem): object {
  const { code = CODES[status], details } = whyOf(detail);
  return {
    error: true,
    message,
    status,
    ...(code === undefined ? {} : { code }),
    ...(details === undefined ? {} : { details }),
  };
}

/** A field's name and what is wrong with it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Refuses a request for its fields; most operations use 400, those of organizations 409. */
export function invalid(status: number, problems: readonly FieldProblem[]): Refusal {
  const message = problems.map((problem) => `${problem.field}: ${problem.message}`).join("; ");
  return new Refusal(status, message, { code: "validation_error", details: problems } satisfies Why);
}

/** Refuses what is not possible as things are. */
export function impossible(message: string): Refusal {
  return new Refusal(422, message);
}

/** Refuses a request to a tenant that is not there. */
export function noTenant(message: string): Refusal {
  return new Refusal(404, message, { code: "tenant_not_found" } satisfies Why);
}

function whyOf(detail: unknown): Why {
  return typeof detail === "object" && detail !== null ? detail : {};
}
