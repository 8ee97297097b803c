import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What the server does with one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A request as it came in. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly at: number;
}

/** A local server that answers by a script; behind its end it repeats the last answer. */
export interface ScriptedServer {
  readonly url: string;
  readonly received: readonly Received[];
  /** The most requests that were open at one time. */
  busiest(): number;
  close(): Promise<void>;
}

/** Starts one on loopback. */
export async function startServer(...script: readonly Answer[]): Promise<ScriptedServer> {
  const received: Received[] = [];
  let open = 0;
  let busiest = 0;
  const server = createServer(async (request, response) => {
    open += 1;
    busiest = Math.max(busiest, open);
    response.on("close", () => {
      open -= 1;
    });
    const answer = script[Math.min(received.length, script.length - 1)];
    const entry = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: "",
      at: Date.now(),
    };
    received.push(entry);
    for await (const chunk of request) entry.body += String(chunk);
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    busiest: () => busiest,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_7", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with a text of any kind. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { "content-type": "text/html", "x-request-id": "req_7", ...headers });
    response.end(body);
  };
}

/** Cuts the connection without a word. */
export const reset: Answer = (_, response) => {
  response.socket?.destroy();
};

/** Promises more than it sends, then cuts the connection. */
export const truncated: Answer = (_, response) => {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": "100",
    "x-request-id": "req_7",
  });
  response.write('{"data": [');
  setTimeout(() => response.socket?.destroy(), 20);
};

/** Never answers. */
export const silent: Answer = () => {};
