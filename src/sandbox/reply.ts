/** What an endpoint answers: a status and, for most, a JSON body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** 201 with what was made. */
export function created(body: unknown): Reply {
  return { status: 201, body };
}

/** 204: done, nothing to tell. */
export function noContent(): Reply {
  return { status: 204 };
}

/**
 * Thrown inside an endpoint to refuse the request with this status; each system words the body its own way, with the
 * help of `detail` where its errors tell more than a message.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly detail: unknown;

  constructor(status: number, message: string, detail?: unknown) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** The value, or a 404 that says what was not found. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Refusal(404, `${what} not found`);
  }
  return value;
}
