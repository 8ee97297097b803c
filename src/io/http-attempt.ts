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
  readonly timeoutMs: number;
}

/** How an attempt ended. */
export type Attempt =
  | { readonly ok: true; readonly reply: Reply }
  | {
      readonly ok: false;
      readonly error: ConnectorError;
      /** The header Retry-After as it came. */
      readonly retryAfter?: string;
    };

const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];
const MAX_REDIRECTS = 3;

/** Sends a request once and reads the whole answer; never throws for what the other side does. */
export async function attempt(request: Request, redirects = 0): Promise<Attempt> {
  let head: Head | undefined;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutMs),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    head = headOf(request, response);
    const text = await response.text();
    const target = targetOf(request, response);
    if (target === undefined) return judge(request, response, { head, text });
    return target.origin === request.url.origin && request.method === "GET" && redirects < MAX_REDIRECTS
      ? await attempt({ ...request, url: target }, redirects + 1)
      : { ok: false, error: redirected(request, head, target.origin) };
  } catch (error) {
    return { ok: false, error: unanswered(request, error, head) };
  }
}

function judge(
  request: Request,
  response: Response,
  { head, text }: { readonly head: Head; readonly text: string },
): Attempt {
  if (head.status >= 400) {
    const retryAfter = response.headers.get("retry-after");
    const error = refused(request, head, text);
    return { ok: false, error, ...(retryAfter === null ? {} : { retryAfter }) };
  }
  if (head.status >= 300) return { ok: false, error: redirected(request, head) };
  if (head.status === 206 && request.method === "GET") return { ok: false, error: partial(request, head) };
  const headers = Object.fromEntries(response.headers);
  if (head.status === 204 || text.trim() === "") {
    return { ok: true, reply: { ...head, headers, body: undefined } };
  }
  try {
    return { ok: true, reply: { ...head, headers, body: JSON.parse(text) } };
  } catch {
    return { ok: false, error: notJson(request, head) };
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
