import type { Reply } from "../model/connector.ts";
import type { ConnectorError } from "../model/errors.ts";
import {
  type Exchange,
  type Head,
  notJson,
  partial,
  redirected,
  refused,
  unanswered,
} from "./http-failure.ts";

/** One request, ready to go. */
export interface Request extends Exchange {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the system does it only where nothing has changed: it carries an etag. */
  readonly isConditional: boolean;
  readonly timeoutMs: number;
}

/** How an attempt ended. */
export type Attempt =
  | { readonly ok: true; readonly reply: Reply }
  | {
      readonly ok: false;
      readonly error: ConnectorError;
      /** Of the answer, where one came. */
      readonly headers?: Readonly<Record<string, string>>;
      /** Where the answer is instead, at the same origin; only for what is read. */
      readonly target?: URL;
    };

const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Sends a request once and reads the whole answer; never throws for what the other side does, and follows no redirection. */
export async function attempt(request: Request): Promise<Attempt> {
  let head: Head | undefined;
  let headers: Readonly<Record<string, string>> | undefined;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutMs),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    head = headOf(request, response);
    headers = Object.fromEntries(response.headers);
    const text = await response.text();
    const target = targetOf(request, response);
    if (target === undefined) return judge(request, { head, headers, text });
    const goesOn = target.origin === request.url.origin && request.method === "GET";
    const error = redirected(request, head, target.origin);
    return { ok: false, error, headers, ...(goesOn ? { target } : {}) };
  } catch (error) {
    return { ok: false, error: unanswered(request, error, head), ...(headers && { headers }) };
  }
}

interface Answer {
  readonly head: Head;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function judge(request: Request, { head, headers, text }: Answer): Attempt {
  const failed = (error: ConnectorError): Attempt => ({ ok: false, error, headers });
  if (head.status >= 400) return failed(refused(request, head, text));
  if (head.status >= 300) return failed(redirected(request, head));
  if (head.status === 206 && request.method === "GET") return failed(partial(request, head));
  if (head.status === 204 || text.trim() === "") {
    return { ok: true, reply: { ...head, headers, body: undefined } };
  }
  try {
    return { ok: true, reply: { ...head, headers, body: JSON.parse(text) } };
  } catch {
    return failed(notJson(request, head));
  }
}

function headOf({ scrub }: Request, { status, headers }: Response): Head {
  const requestId = REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((value) => value !== null);
  return { status, ...(requestId ? { requestId: scrub(requestId) } : {}) };
}

function targetOf({ url }: Request, { status, headers }: Response): URL | undefined {
  const location = headers.get("location");
  return status >= 300 && status < 400 && location !== null && URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined;
}
