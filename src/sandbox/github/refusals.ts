import { Refusal } from "../reply.ts";

/** One entry of a 422's `errors`, in GitHub's words. */
export interface ValidationError {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
  readonly value?: string;
}

/** The most characters that a comment, an issue or a pull request may have. */
export const MAX_BODY = 65_536;

/** 422 "Validation Failed" with its reasons. */
export function validationFailed(...errors: readonly ValidationError[]): Refusal {
  return new Refusal(422, "Validation Failed", errors);
}

/** 422: the field has a value that cannot be. */
export function invalid(resource: string, field: string): Refusal {
  return validationFailed({ resource, code: "invalid", field });
}

/** 422: for a reason that only words can tell. */
export function unprocessable(resource: string, message: string): Refusal {
  return validationFailed({ resource, code: "custom", message });
}

/** Refuses (422) a text that is longer than GitHub takes. */
export function checkLength(resource: string, body: string | null | undefined): void {
  if (body !== null && body !== undefined && body.length > MAX_BODY) {
    throw validationFailed({
      resource,
      code: "custom",
      field: "body",
      message: `body is too long (maximum is ${MAX_BODY} characters)`,
    });
  }
}
