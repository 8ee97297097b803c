import type { FakeFault } from "./faults.ts";
import type { Usage } from "./quota.ts";
import type { Answer } from "./rest/call.ts";
import { DOCUMENTS } from "./work.ts";

/** What a fault answers. */
export function answerOf({ status = 500, headers = {}, body }: Partial<FakeFault>): Answer {
  if (typeof body === "string") {
    return { status, headers, bytes: Buffer.from(body) };
  }
  return {
    status,
    headers,
    body: body ?? { message: `An injected fault: ${status}`, documentation_url: DOCUMENTS },
  };
}

/** The answer as it goes out, with the headers that every reply of GitHub has. */
export function respond(answer: Answer, id: string, usage: Usage | undefined): Response {
  const headers = new Headers({
    "x-github-request-id": id,
    "x-github-media-type": "github.v3; format=json",
    ...(usage === undefined ? {} : rateHeaders(usage)),
    ...answer.headers,
  });
  const { status } = answer;
  if (answer.bytes !== undefined) {
    return new Response(Buffer.from(answer.bytes), { status, headers });
  }
  if (answer.body === undefined) {
    return new Response(null, { status, headers });
  }
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(answer.body), { status, headers });
}

function rateHeaders({ limit, used, remaining, reset }: Usage): Record<string, string> {
  const rate = { limit, used, remaining, reset, resource: "core" };
  return Object.fromEntries(
    Object.entries(rate).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]),
  );
}
