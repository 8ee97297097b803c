/** A server in front of a sandbox that repeats the credential it was sent, in every place that an answer has. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { echoOf } from "./canaries.ts";

/** What is done with a request in place of the sandbox's answer. */
export type Evil = (token: string, response: ServerResponse) => void;

/** A running server; `received` has one line for each request. */
export interface EvilServer {
  readonly url: string;
  readonly received: readonly string[];
}

/** Starts one that ends with the test; it goes round the ways of being evil. With a sandbox behind it, reads are answered by that. */
export async function startEvil(ways: readonly Evil[], behind?: string): Promise<EvilServer> {
  const received: string[] = [];
  let evils = 0;
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    if (behind !== undefined && request.method === "GET") {
      void forward(request, response, behind);
      return;
    }
    ways[evils % ways.length]?.(tokenIn(request), response);
    evils += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, received };
}

function tokenIn({ headers }: IncomingMessage): string {
  const key = headers["x-api-key"];
  return typeof key === "string" ? key : (headers.authorization ?? "").replace(/^Bearer /, "");
}

async function forward(request: IncomingMessage, response: ServerResponse, behind: string): Promise<void> {
  const { host: _, connection: __, ...headers } = request.headers;
  const reply = await fetch(behind + request.url, { headers: headers as Record<string, string> });
  const text = await reply.text();
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(text);
}

/** Headers that repeat the credential wherever a header may. */
function telling(token: string): Readonly<Record<string, string>> {
  return {
    "x-request-id": token,
    "cf-ray": encodeURIComponent(token),
    "www-authenticate": `Bearer error_description=${JSON.stringify(token)}`,
    "set-cookie": `session=${token}`,
    [encodeURIComponent(token).replaceAll("%", "-")]: token,
    "retry-after": "0",
  };
}

function answering(status: number, type: string, body: (token: string) => string): Evil {
  return (token, response) => {
    response.writeHead(status, { "content-type": type, ...telling(token) });
    response.end(body(token));
  };
}

const refusal = (token: string) =>
  JSON.stringify({
    error: { code: token, message: `Bad credential ${echoOf(token)}` },
    message: echoOf(token),
    errors: [{ detail: echoOf(token) }, echoOf(token)],
    [token]: { [echoOf(token)]: token },
  });
const page = (token: string) => `<!doctype html><title>${echoOf(token)}</title><p>${echoOf(token)}`;

function redirecting(status: number, place: (token: string) => string): Evil {
  return (token, response) => {
    response.writeHead(status, { ...telling(token), location: place(token) });
    response.end(page(token));
  };
}

/** Bytes in place of an answer. */
function raw(bytes: (token: string) => string): Evil {
  return (token, { socket }) => {
    socket?.end(bytes(token));
  };
}

/** Answers after which a read is given up soon. */
export const answers: Readonly<Record<string, Evil>> = {
  "a refusal in JSON": answering(401, "application/json", refusal),
  "a refusal that is no JSON": answering(403, "application/json", (token) => refusal(token).slice(5)),
  "a crash told in HTML": answering(500, "text/html", page),
  "a limit": answering(429, "application/json", refusal),
  "something that is not there": answering(404, "application/json", refusal),
  "JSON of another shape": answering(200, "application/json", (token) =>
    JSON.stringify({ data: [{ id: token, name: 7, [token]: token }], total: token, accounts: token }),
  ),
  "a redirection to another host": redirecting(302, (token) => {
    const host = /^\w+$/.test(token) ? token : "login";
    return `http://${host}.invalid/${encodeURIComponent(token)}?token=${encodeURIComponent(token)}`;
  }),
  "a redirection around the corner": redirecting(
    307,
    (token) => `/${encodeURIComponent(token)}?t=${encodeURIComponent(token)}`,
  ),
  "a redirection to no address": redirecting(302, (token) => `http://[${token}]`),
  "a reason phrase": raw((token) => `HTTP/1.1 501 ${token}\r\ncontent-length: 0\r\n\r\n`),
};

/** Answers after which a read is tried several times, which takes its while. */
export const breaks: Readonly<Record<string, Evil>> = {
  "good news in HTML": answering(200, "text/html", page),
  "JSON with a mistake in it": answering(200, "application/json", (token) => `{"data": ["${echoOf(token)}`),
  "half an answer": raw(
    (token) =>
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{"data":"${token}`,
  ),
  "no HTTP": raw((token) => `${token}\r\n${echoOf(token)}\r\n\r\n`),
  "a header with a forbidden character": raw(
    (token) => `HTTP/1.1 200 OK\r\nx-${token}: \u0001${token}\r\n\r\n`,
  ),
  "headers without an end": raw((token) => `HTTP/1.1 200 OK\r\nx-note: ${token.repeat(1000)}\r\n\r\n`),
  "a body that is not packed as it says": (token, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(refusal(token));
  },
  "a connection that is cut": (_, response) => {
    response.socket?.resetAndDestroy();
  },
};
