import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A request on its way to the sandbox; the path is below the endpoint. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** What comes back; no body: nothing is sent. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
}

/** Decides on an answer; `pass` lets the sandbox answer, with other query parameters where they are given. */
export type Alter = (
  request: Passing,
  pass: (query?: Readonly<Record<string, string>>) => Promise<Answered>,
) => Answered | Promise<Answered>;

/** Starts a server in front of an endpoint that alters answers, and gives its endpoint; it ends with the test. */
export async function startProxy(endpoint: string, alter: Alter): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? "", endpoint);
    const passing: Passing = {
      method: request.method ?? "",
      path: url.pathname.slice(new URL(endpoint).pathname.length),
      query: url.searchParams,
      headers: request.headers,
    };
    const answer = await Promise.resolve(
      alter(passing, (query) => forward(request, { url, body, query })),
    ).catch(() => undefined);
    // The sandbox went away with the test.
    if (answer === undefined) {
      response.destroy();
      return;
    }
    const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}${new URL(endpoint).pathname}`;
}

interface Forwarded {
  readonly url: URL;
  readonly body: string;
  readonly query: Readonly<Record<string, string>> | undefined;
}

async function forward(request: IncomingMessage, { url, body, query }: Forwarded): Promise<Answered> {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) target.searchParams.set(name, value);
  const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
  const response = await fetch(target, {
    method: request.method ?? "",
    headers: headers as Record<string, string>,
    ...(body === "" ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, ...(text === "" ? {} : { body: JSON.parse(text) }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A row of a list, as it is on the wire. */
export type WireRow = Readonly<Record<string, unknown>>;

/** The rows of lists at a path are others; all else passes. */
export function altering(path: RegExp, change: (rows: readonly WireRow[]) => readonly WireRow[]): Alter {
  return async (request, pass) => {
    const answer = await pass();
    if (request.method !== "GET" || !path.test(request.path) || answer.status >= 400) return answer;
    const page = answer.body as { readonly results: readonly WireRow[] };
    return { status: 200, body: { ...page, results: change(page.results) } };
  };
}

/** One path answers as it is told, whatever the sandbox would say; all else passes. */
export function answering(path: RegExp, answer: (request: Passing) => Answered): Alter {
  return async (request, pass) => (path.test(request.path) ? answer(request) : await pass());
}
