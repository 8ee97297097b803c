import type { Effect } from "./faults.ts";
import type { Problem } from "./system.ts";

const PAGE = "<!doctype html><html><body><h1>Be right back</h1></body></html>";

/** The reply that takes the place of the system's own answer, so that its work is not done; undefined for none. */
export function replyInstead(
  effect: Effect | undefined,
  errorBody: (problem: Problem) => unknown,
): Response | undefined {
  if (effect?.kind === "html") {
    return new Response(PAGE, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  if (effect?.kind !== "status") {
    return undefined;
  }
  const { status, retryAfter } = effect;
  const headers = [429, 503].includes(status) ? { "Retry-After": String(retryAfter) } : {};
  return Response.json(errorBody({ status, message: `Injected fault: status ${status}` }), {
    status,
    headers,
  });
}

/** The system's own reply, spoiled as the effect demands; untouched by any other effect. */
export function damage(effect: Effect | undefined, reply: Response): Promise<Response> {
  switch (effect?.kind) {
    case "truncate":
      return rewrite(reply, (text) => text.slice(0, Math.floor(text.length / 2)));
    case "short-page":
      return rewrite(reply, (text) => JSON.stringify(halveRows(JSON.parse(text))));
    default:
      return Promise.resolve(reply);
  }
}

async function rewrite(reply: Response, change: (text: string) => string): Promise<Response> {
  const text = await reply.text();
  if (text === "") {
    return new Response(null, reply);
  }
  const headers = new Headers(reply.headers);
  headers.delete("Content-Length");
  return new Response(change(text), { status: reply.status, headers });
}

/** Works for a bare list and for any envelope with one, since each system names its rows differently. */
function halveRows(body: unknown): unknown {
  if (Array.isArray(body)) {
    return body.slice(0, Math.floor(body.length / 2));
  }
  if (typeof body !== "object" || body === null) {
    return body;
  }
  const rows = Object.entries(body).find(([, value]) => Array.isArray(value));
  return rows === undefined ? body : { ...body, [rows[0]]: halveRows(rows[1]) };
}
